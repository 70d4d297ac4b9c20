/**
 * The waiting room before a route: who has a pass goes through, everybody else waits in a line that
 * lives in an engine. Start at {@link io.tidegate.gate.room.GateRoom}.
 */
@NullMarked
package io.tidegate.gate.room;

import org.jspecify.annotations.NullMarked;
