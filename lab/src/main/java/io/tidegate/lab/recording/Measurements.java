package io.tidegate.lab.recording;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalListener;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.summary.CheckCounts;
import io.tidegate.lab.summary.CheckTree;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What a run measured, as reports show it: the totals of each series, and of the whole run over
 * time. Not thread-safe.
 */
public final class Measurements implements IntervalListener {

  private static final double WHOLE_SECOND_MS = 900;

  private record Series(Metric metric, TagSet tags) {}

  private final MetricRegistry metrics = new MetricRegistry();
  private final Map<Series, Totals> series = new LinkedHashMap<>();
  private final Map<Metric, Totals> whole = new LinkedHashMap<>();
  private final Timeline timeline = new Timeline(metrics.builtin);
  private final CheckCounts checks = new CheckCounts(metrics.builtin);
  private double peakRate;
  private long fromMs;
  private long toMs;

  /** Of nothing yet. */
  public Measurements() {}

  /** Its own, with all metrics that it has. */
  public MetricRegistry metrics() {
    return metrics;
  }

  /** Those of them that every run has. */
  public BuiltinMetrics builtin() {
    return metrics.builtin;
  }

  @Override
  public void interval(Interval interval) {
    if (fromMs == 0) fromMs = interval.fromMs();
    toMs = interval.toMs();
    for (Interval.Part part : interval.parts()) {
      series
          .computeIfAbsent(
              new Series(part.metric(), part.tags()), _ -> new Totals(part.metric().type()))
          .add(part.totals());
      whole.computeIfAbsent(part.metric(), m -> new Totals(m.type())).add(part.totals());
    }
    checks.interval(interval);
    timeline.interval(interval);
    countPeak(interval);
  }

  private void countPeak(Interval interval) {
    double ms = interval.toMs() - interval.fromMs();
    if (ms < WHOLE_SECOND_MS) return;
    double requests = 0;
    for (Interval.Part part : interval.parts())
      if (part.metric() == metrics.builtin.httpReqs) requests += part.totals().sum();
    peakRate = Math.max(peakRate, requests * 1_000 / ms);
  }

  double lengthMs() {
    return toMs - fromMs;
  }

  /** Requests of the second that had most. */
  public double peakRate() {
    return peakRate;
  }

  /** The whole run over time. */
  public Timeline timeline() {
    return timeline;
  }

  /** Its groups and checks. */
  public CheckTree checks() {
    return checks.all();
  }

  /** All metrics with samples, by name. */
  public Map<String, Metric> measured() {
    Map<String, Metric> byName = new TreeMap<>();
    for (Metric metric : whole.keySet()) byName.put(metric.name(), metric);
    return byName;
  }

  /** Of a metric, over all its series; not to be changed. */
  public Totals of(Metric metric) {
    return whole.getOrDefault(metric, new Totals(metric.type()));
  }

  /**
   * Of the series of a metric, those as one to which a function gives the same. By that, sorted.
   */
  public <K extends Comparable<K>> Map<K, Totals> by(Metric metric, Function<TagSet, K> of) {
    Map<K, Totals> parts = new TreeMap<>();
    series.forEach((key, totals) -> {
      if (key.metric == metric)
        parts.computeIfAbsent(of.apply(key.tags), _ -> new Totals(metric.type())).add(totals);
    });
    return parts;
  }
}
