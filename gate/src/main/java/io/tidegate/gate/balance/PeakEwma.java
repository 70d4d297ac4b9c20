package io.tidegate.gate.balance;

/**
 * How long an endpoint takes to answer: what is longer than the mean is believed at once, what is
 * shorter by and by, and without news it fades (after Finagle's peak EWMA). A failure is no news of
 * speed unless it took longer. Any thread.
 */
public final class PeakEwma {

  /** In which what was measured loses 63 % of its weight. */
  static final double DECAY_NS = 10e9;

  private double ns;
  private long atNs;

  /** An answer, or a failure, came after so long. */
  public synchronized void observe(long latencyNs, boolean failed, long nowNs) {
    if (ns == 0 || latencyNs > ns) ns = latencyNs;
    else if (!failed) ns += (latencyNs - ns) * (1 - Math.exp((atNs - nowNs) / DECAY_NS));
    else return;
    atNs = nowNs;
  }

  /** The mean; 0 before the first answer. */
  public synchronized double ns(long nowNs) {
    return ns == 0 ? 0 : ns * Math.exp(Math.min(0, atNs - nowNs) / DECAY_NS);
  }
}
