package io.tidegate.lab.live;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.threshold.ThresholdResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What views show of a run: its last {@value #POINTS_MOST} seconds, and all of it in sum. Any
 * thread.
 */
final class LiveRun {

  static final int POINTS_MOST = 900;

  private final LiveView.Subject subject;
  private final BuiltinMetrics metrics;
  private final Supplier<List<ThresholdResult>> thresholds;
  private final Set<Metric> summed;
  private final Map<Metric, Totals> sums = new HashMap<>();
  private final Deque<LivePoint> points = new ArrayDeque<>();
  private long startedMs;

  /** How all of it stands. */
  record Sums(
      double elapsedSeconds,
      long requests,
      long failed,
      long iterations,
      long dropped,
      double checksPassed,
      long checks,
      LivePoint.Times times,
      List<ThresholdResult> thresholds) {

    double failedPart() {
      return requests == 0 ? 0 : (double) failed / requests;
    }
  }

  LiveRun(LiveView.Subject subject) {
    this.subject = subject;
    metrics = subject.metrics();
    thresholds = subject.thresholds();
    summed =
        Set.of(
            metrics.httpReqs,
            metrics.httpReqFailed,
            metrics.httpReqDuration,
            metrics.iterations,
            metrics.iterationDuration,
            metrics.droppedIterations,
            metrics.checks);
  }

  synchronized void add(Interval interval) {
    if (startedMs == 0) startedMs = interval.fromMs();
    for (Interval.Part part : interval.parts())
      if (summed.contains(part.metric()))
        sums.computeIfAbsent(part.metric(), m -> new Totals(m.type())).add(part.totals());
    double second = (interval.toMs() - startedMs) / 1_000.0;
    LivePoint before = points.peekLast();
    points.addLast(LivePoint.of(interval, second, metrics, before));
    if (points.size() > POINTS_MOST) points.removeFirst();
  }

  /** In the order of time; without any before the first second. */
  synchronized List<LivePoint> points() {
    return List.copyOf(points);
  }

  synchronized Sums sums() {
    Totals requests = sum(metrics.httpReqDuration);
    Totals times = requests.count() > 0 ? requests : sum(metrics.iterationDuration);
    return new Sums(
        points.isEmpty() ? 0 : points.getLast().second(),
        Math.round(sum(metrics.httpReqs).sum()),
        Math.round(sum(metrics.httpReqFailed).sum()),
        Math.round(sum(metrics.iterations).sum()),
        Math.round(sum(metrics.droppedIterations).sum()),
        sum(metrics.checks).mean(),
        sum(metrics.checks).count(),
        LivePoint.Times.of(times),
        thresholds.get());
  }

  private Totals sum(Metric metric) {
    return sums.getOrDefault(metric, new Totals(metric.type()));
  }

  String script() {
    return subject.script();
  }

  Duration length() {
    return subject.length();
  }

  /** How much of its time is over, from 0 to 1. */
  double progress(Sums now) {
    double seconds = length().toNanos() / 1e9;
    return seconds <= 0 ? 0 : Math.min(1, now.elapsedSeconds / seconds);
  }
}
