package io.tidegate.gate.room;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.gate.forward.Visit;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Ascii;

/** A visit, of which the upstream may say that it ends, or that it begins anew. */
final class RoomVisit implements Visit {

  private static final byte[] NOTHING = {};

  private final GateRoom room;
  private final Exchange exchange;
  private final TicketRef ticket;

  RoomVisit(GateRoom room, Exchange exchange, TicketRef ticket) {
    this.room = room;
    this.exchange = exchange;
    this.ticket = ticket;
  }

  @Override
  public String visitor() {
    return ticket.user() + "-" + ticket.number();
  }

  @Override
  public byte[] told(String word) {
    return switch (word) {
      case "end" -> setCookie(room.ended(exchange, ticket));
      case "renew" -> setCookie(room.renewed(exchange, ticket));
      default -> NOTHING;
    };
  }

  private static byte[] setCookie(String cookie) {
    return Ascii.bytes("Set-Cookie: " + cookie + "\r\n");
  }
}
