package io.tidegate.gate.room;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.gate.forward.Cookies;
import io.tidegate.gate.limit.ClientNetwork;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The tickets and passes of one room, as requests show them and replies give them: browsers have
 * cookies, programs header fields. Where the room binds them to an address, a pass is signed with
 * the address of the client who got it, and a ticket is followed by a seal that is. Any thread.
 */
final class Credentials {

  /** A program's ticket, in a request and in the reply that gave it. */
  static final String TICKET_FIELD = "Tidegate-Ticket";

  /** A program's pass, likewise. */
  static final String PASS_FIELD = "Tidegate-Pass";

  private static final long TICKET_SECONDS = 86_400;
  private static final char BEFORE_SEAL = '.';

  private final String room;
  private final TicketCodec tickets;
  private final PassCodec passes;
  private final boolean secure;
  private final boolean bound;
  private final String key;

  Credentials(RoomConfig config, RoomDoor door) {
    room = config.name();
    bound = config.boundToAddress();
    tickets = door.tickets();
    passes = door.passes();
    secure = door.secure();
    key = keyOf(room);
  }

  /** Whether cookies need TLS. */
  boolean secure() {
    return secure;
  }

  /** How paths and cookies call the room. */
  String key() {
    return key;
  }

  /** A name that may stand in a path and in a cookie's name: the room's own where it is one. */
  private static String keyOf(String name) {
    return name.matches("[A-Za-z0-9_-]+")
        ? name
        : "x" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
  }

  /** The genuine ticket that a request shows, of whatever room; null without one. */
  @Nullable TicketRef ticket(Exchange exchange) {
    String text = shown(exchange, TICKET_FIELD, ticketCookie());
    if (text == null) return null;
    if (!bound) return tickets.decode(text);
    int end = text.indexOf(BEFORE_SEAL);
    if (end < 0) return null;
    String ticket = text.substring(0, end);
    boolean own = passes.isSeal(text.substring(end + 1), ticket, holder(exchange));
    return own ? tickets.decode(ticket) : null;
  }

  /** The genuine pass for this room that a request shows, past or not; null without one. */
  @Nullable Pass pass(Exchange exchange) {
    String text = shown(exchange, PASS_FIELD, passCookie());
    return text == null ? null : passes.decode(text, holder(exchange));
  }

  /** For whom a pass is signed: whoever comes to this room, or comes from the same address. */
  private String holder(Exchange exchange) {
    if (!bound) return room;
    byte[] network = ClientNetwork.of(exchange.remote().getAddress());
    return room + ' ' + HexFormat.of().formatHex(network);
  }

  private static @Nullable String shown(Exchange exchange, String field, String cookie) {
    String text = exchange.header(field);
    return text == null ? Cookies.value(exchange, cookie) : text;
  }

  /** The reply that gives a ticket. */
  Response withTicket(Exchange exchange, Response response, TicketRef ticket, long issuedMs) {
    String text = tickets.encode(ticket, issuedMs);
    if (bound) text += BEFORE_SEAL + passes.seal(text, holder(exchange));
    return response
        .with("Set-Cookie", Cookies.set(ticketCookie(), text, TICKET_SECONDS, secure))
        .with(TICKET_FIELD, text);
  }

  /** The value of {@link #PASS_FIELD}. */
  String text(Exchange exchange, Pass pass) {
    return passes.encode(pass, holder(exchange));
  }

  /** The value of a {@code Set-Cookie} that gives a pass. */
  String cookie(Exchange exchange, Pass pass, long seconds) {
    return Cookies.set(passCookie(), text(exchange, pass), seconds, secure);
  }

  /** The value of a {@code Set-Cookie} that takes the pass away. */
  String noPass() {
    return Cookies.set(passCookie(), "", 0, secure);
  }

  /** The reply that takes both away. */
  Response forgotten(Response response) {
    return response
        .with("Set-Cookie", Cookies.set(ticketCookie(), "", 0, secure))
        .with("Set-Cookie", noPass());
  }

  private String ticketCookie() {
    return (secure ? "__Host-" : "") + "tidegate-ticket-" + key;
  }

  private String passCookie() {
    return (secure ? "__Host-" : "") + "tidegate-pass-" + key;
  }
}
