/**
 * Which endpoints an upstream has, where that is not written in the file. Start at {@link
 * io.tidegate.gate.discovery.DiscoveredEndpoints}, to which everything tells what it finds.
 */
@NullMarked
package io.tidegate.gate.discovery;

import org.jspecify.annotations.NullMarked;
