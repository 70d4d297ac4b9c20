package io.tidegate.core;

import java.util.UUID;

/**
 * Who leads from here on, and the time before that in which nobody was served.
 *
 * <p>What was alive when that time began (held claims, calls, visits) keeps the life it had left:
 * its deadline moves by the outage's length. What had been due by then stays due. Hours of opening
 * and closing do not move.
 *
 * @param term one more than the term before; the same where the same instance says it again, since
 *     nobody was served for a while
 * @param instance the process that leads, another one for each start
 * @param address where others reach it, empty for none
 * @param home what the log is stored in, by the identity it gives itself
 * @param outageFromMs when somebody was served last, epoch ms; 0 for no outage
 * @param outageUntilMs from when on people are served again, epoch ms; 0 for no outage
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
