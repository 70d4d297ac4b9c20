package io.tidegate.gate.room;

import io.tidegate.core.room.WaitReason;
import io.tidegate.engine.room.RoomAnswer;
import io.tidegate.engine.room.RoomAnswer.Called;
import io.tidegate.engine.room.RoomAnswer.Ended;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.NotGenuine;
import io.tidegate.engine.room.RoomAnswer.NotOpen;
import io.tidegate.engine.room.RoomAnswer.Refused;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomBound;
import io.tidegate.engine.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/**
 * What somebody who has no pass is told. Pure.
 *
 * @param ahead people before this one, -1 where that means nothing
 * @param etaMs rough time until the turn, -1 if nobody can say
 * @param leftMs until the turn, the visit or the opening is over or comes; -1 where there is none
 * @param reason why nobody is called, null for none
 * @param askAgainMs when to ask again
 * @param bound what decides how many are called now, for who is not called yet; null where nobody
 *     knows
 * @param opensAtMs when the room opens, epoch ms of the room; 0 where it has no such hour
 */
record PlaceView(
    State state,
    int ahead,
    long etaMs,
    long leftMs,
    @Nullable WaitReason reason,
    long askAgainMs,
    @Nullable RoomBound bound,
    long opensAtMs) {

  /** One for each headline of the page. */
  enum State {
    GATHERING,
    WAITING,
    TURN,
    PAUSED,
    ALL_HELD,
    SOLD_OUT,
    OVER,
    INSIDE,
    ENDED,
    CLOSED,
    BUSY
  }

  private static final long SOONEST_MS = 2_000;
  private static final long LATEST_MS = 25_000;
  private static final long MS_EACH_AHEAD = 200;
  private static final long ASKS_ON_THE_WAY = 8;

  /**
   * Of a room that is asked.
   *
   * @param status how the room stands; null where nobody knows
   */
  static PlaceView of(RoomAnswer.OfPlace answer, @Nullable RoomStatus status) {
    return switch (answer) {
      case Waiting waiting -> waiting(waiting).in(status);
      case Gathering gathering -> gathering(gathering).in(status);
      case Called called ->
          standing(State.TURN, -1, -1, called.leftMs(), called.reason(), SOONEST_MS);
      case Inside inside ->
          standing(State.INSIDE, -1, -1, inside.leftMs(), inside.reason(), SOONEST_MS);
      case Ended _, NotGenuine _ -> of(State.ENDED, LATEST_MS);
      case NotOpen _ -> of(State.GATHERING, LATEST_MS).in(status);
      case Refused _ -> of(State.CLOSED, LATEST_MS);
      case Unavailable _ -> of(State.BUSY, spread(SOONEST_MS, System.nanoTime()));
    };
  }

  /** Nothing but a state. */
  static PlaceView of(State state, long askAgainMs) {
    return standing(state, -1, -1, -1, null, askAgainMs);
  }

  private static PlaceView standing(
      State state,
      int ahead,
      long etaMs,
      long leftMs,
      @Nullable WaitReason reason,
      long askAgainMs) {
    return new PlaceView(state, ahead, etaMs, leftMs, reason, askAgainMs, null, 0);
  }

  private PlaceView in(@Nullable RoomStatus status) {
    return status == null
        ? this
        : new PlaceView(
            state, ahead, etaMs, leftMs, reason, askAgainMs, status.bound(), status.opensAtMs());
  }

  private static PlaceView gathering(Gathering gathering) {
    long opensInMs = gathering.opensInMs();
    long askAgainMs = opensInMs < 0 ? LATEST_MS : Math.clamp(opensInMs, SOONEST_MS, LATEST_MS);
    return standing(
        State.GATHERING,
        -1,
        opensInMs,
        opensInMs,
        gathering.reason(),
        spread(askAgainMs, gathering.ticket().number()));
  }

  private static PlaceView waiting(Waiting waiting) {
    long eta = waiting.etaMs();
    // Near the head soon, whatever the estimate: visits end early, and a free slot must not wait.
    long near = SOONEST_MS + waiting.ahead() * MS_EACH_AHEAD;
    long base = Math.min(near, eta < 0 ? LATEST_MS : eta / ASKS_ON_THE_WAY);
    return standing(
        state(waiting.reason()),
        waiting.ahead(),
        eta,
        -1,
        waiting.reason(),
        spread(Math.clamp(base, SOONEST_MS, LATEST_MS), waiting.ticket().number()));
  }

  private static State state(@Nullable WaitReason reason) {
    if (reason == null) return State.WAITING;
    return switch (reason) {
      case NOT_OPEN_YET, DRAW_PENDING -> State.GATHERING;
      case ROOM_PAUSED, ROOM_QUARANTINED, SALE_STOPPED, SALE_PAUSED, SALE_NOT_OPEN -> State.PAUSED;
      case ROOM_CLOSED -> State.CLOSED;
      case SOLD_OUT -> State.SOLD_OUT;
      case SALE_OVER -> State.OVER;
      case ALL_HELD -> State.ALL_HELD;
    };
  }

  /** Up to a fifth more, so that those who were told at once do not come back at once. */
  private static long spread(long ms, long number) {
    long part = (number * 0x9e3779b97f4a7c15L) >>> 44;
    return ms + ((ms / 5 * part) >> 20);
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
