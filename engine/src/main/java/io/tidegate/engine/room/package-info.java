/**
 * The port through which somebody outside asks a room: the gate, which may be in this process or
 * behind a network. Start at {@link io.tidegate.engine.room.RoomPort}; {@link
 * io.tidegate.engine.room.LinkedRoomPort} keeps its promises over any link, and {@link
 * io.tidegate.engine.room.EngineRoomLink} is the link to an engine in the same process.
 */
@NullMarked
package io.tidegate.engine.room;

import org.jspecify.annotations.NullMarked;
