package io.tidegate.gate.room;

import io.tidegate.core.room.WaitReason;
import io.tidegate.engine.room.RoomStatus;
import org.jspecify.annotations.Nullable;

/**
 * What no single status says and watching them does: how fast a line moves, and since when nobody
 * is called. It is looked at with every reply and keeps one status a second of the last minute. Any
 * thread.
 */
final class RoomPulse {

  /** How fast it moves is not known. */
  static final int UNKNOWN = -1;

  private static final int SECONDS = 60;
  private static final long STEP_MS = 1_000;

  /** What a shorter time says is chance. */
  private static final long LEAST_MS = 10_000;

  /** After a longer look away nobody knows when something changed. */
  private static final long LOOKED_AWAY_MS = 5_000;

  private final long[] atMs = new long[SECONDS + 1];
  private final long[] turn = new long[SECONDS + 1];
  private int count;
  private int epoch;
  private long seenMs;
  private @Nullable WaitReason reason;
  private long sinceMs;

  /** Takes note of a status, in the order in which they came. */
  synchronized void see(RoomStatus status) {
    if (seenMs != 0 && status.asOfMs() - seenMs < STEP_MS && status.reason() == reason) return;
    if (status.reason() != reason) {
      boolean watched = seenMs != 0 && status.asOfMs() - seenMs <= LOOKED_AWAY_MS;
      sinceMs = watched ? status.asOfMs() : 0;
      reason = status.reason();
      count = 0;
    }
    seenMs = status.asOfMs();
    // Without a line, or while nobody may be called, it shows who came and not who could be called.
    boolean measures = status.waiting() > 0 && status.reason() == null;
    if (!measures || status.epoch() != epoch) count = 0;
    epoch = status.epoch();
    if (measures) keep(status.asOfMs(), status.calledUpTo());
  }

  private void keep(long nowMs, long calledUpTo) {
    int old = 0;
    while (old < count && (count - old > SECONDS || nowMs - atMs[old] > SECONDS * STEP_MS)) old++;
    // One that is older stays, as the beginning of the minute.
    if (old > 0 && count - old < SECONDS) old--;
    System.arraycopy(atMs, old, atMs, 0, count - old);
    System.arraycopy(turn, old, turn, 0, count - old);
    count -= old;
    atMs[count] = nowMs;
    turn[count++] = calledUpTo;
  }

  /** Turns that were called in a minute, lately; {@link #UNKNOWN} before there is a line. */
  synchronized int perMinute() {
    long ms = count == 0 ? 0 : atMs[count - 1] - atMs[0];
    if (ms < LEAST_MS) return UNKNOWN;
    return (int) ((turn[count - 1] - turn[0]) * SECONDS * STEP_MS / ms);
  }

  /** Since when the reason of the last status holds, epoch ms; 0 where nobody knows. */
  synchronized long sinceMs() {
    return sinceMs;
  }
}
