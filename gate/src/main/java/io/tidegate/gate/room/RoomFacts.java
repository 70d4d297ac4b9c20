package io.tidegate.gate.room;

import io.tidegate.engine.room.RoomStatus;
import io.tidegate.gate.room.PlaceView.State;
import org.jspecify.annotations.Nullable;

/**
 * What everybody who waits before a room may know. Pure.
 *
 * @param state of those in line; {@link State#BUSY} while the room is not heard of
 * @param perMinute turns called in a minute, lately; {@link RoomPulse#UNKNOWN} if nobody knows
 * @param sinceMs since when {@code state} holds, epoch ms; 0 if nobody knows
 * @param status what was heard last; null for nothing
 * @param message of the operator
 */
record RoomFacts(
    State state, int perMinute, long sinceMs, @Nullable RoomStatus status, RoomMessage message) {

  /** A room is heard of many times a second; one that was not for so long does not answer. */
  private static final long SILENT_MS = 3_000;

  private static final long MINUTE_MS = 60_000;

  static RoomFacts of(@Nullable RoomStatus status, RoomPulse pulse, RoomMessage message) {
    if (status == null || status.ageMs() > SILENT_MS)
      return new RoomFacts(State.BUSY, RoomPulse.UNKNOWN, 0, status, message);
    pulse.see(status);
    return new RoomFacts(
        State.ofLine(status.reason()), pulse.perMinute(), pulse.sinceMs(), status, message);
  }

  /**
   * Time until the call of who has so many before: what the room says, or longer if the line moves
   * slower than the room's settings would let it.
   *
   * @param etaMs what the room says; negative if it says nothing
   * @return negative if nobody can say
   */
  long etaMs(int ahead, long etaMs) {
    if (etaMs < 0 || perMinute == 0) return -1;
    if (perMinute == RoomPulse.UNKNOWN) return etaMs;
    return Math.max(etaMs, ahead * MINUTE_MS / perMinute);
  }
}
