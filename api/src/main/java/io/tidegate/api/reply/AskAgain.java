package io.tidegate.api.reply;

import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;

/**
 * When someone in line should ask for their place again: from 2 s near the head to 30 s far from
 * it. Pure.
 */
public final class AskAgain {

  private static final long SOONEST_MS = 2_000;
  private static final long LATEST_MS = 25_000;
  private static final long MS_EACH_AHEAD = 200;
  private static final long SPREAD_MS_MAX = 60_000;
  private static final long AFTER_OPENING_PER_SECOND = 20_000;

  /** Asking a few times on the way is enough. */
  private static final long ASKS_ON_THE_WAY = 8;

  private AskAgain() {}

  /**
   * Time until then, ms, in [2_000, 30_000], around an opening up to 85_000; 0 for who need not
   * ask, being called, inside or over. Up to a fifth of it differs from number to number, so that
   * those who were told at the same moment do not come back at the same moment.
   */
  public static long ms(PlaceInfo place) {
    if (place.standing() == Standing.GATHERING) return untilOpening(place);
    if (place.standing() != Standing.WAITING) return 0;
    if (place.etaMs() < 0) return LATEST_MS + part(place, LATEST_MS / 5);
    // Near the head soon, whatever the estimate: visits end early, and a free slot must not wait.
    long near = SOONEST_MS + place.ahead() * MS_EACH_AHEAD;
    long base = Math.clamp(Math.min(near, place.etaMs() / ASKS_ON_THE_WAY), SOONEST_MS, LATEST_MS);
    return base + part(place, base / 5);
  }

  /**
   * Nothing happens before the opening, and then all want to know at once: they come spread over so
   * many seconds as keep them below {@link #AFTER_OPENING_PER_SECOND}; a call waits for minutes.
   */
  private static long untilOpening(PlaceInfo place) {
    long ms = place.etaMs();
    if (ms < 0 || ms > LATEST_MS) return LATEST_MS + part(place, LATEST_MS / 5);
    long spreadMs = (place.ahead() + 1) * 1_000L / AFTER_OPENING_PER_SECOND;
    return Math.max(SOONEST_MS, ms) + part(place, Math.clamp(spreadMs, 500, SPREAD_MS_MAX));
  }

  /** A part of this, another one for each number: 20 bits of Fibonacci hashing. */
  private static long part(PlaceInfo place, long ofMs) {
    long spread = (place.number() * 0x9e3779b97f4a7c15L) >>> 44;
    return (ofMs * spread) >> 20;
  }

  /** The same in whole seconds for {@code Retry-After}, at least 1. */
  static long seconds(PlaceInfo place) {
    return Math.max(1, (ms(place) + 999) / 1_000);
  }

  /** A rough time in whole seconds, rounded up; negative if nobody knows. */
  public static long etaSeconds(PlaceInfo place) {
    return place.etaMs() < 0 ? -1 : (place.etaMs() + 999) / 1_000;
  }
}
