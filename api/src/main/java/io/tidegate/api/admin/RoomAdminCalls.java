package io.tidegate.api.admin;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.MalformedException;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Command.BeginEpoch;
import io.tidegate.core.Command.CreateRoom;
import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.GiveBeacon;
import io.tidegate.core.Command.UpdateRoom;
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
import org.jspecify.annotations.Nullable;

/** Rooms, as organisers make, change and see them. */
final class RoomAdminCalls {

  private static final String ID = "roomId";
  private static final Answers MADE = new Made(ID, "/rooms");
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
  private final Calls calls;
  private final Views views;
  private final Answers changed = new Changed(this::get);

  RoomAdminCalls(Calls calls, Views views) {
    this.calls = calls;
    this.views = views;
  }

  @Nullable Response create(Exchange exchange) {
    Values body = Bodies.read(exchange, NEW);
    RoomSettings settings =
        new RoomSettings(
            body.text("name"),
            RoomState.OPEN,
            (int) body.number("people"),
            body.number("everySeconds") * 1_000,
            (int) body.number("insideMax"),
            body.number("callSeconds", CALL_SECONDS) * 1_000,
            body.number("insideSeconds", INSIDE_SECONDS) * 1_000);
    return calls.submit(exchange, new CreateRoom(settings, plan(body)), MADE);
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

  @Nullable Response update(Exchange exchange) {
    Values body = Bodies.read(exchange, CHANGE);
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
    return calls.submit(exchange, command, changed);
  }

  @Nullable Response giveBeacon(Exchange exchange) {
    Values body = Bodies.read(exchange, BEACON);
    GiveBeacon command = new GiveBeacon(exchange.number(ID), body.text("value"));
    return calls.submit(exchange, command, changed);
  }

  @Nullable Response beginEpoch(Exchange exchange) {
    Values _ = Bodies.read(exchange, NOTHING);
    return calls.submit(exchange, new BeginEpoch(exchange.number(ID)), changed);
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

  Response list(Exchange exchange) {
    return ListPage.of(exchange, views.rooms(), RoomView::room, RoomAdminCalls::write);
  }

  Response get(Exchange exchange) {
    long id = exchange.number(ID);
    RoomView room = views.room(id);
    if (room == null) return Replies.unknown(Kind.ROOM, id);
    JsonWriter json = new JsonWriter(384);
    write(json, room);
    return Answers.json(200, json);
  }

  private static void write(JsonWriter json, RoomView room) {
    RoomSettings settings = room.settings();
    json.beginObject()
        .member(ID, room.room())
        .member("name", settings.name())
        .member("state", word(settings.state()));
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

  private static String word(RoomState state) {
    return switch (state) {
      case IDLE -> "idle";
      case GATHERING -> "gathering";
      case OPEN -> "open";
      case PAUSED -> "paused";
      case CLOSED -> "closed";
      case DRAWING -> "drawing";
      case QUARANTINED -> "quarantined";
    };
  }
}
