package io.tidegate.api.admin;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.Replies;
import io.tidegate.api.room.Rooms;
import io.tidegate.core.Command.CreateSale;
import io.tidegate.core.Command.ResumeStopped;
import io.tidegate.core.Command.Switch;
import io.tidegate.core.Command.SwitchSale;
import io.tidegate.core.Command.UpdateSale;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** Sales, as organisers make, change and see them. */
final class SaleAdminCalls {

  private static final String ID = "saleId";
  private static final String OPEN = "open";
  private static final String PAUSED = "paused";
  private static final String ROOM = "room";
  private static final Answers MADE = new Made(ID, "/sales");

  private static final Shape NEW =
      Shape.of(
          Field.text("name", Ranges.NAME),
          Field.time("opensAt"),
          Field.timeOrNever("closesAt"),
          Field.choice("entry", OPEN, ROOM),
          Field.text("room", Ranges.ROOM_NAME));

  private static final Shape CHANGE =
      Shape.of(
          Field.text("name", Ranges.NAME), Field.time("opensAt"), Field.timeOrNever("closesAt"));

  private static final Shape AFTER_STOP =
      Shape.of(Field.text("reason", Ranges.REASON), Field.choice("state", PAUSED, OPEN, "closed"));

  private static final Shape NOTHING = Shape.of();

  private final Calls calls;
  private final Views views;
  private final Rooms rooms;
  private final Answers changed = new Changed(this::get);

  SaleAdminCalls(Calls calls, Views views) {
    this.calls = calls;
    this.views = views;
    rooms = new Rooms(views);
  }

  @Nullable Response create(Exchange exchange) {
    Values body = Bodies.read(exchange, NEW);
    String room = body.textOrNull("room");
    CreateSale command =
        new CreateSale(
            body.text("name"),
            body.number("opensAt"),
            body.number("closesAt", Long.MAX_VALUE),
            body.text("entry").equals(ROOM) ? Entry.ROOM : Entry.OPEN,
            room == null ? 0 : rooms.find(room).room());
    return calls.submit(exchange, command, MADE);
  }

  @Nullable Response update(Exchange exchange) {
    Values body = Bodies.read(exchange, CHANGE);
    UpdateSale command =
        new UpdateSale(
            exchange.number(ID),
            body.textOrNull("name"),
            body.numberOrNull("opensAt"),
            body.numberOrNull("closesAt"));
    return calls.submit(exchange, command, changed);
  }

  @Nullable Response pause(Exchange exchange) {
    return turn(exchange, Switch.PAUSE);
  }

  @Nullable Response resume(Exchange exchange) {
    return turn(exchange, Switch.RESUME);
  }

  /** Paused unless it is said otherwise: whoever looks into a stopped sale opens it on purpose. */
  @Nullable Response resumeAfterStop(Exchange exchange) {
    Values body = Bodies.read(exchange, AFTER_STOP);
    String word = body.textOrNull("state");
    SaleState to =
        switch (word == null ? PAUSED : word) {
          case PAUSED -> SaleState.PAUSED;
          case OPEN -> SaleState.OPEN;
          default -> SaleState.CLOSED;
        };
    ResumeStopped command = new ResumeStopped(exchange.number(ID), to, body.text("reason"));
    return calls.submit(exchange, command, changed);
  }

  @Nullable Response close(Exchange exchange) {
    return turn(exchange, Switch.CLOSE);
  }

  private @Nullable Response turn(Exchange exchange, Switch to) {
    Values _ = Bodies.read(exchange, NOTHING);
    return calls.submit(exchange, new SwitchSale(exchange.number(ID), to), changed);
  }

  Response list(Exchange exchange) {
    return ListPage.of(exchange, views.sales(), SaleView::sale, this::write);
  }

  Response get(Exchange exchange) {
    long id = exchange.number(ID);
    SaleView sale = views.sale(id);
    if (sale == null) return Replies.unknown(Kind.SALE, id);
    JsonWriter json = new JsonWriter(256);
    write(json, sale);
    return Answers.json(200, json);
  }

  private void write(JsonWriter json, SaleView sale) {
    json.beginObject()
        .member(ID, sale.sale())
        .member("name", sale.name())
        .member("state", word(sale.state()));
    if (!sale.stopReason().isEmpty()) json.member("stopReason", sale.stopReason());
    json.timeMember("opensAt", sale.opensAtMs())
        .timeMember("closesAt", sale.closesAtMs())
        .member("entry", sale.entry() == Entry.ROOM ? ROOM : OPEN);
    RoomView room = sale.room() == 0 ? null : views.room(sale.room());
    if (room == null) json.name("room").nullValue();
    else json.member("room", room.settings().name());
    json.endObject();
  }

  private static String word(SaleState state) {
    return switch (state) {
      case PLANNED -> "planned";
      case OPEN -> "open";
      case PAUSED -> "paused";
      case CLOSED -> "closed";
      case STOPPED -> "stopped";
    };
  }
}
