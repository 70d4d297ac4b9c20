package io.tidegate.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What came of a load at a fixed rate.
 *
 * @param perSecond the rate it was meant to have
 * @param latencyNs from the intended start of each request to its reply
 * @param latenessNs of the generator itself: from when a request was due and a connection free, to
 *     its sending
 */
public record OpenLoopResult(
    double perSecond, Outcome outcome, Histogram latencyNs, Histogram latenessNs) {

  /** A latency in ms. */
  public double ms(double percentile) {
    return latencyNs.getValueAtPercentile(percentile) / 1e6;
  }
}
