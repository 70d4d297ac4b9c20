/**
 * The state of a waiting room: its settings, the line, the tickets, and the releases from which
 * admission is computed.
 *
 * <p>Start at {@link io.tidegate.core.room.RoomTables}, then {@link
 * io.tidegate.core.room.Releases}. Tables only store; {@code io.tidegate.core.RoomRules} decides
 * who may be called, and when.
 */
@NullMarked
package io.tidegate.core.room;

import org.jspecify.annotations.NullMarked;
