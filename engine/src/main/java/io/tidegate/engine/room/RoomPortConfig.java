package io.tidegate.engine.room;

import java.time.Duration;

/**
 * Bounds of a {@link RoomPort}.
 *
 * @param deadline how long a call may take, in [10 ms, 60 s]
 * @param callsMax calls under way at once, in [1, 1_048_576]; beyond it they are {@link
 *     RoomAnswer.Cause#BUSY}
 */
public record RoomPortConfig(Duration deadline, int callsMax) {

  private static final Duration DEADLINE_LEAST = Duration.ofMillis(10);
  private static final Duration DEADLINE_MOST = Duration.ofSeconds(60);
  private static final int CALLS_MOST = 1_048_576;

  /** As long as a page may keep a browser waiting; as many as the inbox of an engine takes. */
  public static final RoomPortConfig DEFAULT = new RoomPortConfig(Duration.ofSeconds(2), 65_536);

  /** Checks the bounds. */
  public RoomPortConfig {
    if (deadline.compareTo(DEADLINE_LEAST) < 0 || deadline.compareTo(DEADLINE_MOST) > 0)
      throw new IllegalArgumentException("deadline must be in [10 ms, 60 s], not " + deadline);
    if (callsMax < 1 || callsMax > CALLS_MOST)
      throw new IllegalArgumentException(
          "callsMax must be in [1, " + CALLS_MOST + "], not " + callsMax);
  }
}
