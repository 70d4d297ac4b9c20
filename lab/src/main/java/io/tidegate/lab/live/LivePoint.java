package io.tidegate.lab.live;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import org.jspecify.annotations.Nullable;

/**
 * One second of a run.
 *
 * @param second since the start of the run, at its end
 * @param requests that ended, a second
 * @param iterations likewise
 * @param failed requests, a second
 * @param dropped arrivals that nobody served, a second
 * @param times of requests
 * @param response of iterations, from their intended start
 * @param users at work
 * @param usersThere at work or not
 */
record LivePoint(
    double second,
    double requests,
    double iterations,
    double failed,
    double dropped,
    Times times,
    Times response,
    double users,
    double usersThere) {

  /** Percentiles, ms; no numbers where there is no sample. */
  record Times(double p50, double p95, double p99) {

    static Times of(Totals totals) {
      if (totals.count() == 0) return new Times(Double.NaN, Double.NaN, Double.NaN);
      return new Times(totals.percentile(50), totals.percentile(95), totals.percentile(99));
    }
  }

  /**
   * Of what was measured in it.
   *
   * @param before whose users are there still, where nobody has counted them in this one
   */
  static LivePoint of(
      Interval interval, double second, BuiltinMetrics metrics, @Nullable LivePoint before) {
    double seconds = Math.max(interval.toMs() - interval.fromMs(), 1) / 1_000.0;
    Totals iterations = totals(interval, metrics.iterations);
    Totals requests = totals(interval, metrics.httpReqDuration);
    Totals times = requests.count() > 0 ? requests : totals(interval, metrics.iterationDuration);
    return new LivePoint(
        second,
        totals(interval, metrics.httpReqs).sum() / seconds,
        iterations.sum() / seconds,
        totals(interval, metrics.httpReqFailed).sum() / seconds,
        totals(interval, metrics.droppedIterations).sum() / seconds,
        Times.of(times),
        Times.of(totals(interval, metrics.iterationResponse)),
        users(totals(interval, metrics.vus), before == null ? 0 : before.users),
        users(totals(interval, metrics.vusMax), before == null ? 0 : before.usersThere));
  }

  private static double users(Totals counted, double before) {
    return counted.count() == 0 ? before : counted.last();
  }

  private static Totals totals(Interval interval, Metric metric) {
    return interval.totals(SubMetric.whole(metric));
  }

  /** What is done: requests, or iterations where a script makes none. */
  double rate() {
    return requests > 0 ? requests : iterations;
  }
}
