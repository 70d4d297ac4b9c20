package io.tidegate.gate.route;

import io.tidegate.gate.upstream.Upstream;

/**
 * Requests of one kind, and where they go.
 *
 * @param name for the log and the metrics, its path unless it is given one
 */
public record Route(String name, RouteMatch match, Upstream upstream) {}
