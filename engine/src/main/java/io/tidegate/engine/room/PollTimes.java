package io.tidegate.engine.room;

/**
 * When someone in line should ask for their place again: from 2 s near the head to 30 s far from
 * it. Up to a fifth of it differs from number to number, so that those who were told at the same
 * moment do not come back at the same moment. Pure.
 */
public final class PollTimes {

  private static final long SOONEST_MS = 2_000;
  private static final long LATEST_MS = 25_000;
  private static final long MS_EACH_AHEAD = 200;
  private static final long SPREAD_MS_MAX = 60_000;
  private static final long AFTER_OPENING_PER_SECOND = 20_000;

  /** Asking a few times on the way is enough. */
  private static final long ASKS_ON_THE_WAY = 8;

  private PollTimes() {}

  /**
   * Time until then for who waits, ms, in [2_000, 30_000].
   *
   * @param etaMs time until the call; negative if nobody can say
   * @param number of the ticket
   */
  public static long waitingMs(int ahead, long etaMs, long number) {
    if (etaMs < 0) return LATEST_MS + part(number, LATEST_MS / 5);
    // Near the head soon, whatever the estimate: visits end early, and a free slot must not wait.
    long near = SOONEST_MS + ahead * MS_EACH_AHEAD;
    long base = Math.clamp(Math.min(near, etaMs / ASKS_ON_THE_WAY), SOONEST_MS, LATEST_MS);
    return base + part(number, base / 5);
  }

  /**
   * Time until then for who gathers, ms, in [2_000, 85_000]. Nothing happens before the opening,
   * and then all want to know at once: they come spread over so many seconds as keep them below
   * {@value #AFTER_OPENING_PER_SECOND}; a call waits for minutes.
   *
   * @param others everybody else who gathers
   * @param opensInMs time until the opening; negative if nobody can say
   * @param number of the ticket
   */
  public static long gatheringMs(int others, long opensInMs, long number) {
    if (opensInMs < 0 || opensInMs > LATEST_MS) return LATEST_MS + part(number, LATEST_MS / 5);
    return Math.max(SOONEST_MS, opensInMs) + part(number, Math.max(500, spreadMs(others + 1)));
  }

  /**
   * Time over which so many people who were told the same at the same moment ask again, ms, in [0,
   * {@value #SPREAD_MS_MAX}].
   */
  public static long spreadMs(int people) {
    return Math.min(people * 1_000L / AFTER_OPENING_PER_SECOND, SPREAD_MS_MAX);
  }

  /** A part of this, another one for each number: 20 bits of Fibonacci hashing. */
  private static long part(long number, long ofMs) {
    long spread = (number * 0x9e3779b97f4a7c15L) >>> 44;
    return (ofMs * spread) >> 20;
  }
}
