package io.tidegate.api.admin;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.patch;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.MalformedException;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.Renderer;
import io.tidegate.api.reply.States;
import io.tidegate.core.Command.BeginEpoch;
import io.tidegate.core.Command.CreateRoom;
import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.GiveBeacon;
import io.tidegate.core.Command.UpdateRoom;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.json.Times;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.security.SecureRandom;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rooms, as organisers make, change and see them. */
final class RoomAdminOperations {

  private static final String ID = "roomId";
  private static final String PATH = AdminOperations.BASE + "/rooms";
  private static final String ONE = PATH + "/{" + ID + "}";
  private static final Renderer<Created> CREATED = new CreatedRenderer(ID, PATH);
  private static final long CALL_SECONDS = 120;
  private static final long INSIDE_SECONDS = 600;

  private static final Field PEOPLE = Field.number("people", 1, 1_000_000);
  private static final Field EVERY = Field.number("everySeconds", 1, 3_600);
  private static final Field INSIDE_MAX = Field.number("insideMax", 1, 10_000_000);
  private static final Field CALL = Field.number("callSeconds", 1, 86_400);
  private static final Field INSIDE = Field.number("insideSeconds", 1, 86_400);

  private static final Field GATHERS = Field.time("gathersAt");
  private static final Field OPENS = Field.time("opensAt");

  private static final Shape NEW =
      Shape.of(
          Field.text("name", Ranges.ROOM_NAME),
          PEOPLE,
          EVERY,
          INSIDE_MAX,
          CALL,
          INSIDE,
          GATHERS,
          OPENS,
          Field.text("beacon", Ranges.NAME));

  private static final Shape CHANGE =
      Shape.of(
          Field.choice("state", "open", "paused", "closed"),
          PEOPLE,
          EVERY,
          INSIDE_MAX,
          CALL,
          INSIDE,
          GATHERS,
          OPENS);

  private static final Shape BEACON = Shape.of(Field.text("value", Ranges.BEACON_VALUE));
  private static final Shape NOTHING = Shape.of();

  private final SecureRandom random = new SecureRandom();
  private final CommandDispatcher commands;
  private final Views views;
  private final Renderer<Done> changed = (exchange, _) -> one(exchange);

  RoomAdminOperations(CommandDispatcher commands, Views views) {
    this.commands = commands;
    this.views = views;
  }

  List<Operation> operations() {
    return List.of(
        post("createRoom", PATH, ADMIN).by(NEW, this::create),
        get("listRooms", PATH, ADMIN).queries(ListPage.QUERIES).replying(this::list),
        get("getRoom", ONE, ADMIN).replying(this::one),
        patch("updateRoom", ONE, ADMIN).by(CHANGE, this::update),
        post("giveBeacon", ONE + "/beacon", ADMIN).by(BEACON, this::giveBeacon),
        post("beginEpoch", ONE + "/epoch", ADMIN)
            .by(NOTHING, (exchange, _) -> beginEpoch(exchange)));
  }

  private void create(Exchange exchange, Values body) {
    RoomSettings settings =
        new RoomSettings(
            body.text("name"),
            RoomState.OPEN,
            (int) body.number("people"),
            body.number("everySeconds") * 1_000,
            (int) body.number("insideMax"),
            body.number("callSeconds", CALL_SECONDS) * 1_000,
            body.number("insideSeconds", INSIDE_SECONDS) * 1_000);
    commands.submit(exchange, new CreateRoom(settings, plan(body)), CREATED);
  }

  private @Nullable DrawPlan plan(Values body) {
    Long opensAtMs = body.numberOrNull("opensAt");
    for (String name : new String[] {"gathersAt", "beacon"})
      if (opensAtMs == null && body.has(name))
        throw MalformedException.of(name, "is for a room with opensAt");
    if (opensAtMs == null) return null;
    byte[] secret = new byte[Bytes32.LENGTH];
    random.nextBytes(secret);
    String beacon = body.textOrNull("beacon");
    return new DrawPlan(
        body.number("gathersAt", 0), opensAtMs, beacon == null ? "" : beacon, Bytes32.of(secret));
  }

  private void update(Exchange exchange, Values body) {
    UpdateRoom command =
        new UpdateRoom(
            exchange.number(ID),
            stateOf(body.textOrNull("state")),
            asInt(body.numberOrNull("people")),
            asMs(body.numberOrNull("everySeconds")),
            asInt(body.numberOrNull("insideMax")),
            asMs(body.numberOrNull("callSeconds")),
            asMs(body.numberOrNull("insideSeconds")),
            body.numberOrNull("gathersAt"),
            body.numberOrNull("opensAt"));
    commands.submit(exchange, command, changed);
  }

  private void giveBeacon(Exchange exchange, Values body) {
    GiveBeacon command = new GiveBeacon(exchange.number(ID), body.text("value"));
    commands.submit(exchange, command, changed);
  }

  private void beginEpoch(Exchange exchange) {
    commands.submit(exchange, new BeginEpoch(exchange.number(ID)), changed);
  }

  private static @Nullable RoomState stateOf(@Nullable String word) {
    if (word == null) return null;
    return switch (word) {
      case "open" -> RoomState.OPEN;
      case "paused" -> RoomState.PAUSED;
      default -> RoomState.CLOSED;
    };
  }

  private static @Nullable Integer asInt(@Nullable Long number) {
    return number == null ? null : (Integer) number.intValue();
  }

  private static @Nullable Long asMs(@Nullable Long seconds) {
    return seconds == null ? null : (Long) (seconds * 1_000);
  }

  private Response list(Exchange exchange) {
    return ListPage.of(exchange, views.rooms(), RoomView::room, RoomAdminOperations::write);
  }

  private Response one(Exchange exchange) {
    long id = exchange.number(ID);
    RoomView room = views.room(id);
    if (room == null) return Problems.unknown(Kind.ROOM, id);
    JsonWriter json = new JsonWriter(384);
    write(json, room);
    return Response.json(200, json);
  }

  private static void write(JsonWriter json, RoomView room) {
    RoomSettings settings = room.settings();
    json.beginObject()
        .member(ID, room.room())
        .member("name", settings.name())
        .member("state", States.word(settings.state()));
    if (room.settings().state() == RoomState.QUARANTINED)
      json.member("quarantineReason", room.quarantineReason());
    json.member("people", settings.people())
        .name("everySeconds")
        .thousandths(settings.intervalMs())
        .member("insideMax", settings.insideMax())
        .name("callSeconds")
        .thousandths(settings.callMs())
        .name("insideSeconds")
        .thousandths(settings.insideMs())
        .member("epoch", room.epoch())
        .member("lastNumber", room.lastNumber())
        .member("calledUpTo", room.calledUpTo())
        .member("waiting", room.waiting())
        .member("called", room.called())
        .member("inside", room.inside());
    Draw draw = room.draw();
    if (draw != null) write(json, draw);
    json.endObject();
  }

  private static void write(JsonWriter json, Draw draw) {
    if (draw.gathersAtMs() > 0) json.member("gathersAt", Times.text(draw.gathersAtMs()));
    json.member("opensAt", Times.text(draw.opensAtMs()));
    if (draw.hasBeacon()) json.member("beacon", draw.beacon());
  }
}
