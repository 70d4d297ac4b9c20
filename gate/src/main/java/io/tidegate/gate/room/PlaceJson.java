package io.tidegate.gate.room;

import io.tidegate.engine.room.PollTimes;
import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.room.PlaceView.State;
import io.tidegate.http.json.JsonWriter;
import java.time.ZoneId;
import java.util.Locale;

/**
 * What the page's script is told: of one place, and of a room as everybody may know it. A state
 * stands for its words, which the page has. What is not there has nothing to show. Pure.
 */
final class PlaceJson {

  private PlaceJson() {}

  /** Of one place: a few hundred bytes, since a crowd asks for it again and again. */
  static byte[] place(
      PlaceView view, RoomFacts facts, WaitingTexts texts, long nowMs, ZoneId zone) {
    JsonWriter json = new JsonWriter(320).beginObject();
    write(json, view, facts, texts, nowMs, zone);
    return json.endObject().toBytes();
  }

  static void write(
      JsonWriter json,
      PlaceView view,
      RoomFacts facts,
      WaitingTexts texts,
      long nowMs,
      ZoneId zone) {
    json.member("state", word(view.state())).member("next", view.askAgainMs());
    if (view.turn() > 0) json.member("turn", view.turn());
    if (view.ahead() >= 0) json.member("ahead", view.ahead());
    if (view.returned() > 0) json.member("returned", view.returned());
    if (view.leftMs() >= 0) json.member("left", view.leftMs());
    if (view.state() == State.GATHERING) {
      json.member("number", texts.number(view.number()));
      json.member("headline", headline(view, texts, nowMs, zone));
    }
    if (isEstimated(view.state())) json.member("estimate", texts.estimate(view));
    shared(json, view.state(), facts, texts, nowMs, zone);
    if (isDated(view.state())) json.member("at", texts.clock(nowMs, zone));
  }

  static String headline(PlaceView view, WaitingTexts texts, long nowMs, ZoneId zone) {
    boolean known = view.opensAtMs() > 0;
    return texts.headline(view.state(), known ? texts.minute(view.opensAtMs(), nowMs, zone) : "");
  }

  /** Of a room, in one line that changes only if the facts do. */
  static byte[] room(RoomFacts facts, WaitingTexts texts, long nowMs, ZoneId zone) {
    RoomStatus status = facts.status();
    JsonWriter json = new JsonWriter(256).beginObject().member("state", word(facts.state()));
    if (status != null) {
      json.member("called", status.calledUpTo());
      json.member("spread", PollTimes.spreadMs(status.waiting()));
    }
    shared(json, facts.state(), facts, texts, nowMs, zone);
    return json.endObject().toBytes();
  }

  private static void shared(
      JsonWriter json, State state, RoomFacts facts, WaitingTexts texts, long nowMs, ZoneId zone) {
    String message = facts.message().in(texts.language());
    if (!message.isEmpty()) json.member("message", message);
    RoomStatus status = facts.status();
    if (status == null) return;
    String rate = isEstimated(state) ? texts.rate(facts.perMinute()) : "";
    if (!rate.isEmpty()) json.member("rate", rate);
    if (status.units() > 0 && hasStock(state))
      json.member("stock", texts.stock(status.unitsAvailable(), status.units()));
    if (state == State.PAUSED && facts.sinceMs() > 0)
      json.member("since", texts.minute(facts.sinceMs(), nowMs, zone));
  }

  static boolean isEstimated(State state) {
    return state == State.WAITING || state == State.RETURNING || state == State.ALL_HELD;
  }

  /** Whether it has figures that will be others soon. */
  static boolean isDated(State state) {
    return isEstimated(state) || state == State.PAUSED || state == State.SOLD_OUT;
  }

  static boolean hasStock(State state) {
    return switch (state) {
      case GATHERING, DRAWING, WAITING, RETURNING, TURN, PAUSED, ALL_HELD, SOLD_OUT, INSIDE -> true;
      case EARLY, OVER, ENDED, LEFT, FULL, CROWDED, CLOSED, BUSY -> false;
    };
  }

  /** How JSON, paths and styles call one of an enum. */
  static String word(Enum<?> one) {
    return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
