package io.tidegate.api.room;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Routes;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.ProblemReply;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a whole waiting crowd may look at: {@code GET /rooms/{room}/status} to poll, {@code GET
 * /rooms/{room}/events} to be told. Any event loop.
 */
public final class RoomCalls implements Routes {

  /** Who found no stream comes back after this, s, and up to as much again. */
  private static final int RETRY_SECONDS = 10;

  private final Calls calls;
  private final Rooms rooms;
  private final Views views;
  private final Map<Long, RoomStatus> statuses = new ConcurrentHashMap<>();

  /** Calls about these rooms. */
  public RoomCalls(Calls calls, Rooms rooms, Views views) {
    this.calls = calls;
    this.rooms = rooms;
    this.views = views;
  }

  @Override
  public void addTo(Router.Builder router) {
    String base = Answers.BASE + "/rooms/{room:text}/";
    router.get(base + "status", calls.handler(this::status));
    router.get(base + "events", calls.handler(this::events));
  }

  private Response status(Exchange exchange) {
    RoomView room = rooms.find(exchange.text("room"));
    return statusOf(room).document(exchange.receivedNs()).answer(exchange);
  }

  private Response events(Exchange exchange) {
    RoomView room = rooms.find(exchange.text("room"));
    return Response.events(statusOf(room), busy(room, exchange));
  }

  private RoomStatus statusOf(RoomView room) {
    RoomStatus known = statuses.get(room.room());
    if (known != null) return known;
    return statuses.computeIfAbsent(room.room(), id -> new RoomStatus(views, id));
  }

  private static Response busy(RoomView room, Exchange exchange) {
    String status = Answers.BASE + "/rooms/" + room.room() + "/status";
    long spread = (exchange.receivedNs() * 0x9e3779b97f4a7c15L) >>> 44; // 20 bits
    long seconds = RETRY_SECONDS + ((RETRY_SECONDS * spread) >> 20);
    return ProblemReply.of(
            ProblemType.BUSY, "As many streams are open as there may be. Poll " + status + ".")
        .response()
        .with("Retry-After", Long.toString(seconds));
  }
}
