package io.tidegate.gate.limit;

import static io.tidegate.gate.bounds.Bounds.within;

/**
 * How much may be sent again. Without a bound, retries multiply the load of a service just when it
 * fails.
 *
 * @param percent of the requests in flight, in [0, 100]
 * @param least that may always be under way, in [0, 1_000]; 0 with a percent of 0 for none
 */
public record RetryConfig(int percent, int least) {

  /** A fifth, or 3. */
  public static final RetryConfig DEFAULT = new RetryConfig(20, 3);

  /** Checks the bounds. */
  public RetryConfig {
    within("retry.percent", percent, 0, 100);
    within("retry.least", least, 0, 1_000);
  }
}
