package io.tidegate.gate.balance;

/**
 * How long an endpoint takes to answer, in two ways: its peak, for which what is longer is believed
 * at once and what is shorter by and by (Finagle's peak EWMA), and its mean over the last ten or so
 * answers. Both fade without news: who is given nothing because of them could not show otherwise
 * that it has become quicker. A failure is no news of speed unless it took longer. Any thread.
 */
public final class Latency {

  /** In which what was measured loses 63 % of its weight. */
  private static final double DECAY_NS = 10e9;

  private static final double EACH = 0.1;
  private static final int ENOUGH = 10;

  private double peakNs;
  private double meanNs;
  private int answers;
  private long atNs;

  /** An answer, or a failure, came after so long. */
  public synchronized void observe(long latencyNs, boolean failed, long nowNs) {
    if (failed && latencyNs <= peakNs) return;
    if (latencyNs > peakNs) peakNs = latencyNs;
    else peakNs += (latencyNs - peakNs) * (1 - fade(nowNs));
    answers = Math.min(answers + 1, ENOUGH);
    meanNs += (latencyNs - meanNs) * Math.max(EACH, 1.0 / answers);
    atNs = nowNs;
  }

  /** The peak, faded since the last news; 0 before the first. */
  public synchronized double peakNs(long nowNs) {
    return peakNs == 0 ? 0 : peakNs * fade(nowNs);
  }

  /** The mean at the last news; 0 before there were ten. */
  public synchronized double meanNs() {
    return answers < ENOUGH ? 0 : meanNs;
  }

  /** The mean, faded since the last news; 0 before there were ten. */
  public synchronized double meanNs(long nowNs) {
    return answers < ENOUGH ? 0 : meanNs * fade(nowNs);
  }

  private double fade(long nowNs) {
    return StrictMath.exp(Math.min(0, atNs - nowNs) / DECAY_NS);
  }
}
