package io.tidegate.lab.script.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Requests a second at most, over all users: each waits for its turn. Any thread. */
public final class RequestPace {

  /** Nobody waits. */
  public static final RequestPace FREE = new RequestPace(0);

  private final long everyNs;
  private final AtomicLong nextNs = new AtomicLong(Long.MIN_VALUE);

  /**
   * One.
   *
   * @param perSecond 0 for any number
   */
  public RequestPace(double perSecond) {
    everyNs = perSecond > 0 ? Math.round(1e9 / perSecond) : 0;
  }

  /** Waits until it is the caller's turn. */
  void await() throws InterruptedException {
    if (everyNs == 0) return;
    long nowNs = System.nanoTime();
    long waitNs = nextNs.updateAndGet(next -> Math.max(next, nowNs) + everyNs) - everyNs - nowNs;
    if (waitNs > 0) TimeUnit.NANOSECONDS.sleep(waitNs);
  }
}
