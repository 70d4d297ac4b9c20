package io.tidegate.gate.limit;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * How many requests an upstream has at once, fixed or measured; and the rate at which people can be
 * let in, which follows from it. Any thread: the way of a request takes no lock.
 */
public final class ConcurrencyLimit {

  private static final long WINDOW_NS = 100_000_000L;
  private static final int WINDOW_CALLS = 50;
  private static final long LONG_WINDOW_NS = 1_000_000_000L;
  private static final int LONG_WINDOW_CALLS = 10;
  private static final long LONGEST_WINDOW_NS = 3_000_000_000L;
  private static final double SMOOTH = 0.2;

  private final AdaptiveLimit adaptive;
  private final boolean isAdaptive;
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile int limit;

  private final LongAdder calls = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder latencyNs = new LongAdder();
  private final LongAdder heldNs = new LongAdder();
  private final LongAdder inFlightSum = new LongAdder();
  private final AtomicBoolean rolling = new AtomicBoolean();
  private final AtomicLong windowFromNs;
  private volatile double serviceNs;

  /**
   * @param nowNs monotonic time
   */
  public ConcurrencyLimit(LimitConfig config, long nowNs) {
    adaptive = new AdaptiveLimit(config);
    isAdaptive = config.adaptive();
    limit = config.initial();
    windowFromNs = new AtomicLong(nowNs);
  }

  /** Takes a slot, if there is one; to be {@linkplain #end given back}. */
  public boolean tryBegin() {
    while (true) {
      int now = inFlight.get();
      if (now >= limit) return false;
      if (inFlight.compareAndSet(now, now + 1)) return true;
    }
  }

  /** A slot was not used. */
  public void cancel() {
    inFlight.decrementAndGet();
  }

  /**
   * A request has ended, and gives its slot back.
   *
   * @param latencyNs to the beginning of its response; 0 where there was none, or it failed
   * @param heldNs for how long it had the slot
   * @param dropped whether it timed out, or the service refused it as too many
   */
  public void end(long latencyNs, long heldNs, boolean dropped, long nowNs) {
    inFlightSum.add(inFlight.getAndDecrement());
    calls.increment();
    this.heldNs.add(heldNs);
    if (dropped) this.dropped.increment();
    if (latencyNs > 0) {
      answered.increment();
      this.latencyNs.add(latencyNs);
    }
    if (nowNs - windowFromNs.get() >= WINDOW_NS) roll(nowNs);
  }

  private void roll(long nowNs) {
    if (!rolling.compareAndSet(false, true)) return;
    try {
      long lengthNs = nowNs - windowFromNs.get();
      long n = calls.sum();
      boolean isEnough =
          n >= WINDOW_CALLS
              || (lengthNs >= LONG_WINDOW_NS && n >= LONG_WINDOW_CALLS)
              || lengthNs >= LONGEST_WINDOW_NS;
      if (lengthNs >= WINDOW_NS && isEnough) endWindow(lengthNs, nowNs);
    } finally {
      rolling.set(false);
    }
  }

  private void endWindow(long lengthNs, long nowNs) {
    int n = (int) calls.sumThenReset();
    int good = (int) answered.sumThenReset();
    double latency = (double) latencyNs.sumThenReset() / Math.max(1, good);
    double held = (double) heldNs.sumThenReset() / n;
    double mean = (double) inFlightSum.sumThenReset() / n;
    int refused = (int) dropped.sumThenReset();
    windowFromNs.set(nowNs);
    serviceNs = serviceNs == 0 ? held : serviceNs + SMOOTH * (held - serviceNs);
    if (!isAdaptive) return;
    double perSecond = good * 1e9 / lengthNs;
    limit = adaptive.update(new AdaptiveLimit.Window(n, refused, latency, mean, perSecond));
  }

  /** Requests that may be in flight at once. */
  public int limit() {
    return limit;
  }

  /** Requests in flight. */
  public int inFlight() {
    return inFlight.get();
  }

  /** For how long a request holds a slot, W, in ns; 0 before it is known. */
  public double serviceNs() {
    return serviceNs;
  }

  /**
   * Requests a second that the limit has room for: λ = L / W; infinite before anything was
   * measured.
   */
  public double admissionRate() {
    double held = serviceNs;
    return held == 0 ? Double.POSITIVE_INFINITY : limit * 1e9 / held;
  }
}
