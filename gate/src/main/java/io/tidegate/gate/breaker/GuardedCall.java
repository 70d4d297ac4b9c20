package io.tidegate.gate.breaker;

import org.jspecify.annotations.Nullable;

/**
 * One call past a breaker, of which the breaker hears once how it went; without a breaker nobody
 * does. Not thread-safe.
 */
public final class GuardedCall {

  private final @Nullable CircuitBreaker breaker;
  private long permit = CircuitBreaker.REFUSED;
  private long beganNs;

  /** A call that has not begun. */
  public GuardedCall(@Nullable CircuitBreaker breaker) {
    this.breaker = breaker;
  }

  /**
   * Begins, if it may.
   *
   * @return for how long nobody may, in ns, at least 1; 0 where it has begun
   */
  public long tryBegin(long nowNs) {
    if (breaker == null) return 0;
    beganNs = nowNs;
    permit = breaker.acquire(nowNs);
    return permit == CircuitBreaker.REFUSED ? Math.max(1, breaker.openForNs(nowNs)) : 0;
  }

  /** It ended, well or not; what is said after that changes nothing. */
  public void ended(boolean failed, long nowNs) {
    if (breaker == null || permit == CircuitBreaker.REFUSED) return;
    breaker.record(permit, failed, nowNs - beganNs, nowNs);
    permit = CircuitBreaker.REFUSED;
  }

  /** It was given up. How it would have ended nobody knows, unless it was slow already. */
  public void abandoned(long nowNs) {
    if (breaker == null || permit == CircuitBreaker.REFUSED) return;
    if (breaker.isSlow(nowNs - beganNs)) ended(false, nowNs);
    else notMade();
  }

  /** Whatever it was to do, it was not done. */
  public void notMade() {
    if (breaker == null || permit == CircuitBreaker.REFUSED) return;
    breaker.release(permit);
    permit = CircuitBreaker.REFUSED;
  }
}
