package io.tidegate.gate.room;

import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.forward.Visit;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Ascii;

/** A visit, of which the upstream may say that it ends, or that it begins anew. */
final class RoomVisit implements Visit {

  private static final byte[] NOTHING = {};

  private final GateRoom room;
  private final Exchange exchange;
  private final Pass pass;

  RoomVisit(GateRoom room, Exchange exchange, Pass pass) {
    this.room = room;
    this.exchange = exchange;
    this.pass = pass;
  }

  @Override
  public String visitor() {
    return pass.ticket().user() + "-" + pass.ticket().number();
  }

  @Override
  public void goesOn(Upstream to) {
    room.asks(to);
  }

  @Override
  public byte[] told(String word) {
    return switch (word) {
      case "end" -> setCookie(room.ended(exchange, pass));
      case "renew" -> setCookie(room.renewed(exchange, pass));
      default -> NOTHING;
    };
  }

  @Override
  public boolean waits(RequestBody body) {
    return room.waits(exchange, body, pass);
  }

  private static byte[] setCookie(String cookie) {
    return Ascii.bytes("Set-Cookie: " + cookie + "\r\n");
  }
}
