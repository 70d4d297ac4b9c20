package io.tidegate.api.room;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Routes;
import io.tidegate.api.reply.Answers;
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
    return Response.events(statusOf(room));
  }

  private RoomStatus statusOf(RoomView room) {
    RoomStatus known = statuses.get(room.room());
    if (known != null) return known;
    if (statuses.size() > 2 * views.rooms().size() + 64)
      statuses.keySet().removeIf(id -> views.room(id) == null);
    return statuses.computeIfAbsent(room.room(), _ -> new RoomStatus(views, room));
  }
}
