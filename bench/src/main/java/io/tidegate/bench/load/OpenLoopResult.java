package io.tidegate.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What came of a load at a fixed rate.
 *
 * @param perSecond the rate it was meant to have
 * @param refused replies of another status than was expected; they are errors
 * @param latencyNs from the intended start of each request to its reply as expected
 * @param latenessNs of the generator itself: from when a request was due and a connection free, to
 *     its sending
 */
public record OpenLoopResult(
    double perSecond, Outcome outcome, long refused, Histogram latencyNs, Histogram latenessNs) {

  /** Both, of which one came after the other at the same rate. */
  public OpenLoopResult plus(OpenLoopResult next) {
    Histogram latencies = latencyNs.copy();
    latencies.add(next.latencyNs);
    Histogram latenesses = latenessNs.copy();
    latenesses.add(next.latenessNs);
    return new OpenLoopResult(
        perSecond, outcome.plus(next.outcome), refused + next.refused, latencies, latenesses);
  }

  /** A latency in ms. */
  public double ms(double percentile) {
    return latencyNs.getValueAtPercentile(percentile) / 1e6;
  }
}
