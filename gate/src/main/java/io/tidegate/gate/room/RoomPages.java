package io.tidegate.gate.room;

import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.room.PlaceView.State;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What people who wait before one room are shown: the page, and what its script asks. Any thread.
 */
final class RoomPages {

  private static final long PREVIEW_MS = 415_000;

  private final String calls;
  private final Supplier<@Nullable RoomStatus> status;
  private final RoomPulse pulse = new RoomPulse();
  private final Map<PageLanguage, RoomEvents> events = new EnumMap<>(PageLanguage.class);
  private volatile RoomMessage message = RoomMessage.NONE;

  /**
   * @param key of the room, in paths
   * @param status how the room stands; null while nobody knows
   */
  RoomPages(String key, Supplier<@Nullable RoomStatus> status) {
    calls = GateRooms.PATH + "/rooms/" + key;
    this.status = status;
    for (PageLanguage language : PageLanguage.values())
      events.put(language, new RoomEvents(() -> room(new WaitingTexts(language))));
  }

  /** From now on the operator says this. */
  void says(RoomMessage message) {
    this.message = message;
  }

  /** What an answer means to who asked. */
  PlaceView view(RoomAnswer.OfPlace answer) {
    return PlaceView.of(answer, facts());
  }

  /** The page of who stands where the answer says, and wants to go to where they are. */
  Response page(Exchange exchange, RoomAnswer.OfPlace answer) {
    RoomFacts facts = facts();
    String here = GateRoom.here(exchange);
    return page(exchange, PlaceView.of(answer, facts), facts, here, here);
  }

  /** The page of who cannot join, since too many did from the same address. */
  Response crowded(Exchange exchange) {
    String here = GateRoom.here(exchange);
    return RoomProblems.tooMany(page(exchange, PlaceView.crowded(), facts(), here, here));
  }

  /** The page of who left. */
  Response left(Exchange exchange, String to) {
    return page(exchange, PlaceView.of(State.LEFT, 0), facts(), to, leftPath(to));
  }

  /** The page in this state, with figures that are made up. It asks for nothing. */
  Response preview(Exchange exchange, State state) {
    long nowMs = System.currentTimeMillis();
    boolean counted =
        switch (state) {
          case WAITING, RETURNING, PAUSED, ALL_HELD, SOLD_OUT -> true;
          default -> false;
        };
    PlaceView view =
        new PlaceView(
            state,
            counted ? 1_234 : -1,
            counted ? 12 : 0,
            state == State.RETURNING ? 0 : 4_711,
            4_711,
            PREVIEW_MS,
            PREVIEW_MS,
            null,
            0,
            null,
            nowMs + PREVIEW_MS);
    RoomFacts facts = new RoomFacts(state, 180, nowMs - PREVIEW_MS, status.get(), message);
    return new WaitingPage(
            view, facts, VisitorLanguage.of(exchange), "", "/", "/", nowMs, ZoneId.systemDefault())
        .reply();
  }

  private Response page(
      Exchange exchange, PlaceView view, RoomFacts facts, String to, String here) {
    return new WaitingPage(
            view,
            facts,
            VisitorLanguage.of(exchange),
            calls,
            to,
            here,
            System.currentTimeMillis(),
            ZoneId.systemDefault())
        .reply();
  }

  /** Where the page of who left is. */
  String leftPath(String to) {
    return calls + "/left?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8);
  }

  /** What the page's script asks for. */
  Response place(Exchange exchange, RoomAnswer.OfPlace answer) {
    RoomFacts facts = facts();
    return Response.json(
        200,
        PlaceJson.place(
            PlaceView.of(answer, facts),
            facts,
            new WaitingTexts(VisitorLanguage.of(exchange)),
            System.currentTimeMillis(),
            ZoneId.systemDefault()));
  }

  /** The stream of what everybody may know. */
  Response events(Exchange exchange) {
    RoomEvents source = events.get(VisitorLanguage.of(exchange));
    if (source == null) throw new IllegalStateException("a language without events");
    return Response.events(source);
  }

  private byte[] room(WaitingTexts texts) {
    return PlaceJson.room(facts(), texts, System.currentTimeMillis(), ZoneId.systemDefault());
  }

  private RoomFacts facts() {
    return RoomFacts.of(status.get(), pulse, message);
  }
}
