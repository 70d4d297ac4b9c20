package io.tidegate.gate.balance;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Slow start: who joins others that run gets a tenth of its weight at first, and more by the second
 * until all of it: caches are empty and code is not compiled yet. Any thread.
 */
public final class Ramp {

  static final double LEAST = 0.1;

  private record Rise(long fromNs, long lengthNs) {}

  private volatile @Nullable Rise rise;

  /** Begins at a tenth. */
  public void begin(Duration length, long nowNs) {
    rise = length.isZero() ? null : new Rise(nowNs, length.toNanos());
  }

  /** Which part of the weight counts, in [0.1, 1]. */
  public double share(long nowNs) {
    Rise now = rise;
    if (now == null) return 1;
    return Math.clamp((double) (nowNs - now.fromNs) / now.lengthNs, LEAST, 1);
  }
}
