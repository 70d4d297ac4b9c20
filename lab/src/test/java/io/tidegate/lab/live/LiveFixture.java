package io.tidegate.lab.live;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.threshold.Threshold;
import io.tidegate.lab.threshold.ThresholdException;
import io.tidegate.lab.threshold.ThresholdResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Seconds of a run that never was: load and latency rise, and some requests fail. */
final class LiveFixture {

  private static final long STARTED_MS = 1_790_000_000_000L;

  final MetricRegistry metrics = new MetricRegistry();

  LiveView.Subject subject(Duration length) throws ThresholdException {
    Threshold p95 = Threshold.parse("p(95)<40", false, Duration.ZERO);
    Threshold none = Threshold.parse("rate<0.01", false, Duration.ZERO);
    List<ThresholdResult> results =
        List.of(
            new ThresholdResult(SubMetric.whole(metrics.builtin.httpReqFailed), none, true, 0, 99),
            new ThresholdResult(
                SubMetric.whole(metrics.builtin.httpReqDuration), p95, false, 51.5, 99));
    return new LiveView.Subject("shop.js", length, metrics.builtin, () -> results);
  }

  Interval second(int second) {
    long fromMs = STARTED_MS + second * 1_000L;
    Map<Metric, Totals> totals = new LinkedHashMap<>();
    int load = 100 + 2 * second;
    for (int i = 0; i < load; i++) {
      double ms = 5 + i % 20 + second * 0.5;
      add(totals, metrics.builtin.httpReqs, 1, fromMs);
      add(totals, metrics.builtin.httpReqDuration, ms, fromMs);
      add(totals, metrics.builtin.httpReqFailed, i % 50 == 0 ? 1 : 0, fromMs);
      add(totals, metrics.builtin.iterations, 1, fromMs);
      add(totals, metrics.builtin.iterationDuration, ms, fromMs);
      add(totals, metrics.builtin.iterationResponse, ms + second, fromMs);
      add(totals, metrics.builtin.checks, i % 50 == 0 ? 0 : 1, fromMs);
    }
    if (second > 20) add(totals, metrics.builtin.droppedIterations, 1, fromMs);
    add(totals, metrics.builtin.vus, 10 + second, fromMs);
    add(totals, metrics.builtin.vusMax, 80, fromMs);
    List<Interval.Part> parts = new ArrayList<>();
    totals.forEach((metric, sum) -> parts.add(new Interval.Part(metric, TagSet.EMPTY, sum)));
    return new Interval(fromMs, fromMs + 1_000, parts);
  }

  private static void add(Map<Metric, Totals> totals, Metric metric, double value, long atMs) {
    totals.computeIfAbsent(metric, m -> new Totals(m.type())).add(value, atMs);
  }
}
