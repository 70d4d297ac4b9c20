package io.tidegate.gate.room;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.room.WaitReason;
import io.tidegate.engine.room.PollTimes;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomAnswer.Called;
import io.tidegate.engine.room.RoomAnswer.Ended;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.NotGenuine;
import io.tidegate.engine.room.RoomAnswer.NotOpen;
import io.tidegate.engine.room.RoomAnswer.Refusal;
import io.tidegate.engine.room.RoomAnswer.Refused;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomBound;
import io.tidegate.engine.room.RoomStatus;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who has no pass is told. Pure, but for the chance that spreads those who have no
 * number.
 *
 * @param ahead people before this one, -1 where that means nothing
 * @param returned of those, the ones who missed their call and go first
 * @param turn the order in which people are called; 0 where that means nothing
 * @param number of the ticket; 0 for somebody without one
 * @param etaMs rough time until the turn, -1 if nobody can say
 * @param leftMs until the turn, the visit or the opening is over or comes; -1 where there is none
 * @param reason why nobody is called, or why there is nothing to take inside; null for none
 * @param askAgainMs when to ask again; 0 where nothing will change
 * @param bound what decides how many are called now, for who is not called yet; null where nobody
 *     knows
 * @param opensAtMs when the room opens, or takes people; epoch ms, 0 where it has no such hour
 */
record PlaceView(
    State state,
    int ahead,
    int returned,
    long turn,
    long number,
    long etaMs,
    long leftMs,
    @Nullable WaitReason reason,
    long askAgainMs,
    @Nullable RoomBound bound,
    long opensAtMs) {

  /** One for each headline of the page. */
  enum State {
    /** Nobody can join before a later hour. */
    EARLY,
    /** Came before the opening. */
    GATHERING,
    /** The draw is not over. */
    DRAWING,
    WAITING,
    /** Missed a call, and is called again first. */
    RETURNING,
    TURN,
    PAUSED,
    ALL_HELD,
    SOLD_OUT,
    OVER,
    INSIDE,
    /** The visit is over. */
    ENDED,
    /** Left by the button. */
    LEFT,
    /** Nobody can join for the moment. */
    FULL,
    /** Too many joined from one address. */
    CROWDED,
    CLOSED,
    /** The room does not answer. */
    BUSY;

    /** Of somebody in a line whose room gives this reason. */
    static State ofLine(@Nullable WaitReason reason) {
      if (reason == null) return WAITING;
      return switch (reason) {
        case NOT_OPEN_YET -> GATHERING;
        case DRAW_PENDING -> DRAWING;
        case ROOM_PAUSED, ROOM_QUARANTINED, SALE_STOPPED, SALE_PAUSED, SALE_NOT_OPEN -> PAUSED;
        case ROOM_CLOSED -> CLOSED;
        case SOLD_OUT -> SOLD_OUT;
        case SALE_OVER -> OVER;
        case ALL_HELD -> ALL_HELD;
      };
    }
  }

  private static final long SOON_MS = 5_000;
  private static final long SOMETIME_MS = 20_000;

  /**
   * Of somebody who asked a room.
   *
   * @param facts what everybody may know of it
   */
  static PlaceView of(RoomAnswer.OfPlace answer, RoomFacts facts) {
    return switch (answer) {
      case Waiting w -> waiting(w, facts);
      case Gathering g -> gathering(g, facts);
      case Called c -> called(State.TURN, c.ticket(), c.leftMs(), c.reason());
      case Inside i -> called(State.INSIDE, i.ticket(), i.leftMs(), i.reason());
      case Ended _, NotGenuine _ -> of(State.ENDED, 0);
      case NotOpen(long gathersAtMs) -> early(gathersAtMs, facts);
      case Refused(Refusal why) -> refused(why);
      case Unavailable _ -> busy();
    };
  }

  /** Nothing but a state. */
  static PlaceView of(State state, long askAgainMs) {
    return new PlaceView(state, -1, 0, 0, 0, -1, -1, null, askAgainMs, null, 0);
  }

  /** Of somebody from whose address too many joined. */
  static PlaceView crowded() {
    return of(State.CROWDED, spread(SOMETIME_MS));
  }

  /** Of a room that does not answer. */
  static PlaceView busy() {
    return of(State.BUSY, spread(SOON_MS));
  }

  private static PlaceView waiting(Waiting w, RoomFacts facts) {
    RoomStatus status = facts.status();
    State state = State.ofLine(w.reason());
    boolean missed = w.turn() == 0 && (state == State.WAITING || state == State.ALL_HELD);
    long number = w.ticket().number();
    long etaMs = facts.etaMs(w.ahead(), w.etaMs());
    return new PlaceView(
        missed ? State.RETURNING : state,
        w.ahead(),
        w.returned(),
        w.turn(),
        number,
        etaMs,
        -1,
        w.reason(),
        PollTimes.waitingMs(w.ahead(), etaMs, number),
        status == null ? null : status.bound(),
        0);
  }

  private static PlaceView gathering(Gathering g, RoomFacts facts) {
    RoomStatus status = facts.status();
    long opensInMs = g.opensInMs();
    long number = g.ticket().number();
    return new PlaceView(
        State.ofLine(g.reason() == null ? WaitReason.NOT_OPEN_YET : g.reason()),
        -1,
        0,
        0,
        number,
        opensInMs,
        opensInMs,
        g.reason(),
        PollTimes.gatheringMs(g.others(), opensInMs, number),
        status == null ? null : status.bound(),
        status == null ? 0 : status.opensAtMs());
  }

  private static PlaceView called(
      State state, TicketRef ticket, long leftMs, @Nullable WaitReason reason) {
    return new PlaceView(
        state, -1, 0, 0, ticket.number(), -1, leftMs, reason, SOMETIME_MS, null, 0);
  }

  private static PlaceView early(long gathersAtMs, RoomFacts facts) {
    RoomStatus status = facts.status();
    long leftMs = status == null ? -1 : Math.max(0, gathersAtMs - status.asOfMs());
    long askAgainMs = leftMs < 0 ? SOMETIME_MS : Math.clamp(leftMs, SOON_MS, SOMETIME_MS);
    return new PlaceView(
        State.EARLY, -1, 0, 0, 0, -1, leftMs, null, spread(askAgainMs), null, gathersAtMs);
  }

  private static PlaceView refused(Refusal why) {
    return switch (why) {
      case CLOSED, NO_SUCH_ROOM -> of(State.CLOSED, 0);
      case FULL, QUARANTINED -> of(State.FULL, spread(SOMETIME_MS));
    };
  }

  /** Up to a half more, so that those who were told at once do not come back at once. */
  private static long spread(long ms) {
    return ms + ThreadLocalRandom.current().nextLong(ms / 2);
  }

  /** Whether there is a place about which one can ask again. */
  boolean hasPlace() {
    return number > 0;
  }

  /**
   * The shorter end of the estimate, in minutes that people say: 1, 2, 5, 10 and so on; 0 for less
   * than one.
   */
  int lowMinutes() {
    return minutes(etaMs * 10 / 13);
  }

  /** The longer end; rather too long than too short. */
  int highMinutes() {
    return minutes(etaMs * 10 / 7);
  }

  private static int minutes(long ms) {
    long exact = (ms + 59_999) / 60_000;
    if (ms < 60_000) return ms < 45_000 ? 0 : 1;
    for (int round : new int[] {1, 2, 5, 10, 15, 20, 30, 45, 60}) if (exact <= round) return round;
    return Integer.MAX_VALUE;
  }
}
