/**
 * Rooms behind a network: how a gate asks rooms of instances elsewhere. {@link
 * io.tidegate.cluster.rooms.NetworkRoomLink} is the gate's side, {@link
 * io.tidegate.cluster.rooms.RoomLinkServer} that of an instance.
 */
@NullMarked
package io.tidegate.cluster.rooms;

import org.jspecify.annotations.NullMarked;
