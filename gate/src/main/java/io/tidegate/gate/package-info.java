/**
 * The gate: it stands before any web service and spreads its requests over the service's instances.
 * Requests above a limit are refused; where a route has a room, people wait in line instead. Start
 * at {@link io.tidegate.gate.Gate}.
 */
@NullMarked
package io.tidegate.gate;

import org.jspecify.annotations.NullMarked;
