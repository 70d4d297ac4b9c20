package io.tidegate.gate.room;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusals;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the waiting pages of all rooms call, below {@value #PATH}, where no room stands before
 * anything. Any thread.
 */
public final class GateRooms {

  /** Everything of the gate's own on the front door is below it. */
  public static final String PATH = "/.tidegate";

  private static final String ROOMS = PATH + "/rooms/";
  private static final long LANGUAGE_SECONDS = 31_536_000;

  private final List<GateRoom> rooms;

  /** These. */
  public GateRooms(List<GateRoom> rooms) {
    this.rooms = List.copyOf(rooms);
  }

  /** Answers a call below {@link #PATH}. */
  public void handle(Exchange exchange) {
    Response asset = WaitingPage.asset(exchange);
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
    boolean reads = call.equals("place") || call.equals("language");
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
      case "enter" -> room.enter(exchange, to);
      case "leave" -> room.leave(exchange);
      case "join" -> room.joinAgain(exchange, to);
      case "language" -> chooseLanguage(exchange, to);
      default -> exchange.refuse(Refusals.NOT_FOUND);
    }
  }

  private static void chooseLanguage(Exchange exchange, String to) {
    PageLanguage language = GateRoom.language(exchange);
    exchange.reply(
        Response.empty(303)
            .with("Location", to)
            .with(
                "Set-Cookie",
                Cookies.set("tidegate-lang", language.code(), LANGUAGE_SECONDS, false)));
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
