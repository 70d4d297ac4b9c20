/**
 * What a waiting room's state is made of: the room's settings, the line, tickets, and the record of
 * releases that admission is computed from.
 *
 * <p>Start at {@link io.tidegate.core.room.RoomTables}, then {@link
 * io.tidegate.core.room.Releases}. Tables only store; who may be called when is decided in {@code
 * io.tidegate.core.RoomRules}.
 */
@NullMarked
package io.tidegate.core.room;

import org.jspecify.annotations.NullMarked;
