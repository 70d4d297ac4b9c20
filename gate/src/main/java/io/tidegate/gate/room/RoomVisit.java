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
      case "end" -> ended();
      case "renew" -> renewed();
      default -> NOTHING;
    };
  }

  @Override
  public boolean waits(RequestBody body) {
    return room.waits(exchange, body, pass);
  }

  private byte[] ended() {
    room.ended(exchange, pass);
    return field("Set-Cookie", room.credentials().noPass());
  }

  /** Comes as the old one came. */
  private byte[] renewed() {
    Pass renewed = room.renewed(exchange, pass);
    Credentials credentials = room.credentials();
    if (exchange.header(Credentials.PASS_FIELD) != null)
      return field(Credentials.PASS_FIELD, credentials.text(exchange, renewed));
    long seconds = Math.ceilDiv(renewed.untilMs() - System.currentTimeMillis(), 1_000L);
    return field("Set-Cookie", credentials.cookie(exchange, renewed, seconds));
  }

  private static byte[] field(String name, String value) {
    return Ascii.bytes(name + ": " + value + "\r\n");
  }
}
