package io.tidegate.gate.balance;

/**
 * Which part of the last ten or so requests failed. It fades with time too: who is given nothing
 * because of it could not show otherwise that it has recovered. Any thread.
 */
public final class FailureShare {

  private static final double EACH = 0.1;
  private static final double DECAY_NS = 10e9;
  private static final double NOTHING = 0.01;

  private volatile double share;
  private volatile long atNs;

  /** A request ended. */
  public void observe(boolean failed, long nowNs) {
    if (!failed && share == 0) return;
    update(failed, nowNs);
  }

  private synchronized void update(boolean failed, long nowNs) {
    double now = at(nowNs);
    double next = now + EACH * ((failed ? 1 : 0) - now);
    share = next < NOTHING ? 0 : next;
    atNs = nowNs;
  }

  /** In [0, 1]. */
  public double at(long nowNs) {
    double known = share;
    return known == 0 ? 0 : known * StrictMath.exp(Math.min(0, atNs - nowNs) / DECAY_NS);
  }

  /** What was is over. */
  public synchronized void forget() {
    share = 0;
  }
}
