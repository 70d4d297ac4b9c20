package io.tidegate.api.admin;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.patch;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.Renderer;
import io.tidegate.api.reply.States;
import io.tidegate.api.room.Rooms;
import io.tidegate.core.Command.CreateSale;
import io.tidegate.core.Command.ResumeStopped;
import io.tidegate.core.Command.Switch;
import io.tidegate.core.Command.SwitchSale;
import io.tidegate.core.Command.UpdateSale;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;

/** Sales, as organisers make, change and see them. */
final class SaleAdminOperations {

  private static final String ID = "saleId";
  private static final String PATH = AdminOperations.BASE + "/sales";
  private static final String ONE = PATH + "/{" + ID + "}";
  private static final String OPEN = "open";
  private static final String PAUSED = "paused";
  private static final String ROOM = "room";
  private static final Renderer<Created> CREATED = new CreatedRenderer(ID, PATH);

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

  private final CommandDispatcher commands;
  private final Views views;
  private final Rooms rooms;
  private final Renderer<Done> changed = (exchange, _) -> one(exchange);

  SaleAdminOperations(CommandDispatcher commands, Views views) {
    this.commands = commands;
    this.views = views;
    rooms = new Rooms(views);
  }

  List<Operation> operations() {
    return List.of(
        post("createSale", PATH, ADMIN).by(NEW, this::create),
        get("listSales", PATH, ADMIN).queries(ListPage.QUERIES).replying(this::list),
        get("getSale", ONE, ADMIN).replying(this::one),
        patch("updateSale", ONE, ADMIN).by(CHANGE, this::update),
        post("pauseSale", ONE + "/pause", ADMIN)
            .by(NOTHING, (exchange, _) -> turn(exchange, Switch.PAUSE)),
        post("resumeSale", ONE + "/resume", ADMIN)
            .by(NOTHING, (exchange, _) -> turn(exchange, Switch.RESUME)),
        post("closeSale", ONE + "/close", ADMIN)
            .by(NOTHING, (exchange, _) -> turn(exchange, Switch.CLOSE)),
        post("resumeStoppedSale", ONE + "/resume-after-stop", ADMIN)
            .by(AFTER_STOP, this::resumeAfterStop));
  }

  private void create(Exchange exchange, Values body) {
    String room = body.textOrNull("room");
    CreateSale command =
        new CreateSale(
            body.text("name"),
            body.number("opensAt"),
            body.number("closesAt", Long.MAX_VALUE),
            body.text("entry").equals(ROOM) ? Entry.ROOM : Entry.OPEN,
            room == null ? 0 : rooms.find(room).room());
    commands.submit(exchange, command, CREATED);
  }

  private void update(Exchange exchange, Values body) {
    UpdateSale command =
        new UpdateSale(
            exchange.number(ID),
            body.textOrNull("name"),
            body.numberOrNull("opensAt"),
            body.numberOrNull("closesAt"));
    commands.submit(exchange, command, changed);
  }

  /** Paused unless it is said otherwise: whoever looks into a stopped sale opens it on purpose. */
  private void resumeAfterStop(Exchange exchange, Values body) {
    String word = body.textOrNull("state");
    SaleState to =
        switch (word == null ? PAUSED : word) {
          case PAUSED -> SaleState.PAUSED;
          case OPEN -> SaleState.OPEN;
          default -> SaleState.CLOSED;
        };
    ResumeStopped command = new ResumeStopped(exchange.number(ID), to, body.text("reason"));
    commands.submit(exchange, command, changed);
  }

  private void turn(Exchange exchange, Switch to) {
    commands.submit(exchange, new SwitchSale(exchange.number(ID), to), changed);
  }

  private Response list(Exchange exchange) {
    return ListPage.of(exchange, views.sales(), SaleView::sale, this::write);
  }

  private Response one(Exchange exchange) {
    long id = exchange.number(ID);
    SaleView sale = views.sale(id);
    if (sale == null) return Problems.unknown(Kind.SALE, id);
    JsonWriter json = new JsonWriter(256);
    write(json, sale);
    return Response.json(200, json);
  }

  private void write(JsonWriter json, SaleView sale) {
    json.beginObject()
        .member(ID, sale.sale())
        .member("name", sale.name())
        .member("state", States.word(sale.state()));
    if (!sale.stopReason().isEmpty()) json.member("stopReason", sale.stopReason());
    json.timeMember("opensAt", sale.opensAtMs())
        .timeMember("closesAt", sale.closesAtMs())
        .member("entry", sale.entry() == Entry.ROOM ? ROOM : OPEN);
    RoomView room = sale.room() == 0 ? null : views.room(sale.room());
    if (room == null) json.name("room").nullValue();
    else json.member("room", room.settings().name());
    json.endObject();
  }
}
