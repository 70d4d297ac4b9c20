/**
 * Rooms as everybody may see them: their status, one small document renewed once a second. Start at
 * {@link io.tidegate.api.room.RoomCalls}.
 */
@NullMarked
package io.tidegate.api.room;

import org.jspecify.annotations.NullMarked;
