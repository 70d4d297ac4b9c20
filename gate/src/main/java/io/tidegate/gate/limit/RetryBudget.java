package io.tidegate.gate.limit;

import java.util.concurrent.atomic.AtomicInteger;

/** The requests of an upstream that are under way for another time. Any thread. */
public final class RetryBudget {

  private final RetryConfig config;
  private final AtomicInteger underWay = new AtomicInteger();

  /** A full one. */
  public RetryBudget(RetryConfig config) {
    this.config = config;
  }

  /**
   * Takes one, to be {@linkplain #giveBack given back} when its request has ended.
   *
   * @param active requests in flight
   */
  public boolean tryTake(int active) {
    int most = Math.max(config.least(), active * config.percent() / 100);
    while (true) {
      int now = underWay.get();
      if (now >= most) return false;
      if (underWay.compareAndSet(now, now + 1)) return true;
    }
  }

  /** A request that was sent again has ended. */
  public void giveBack() {
    underWay.decrementAndGet();
  }

  /** How many are under way. */
  public int underWay() {
    return underWay.get();
  }
}
