package io.tidegate.gate.discovery.kubernetes;

import java.util.List;

/**
 * A part of a list of slices.
 *
 * @param version of all of the list, from which a watch goes on
 * @param next what the next part is asked for with; empty after the last
 */
record SlicePage(List<EndpointSlice> slices, String version, String next) {}
