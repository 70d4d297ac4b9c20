package io.tidegate.gate.room;

import io.tidegate.engine.room.RoomPort;
import io.tidegate.engine.ticket.TicketCodec;

/**
 * What every waiting room of a gate needs.
 *
 * @param port through which rooms are asked
 * @param tickets signs and reads places in line; the same as the service's, where both share rooms
 * @param passes signs and reads the right to go through
 * @param secure whether clients come by TLS, so that cookies need it
 */
public record RoomDoor(RoomPort port, TicketCodec tickets, PassCodec passes, boolean secure) {}
