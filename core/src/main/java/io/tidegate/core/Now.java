package io.tidegate.core;

/**
 * The time of a batch, in the two readings that rules need.
 *
 * <p>What a person was given (a hold, a call, a visit) ends by engine time. What an organiser set
 * (when sales, schedules and rooms open, close, gather or draw) is due by the <em>hour</em>: engine
 * time, or the wall clock if that is behind. What comes late can be made good; what comes early
 * cannot.
 *
 * @param ms engine time, epoch ms; never goes back
 * @param hourMs the hour, epoch ms; never after {@code ms}; it goes back when the wall clock does
 */
public record Now(long ms, long hourMs) {

  /** A lag of so many seconds, or more: no hour has come. */
  public static final int LAG_SECONDS_MAX = 0xff_ffff;

  private static final long SECOND_MS = 1_000;

  /** Both readings the same. */
  public static Now at(long ms) {
    return new Now(ms, ms);
  }

  /**
   * The hour so many seconds behind engine time.
   *
   * @param lagSeconds in [0, {@link #LAG_SECONDS_MAX}]
   */
  public static Now lagging(long ms, int lagSeconds) {
    return new Now(
        ms, lagSeconds == LAG_SECONDS_MAX ? Long.MIN_VALUE : ms - lagSeconds * SECOND_MS);
  }

  /** By how many seconds the hour is behind, as the journal says it. */
  public int lagSeconds() {
    return hourMs == Long.MIN_VALUE ? LAG_SECONDS_MAX : (int) ((ms - hourMs) / SECOND_MS);
  }
}
