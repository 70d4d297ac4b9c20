/**
 * Rooms as everybody may see them: their status, one small document renewed once a second, which
 * the crowd polls or streams. Start at {@link io.tidegate.api.room.RoomOperations}; {@code
 * RoomStatus} is what keeps it.
 */
@NullMarked
package io.tidegate.api.room;

import org.jspecify.annotations.NullMarked;
