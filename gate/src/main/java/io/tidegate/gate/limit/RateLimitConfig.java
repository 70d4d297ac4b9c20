package io.tidegate.gate.limit;

import static io.tidegate.gate.bounds.Bounds.within;

/**
 * How much each client may ask for.
 *
 * @param perSecond requests a second in the long run, in [0.001, 1_000_000]
 * @param burst requests at once, in [1, 1_000_000]
 * @param keys clients that are remembered, in [64, 4_194_304]; each takes 16 bytes
 */
public record RateLimitConfig(double perSecond, int burst, int keys) {

  /** Clients that are remembered unless it is said: 1 MB. */
  public static final int KEYS = 65_536;

  /** Checks the bounds. */
  public RateLimitConfig {
    within("rate-limit.per-second", perSecond, 0.001, 1_000_000);
    within("rate-limit.burst", burst, 1, 1_000_000);
    within("rate-limit.keys", keys, 64, 4_194_304);
  }
}
