package io.tidegate.api.dialect;

import static io.tidegate.api.reply.Answers.BASE;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.Routes;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.AskAgain;
import io.tidegate.api.reply.Reasons;
import io.tidegate.api.room.Rooms;
import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.Place;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import io.tidegate.engine.ticket.TicketCodec;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.json.Times;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import org.jspecify.annotations.Nullable;

/** Joining a room's line, asking where one stands, leaving. Any event loop. */
public final class LineCalls implements Routes {

  private final Calls calls;
  private final Principals principals;
  private final Rooms rooms;
  private final String room;
  private final Answers issued;
  private final Answers asked;

  /**
   * @param room name of the room that is meant where none is named
   */
  public LineCalls(
      Calls calls,
      Principals principals,
      Rooms rooms,
      Views views,
      TicketCodec tickets,
      String room) {
    this.calls = calls;
    this.principals = principals;
    this.rooms = rooms;
    this.room = room;
    issued = new Issued(tickets, views);
    asked = new Asked(views);
  }

  @Override
  public void addTo(Router.Builder router) {
    router
        .post(BASE + "/user/{userId}/queue/token/issue", calls.handler(this::issue), "room")
        .get(BASE + "/user/queue/token/query", calls.handler(this::ask))
        .delete(BASE + "/user/queue/token", calls.handler(this::leave));
  }

  private @Nullable Response issue(Exchange exchange) {
    long user = principals.of(exchange, exchange.number("userId")).user();
    String named = exchange.query("room");
    RoomView found = rooms.find(named == null ? room : named);
    return calls.submit(exchange, new Command.Join(found.room(), user), issued);
  }

  private @Nullable Response ask(Exchange exchange) {
    TicketRef ticket = principals.ticketOf(exchange);
    return calls.submit(exchange, new Command.AskPlace(ticket), asked);
  }

  private @Nullable Response leave(Exchange exchange) {
    TicketRef ticket = principals.ticketOf(exchange);
    return calls.submit(exchange, new Command.Leave(ticket), Answers.OURS);
  }

  private static JsonWriter tail(JsonWriter json, PlaceInfo place, Views views) {
    json.member("ahead", place.ahead());
    long eta = AskAgain.etaSeconds(place);
    if (eta < 0) json.name("etaSeconds").nullValue();
    else json.member("etaSeconds", eta);
    Reasons.write(json, place.reason());
    if (place.turn() > 0) json.member("turn", place.turn());
    if (place.standing() == Standing.GATHERING) opening(json, views.room(place.room()));
    return json;
  }

  private static void opening(JsonWriter json, @Nullable RoomView room) {
    if (room != null && room.draw() != null)
      json.member("opensAt", Times.text(room.draw().opensAtMs()));
  }

  private static String word(Standing standing) {
    return switch (standing) {
      case WAITING, GATHERING -> "WAITING";
      case CALLED, INSIDE -> "ACTIVE";
      case ENDED -> "EXPIRED";
    };
  }

  /** Tells a place with the ticket for it. */
  private record Issued(TicketCodec tickets, Views views) implements Answers {

    @Override
    public Response place(Exchange exchange, Place placed) {
      PlaceInfo place = placed.place();
      TicketRef ticket = new TicketRef(place.room(), place.epoch(), place.user(), place.number());
      JsonWriter json = new JsonWriter(224).beginObject();
      json.member("waitingToken", tickets.encode(ticket, place.issuedMs()));
      tail(json.member("number", place.number()), place, views);
      json.member("state", word(place.standing()));
      return Answers.json(200, json.endObject());
    }
  }

  /**
   * Tells a place by how many stand before it: 0 is called or inside. Before a draw it is the last
   * one, the worst there is.
   */
  private record Asked(Views views) implements Answers {

    @Override
    public Response place(Exchange exchange, Place placed) {
      PlaceInfo place = placed.place();
      JsonWriter json = new JsonWriter(128).beginObject().name("num");
      switch (place.standing()) {
        case WAITING, GATHERING -> json.value(place.ahead() + 1);
        case CALLED, INSIDE -> json.value(0);
        case ENDED -> json.nullValue();
      }
      json.member("state", word(place.standing()));
      tail(json, place, views).member("askAgainInMs", AskAgain.ms(place));
      return Answers.json(200, json.endObject());
    }
  }
}
