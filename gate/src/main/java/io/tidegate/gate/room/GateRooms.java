package io.tidegate.gate.room;

import io.tidegate.gate.room.PlaceView.State;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusals;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the waiting pages of all rooms call, below {@value #PATH}, where no room stands before
 * anything. Any thread.
 */
public final class GateRooms {

  /** Everything of the gate's own on the front door is below it. */
  public static final String PATH = "/.tidegate";

  private static final String ROOMS = PATH + "/rooms/";
  private static final Set<String> READS = Set.of("place", "events", "left", "language");

  private final List<GateRoom> rooms;

  /** These. */
  public GateRooms(List<GateRoom> rooms) {
    this.rooms = List.copyOf(rooms);
  }

  /**
   * How the page of a room looks in a state, with made-up figures, for who prepares it.
   *
   * @param room its name
   * @param state as the page's styles call it
   * @return null if there is no such room or state
   */
  public @Nullable Response preview(Exchange exchange, String room, String state) {
    for (GateRoom each : rooms)
      for (State one : State.values())
        if (each.name().equals(room) && PlaceJson.word(one).equals(state))
          return each.pages().preview(exchange, one);
    return null;
  }

  /** What the page is made of, at this path; null if nothing is. */
  public static @Nullable Response asset(Exchange exchange) {
    return PageAssets.at(exchange);
  }

  /** Answers a call below {@link #PATH}. */
  public void handle(Exchange exchange) {
    Response asset = PageAssets.at(exchange);
    if (asset != null) {
      exchange.reply(asset);
      return;
    }
    String path = exchange.path();
    int slash = path.lastIndexOf('/');
    GateRoom room =
        path.startsWith(ROOMS) && slash > ROOMS.length()
            ? find(path.substring(ROOMS.length(), slash))
            : null;
    if (room == null) exchange.refuse(Refusals.NOT_FOUND);
    else call(exchange, room, path.substring(slash + 1));
  }

  private static void call(Exchange exchange, GateRoom room, String call) {
    boolean reads = READS.contains(call);
    if (exchange.method() != (reads ? Method.GET : Method.POST)) {
      exchange.refuse(Refusals.METHOD_NOT_ALLOWED.with("Allow", reads ? "GET" : "POST"));
      return;
    }
    if (!reads && isFromElsewhere(exchange)) {
      exchange.refuse(Refusals.MALFORMED.because("This is called from this site's own pages."));
      return;
    }
    String to = to(exchange);
    switch (call) {
      case "place" -> room.place(exchange);
      case "events" -> exchange.reply(room.pages().events(exchange));
      case "left" -> exchange.reply(room.pages().left(exchange, to));
      case "enter" -> room.enter(exchange, to);
      case "leave" -> room.leave(exchange, to);
      case "join" -> room.joinAgain(exchange, to);
      case "language" -> chooseLanguage(exchange, room, to);
      default -> exchange.refuse(Refusals.NOT_FOUND);
    }
  }

  private static void chooseLanguage(Exchange exchange, GateRoom room, String to) {
    String cookie = VisitorLanguage.cookie(VisitorLanguage.of(exchange), room.secure());
    exchange.reply(Response.empty(303).with("Location", to).with("Set-Cookie", cookie));
  }

  private static boolean isFromElsewhere(Exchange exchange) {
    String site = exchange.list("Sec-Fetch-Site");
    return site != null && !site.equals("same-origin");
  }

  /** Where the visitor wants to go: a path of this site, and no other. */
  private static String to(Exchange exchange) {
    String to = exchange.undeclaredQuery("to");
    boolean ours =
        to != null
            && to.startsWith("/")
            && !to.startsWith("//")
            && to.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '\\');
    return ours && to != null ? to : "/";
  }

  private @Nullable GateRoom find(String key) {
    for (GateRoom room : rooms) if (room.key().equals(key)) return room;
    return null;
  }
}
