package io.tidegate.api.room;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.Operation;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a whole waiting crowd may look at: {@code GET /rooms/{room}/status} to poll, {@code GET
 * /rooms/{room}/events} to be told. Any event loop.
 */
public final class RoomOperations {

  private final Rooms rooms;
  private final Views views;
  private final Map<Long, RoomStatus> statuses = new ConcurrentHashMap<>();

  /** Operations on these rooms. */
  public RoomOperations(Rooms rooms, Views views) {
    this.rooms = rooms;
    this.views = views;
  }

  /** Its operations. */
  public List<Operation> operations() {
    String room = BASE + "/rooms/{room:text}";
    return List.of(
        get("getRoomStatus", room + "/status", ANYBODY).replying(this::status),
        get("streamRoomStatus", room + "/events", ANYBODY).replying(this::events));
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
