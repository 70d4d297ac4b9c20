package io.tidegate.api.dialect;

import static io.tidegate.api.call.Access.NAMED_USER;
import static io.tidegate.api.call.Access.TICKET;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.delete;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principals;
import io.tidegate.api.reply.AskAgain;
import io.tidegate.api.reply.Reasons;
import io.tidegate.api.reply.Renderer;
import io.tidegate.api.room.Rooms;
import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.Left;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Joining a room's line, asking where one stands, leaving. Any event loop. */
public final class LineOperations {

  private static final Renderer<Left> LEFT = Renderer.nothing();

  private final CommandDispatcher commands;
  private final Principals principals;
  private final Rooms rooms;
  private final String room;
  private final Views views;
  private final TicketCodec tickets;
  private final Renderer<Place> showTicket = this::showTicket;
  private final Renderer<Place> showPlace = this::showPlace;

  /**
   * @param room name of the room that is meant where none is named
   */
  public LineOperations(
      CommandDispatcher commands,
      Principals principals,
      Rooms rooms,
      Views views,
      TicketCodec tickets,
      String room) {
    this.commands = commands;
    this.principals = principals;
    this.rooms = rooms;
    this.room = room;
    this.views = views;
    this.tickets = tickets;
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        post("joinLine", BASE + "/user/{userId}/queue/token/issue", NAMED_USER)
            .queries("room")
            .by(this::join),
        get("askPlace", BASE + "/user/queue/token/query", TICKET).by(this::ask),
        delete("leaveLine", BASE + "/user/queue/token", TICKET).by(this::leave));
  }

  private void join(Exchange exchange) {
    long user = principals.of(exchange, exchange.number("userId")).user();
    String named = exchange.query("room");
    RoomView found = rooms.find(named == null ? room : named);
    commands.submit(exchange, new Command.Join(found.room(), user), showTicket);
  }

  private void ask(Exchange exchange) {
    TicketRef ticket = principals.ticketOf(exchange);
    commands.submit(exchange, new Command.AskPlace(ticket), showPlace);
  }

  private void leave(Exchange exchange) {
    TicketRef ticket = principals.ticketOf(exchange);
    commands.submit(exchange, new Command.Leave(ticket), LEFT);
  }

  /** A place with the ticket for it. */
  private Response showTicket(Exchange exchange, Place placed) {
    PlaceInfo place = placed.place();
    TicketRef ticket = new TicketRef(place.room(), place.epoch(), place.user(), place.number());
    JsonWriter json = new JsonWriter(224).beginObject();
    json.member("waitingToken", tickets.encode(ticket, place.issuedMs()));
    tail(json.member("number", place.number()), place);
    json.member("state", word(place.standing()));
    return Response.json(200, json.endObject());
  }

  /**
   * A place by how many stand before it: 0 is called or inside. Before a draw it is the last one,
   * the worst there is.
   */
  private Response showPlace(Exchange exchange, Place placed) {
    PlaceInfo place = placed.place();
    JsonWriter json = new JsonWriter(128).beginObject().name("num");
    switch (place.standing()) {
      case WAITING, GATHERING -> json.value(place.ahead() + 1);
      case CALLED, INSIDE -> json.value(0);
      case ENDED -> json.nullValue();
    }
    json.member("state", word(place.standing()));
    tail(json, place).member("askAgainInMs", AskAgain.ms(place));
    return Response.json(200, json.endObject());
  }

  private JsonWriter tail(JsonWriter json, PlaceInfo place) {
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
}
