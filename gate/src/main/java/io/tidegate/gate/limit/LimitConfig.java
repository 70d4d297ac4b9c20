package io.tidegate.gate.limit;

import static io.tidegate.gate.bounds.Bounds.within;

/**
 * How many requests an upstream has at once, all its endpoints together.
 *
 * @param adaptive whether it is measured; then {@code initial} is where it begins
 * @param initial in [1, {@value #MOST}]
 * @param least an adaptive limit does not fall below, in [1, {@code initial}]
 * @param most it does not rise above, in [{@code initial}, {@value #MOST}]
 */
public record LimitConfig(boolean adaptive, int initial, int least, int most) {

  /** For what has no limit in practice. */
  public static final int MOST = 1_000_000;

  /** Measured, from 20 on, in [1, 1000]. */
  public static final LimitConfig ADAPTIVE = new LimitConfig(true, 20, 1, 1_000);

  /** None. */
  public static final LimitConfig NONE = fixed(MOST);

  /** This many, whatever is measured. */
  public static LimitConfig fixed(int requests) {
    return new LimitConfig(false, requests, 1, MOST);
  }

  /** Checks the bounds. */
  public LimitConfig {
    within("limit.initial", initial, 1, MOST);
    within("limit.least", least, 1, initial);
    within("limit.most", most, initial, MOST);
  }
}
