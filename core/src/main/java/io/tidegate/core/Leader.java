package io.tidegate.core;

import java.util.UUID;

/**
 * Which process leads from here on, and the time before that in which nobody was served.
 *
 * <p>Everything that was alive when the outage began (held claims, calls, visits) keeps the life it
 * had left: its deadline moves by the length of the outage; in a stopped sale and a quarantined
 * room it moves when that ends. What was due by then stays due. Hours of opening and closing do not
 * move.
 *
 * @param term one more than the term before; the same term when the same instance writes another
 *     leader record after an outage
 * @param instance the process that leads; each start is a new one
 * @param address address at which others reach it, empty for none
 * @param home identity of the home in which the log is stored
 * @param outageFromMs when somebody was served last, epoch ms; 0 for no outage
 * @param outageUntilMs when people were served again, epoch ms; 0 for no outage
 */
public record Leader(
    long term, UUID instance, String address, String home, long outageFromMs, long outageUntilMs) {

  /** Checks that an outage ends behind its beginning. */
  public Leader {
    boolean none = outageFromMs == 0 && outageUntilMs == 0;
    if (!none && (outageFromMs < 0 || outageUntilMs <= outageFromMs))
      throw new IllegalArgumentException(
          "an outage from " + outageFromMs + " until " + outageUntilMs);
  }

  /** How long nobody was served, ms. */
  public long outageMs() {
    return outageUntilMs - outageFromMs;
  }
}
