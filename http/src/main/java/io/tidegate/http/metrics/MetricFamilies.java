package io.tidegate.http.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Collects the families of one scrape: a sample goes to the family of its name, which the first
 * sample makes. Labels come as name, value, name, value. Confined to the scrape's thread.
 */
public final class MetricFamilies {

  private static final String PREFIX = "tidegate_";

  private final Map<String, MetricSnapshot.Builder<?>> families = new LinkedHashMap<>();

  /** A sample of something that only grows; {@code _total} is added to the name. */
  public void counter(String name, String help, long value, String... labels) {
    CounterSnapshot.Builder family =
        (CounterSnapshot.Builder)
            families.computeIfAbsent(
                name, _ -> CounterSnapshot.builder().name(PREFIX + name).help(help));
    family.dataPoint(
        CounterDataPointSnapshot.builder().value((double) value).labels(Labels.of(labels)).build());
  }

  /** A sample of something that is so now. */
  public void gauge(String name, String help, long value, String... labels) {
    gauge(name, help, (double) value, labels);
  }

  /** A sample of something that is so now. */
  public void gauge(String name, String help, double value, String... labels) {
    GaugeSnapshot.Builder family =
        (GaugeSnapshot.Builder)
            families.computeIfAbsent(
                name, _ -> GaugeSnapshot.builder().name(PREFIX + name).help(help));
    family.dataPoint(
        GaugeDataPointSnapshot.builder().value(value).labels(Labels.of(labels)).build());
  }

  /** A histogram, from cells that its buckets gathered. */
  public void histogram(
      String name, String help, HistogramBuckets buckets, long[] gathered, String... labels) {
    HistogramSnapshot.Builder family =
        (HistogramSnapshot.Builder)
            families.computeIfAbsent(
                name, _ -> HistogramSnapshot.builder().name(PREFIX + name).help(help));
    double[] bounds = buckets.shownBounds();
    family.dataPoint(
        HistogramDataPointSnapshot.builder()
            .classicHistogramBuckets(
                ClassicHistogramBuckets.of(bounds, Arrays.copyOf(gathered, bounds.length)))
            .sum(buckets.shownSum(gathered))
            .labels(Labels.of(labels))
            .build());
  }

  /** All that was collected. */
  MetricSnapshots snapshots() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    families.values().forEach(family -> all.metricSnapshot(family.build()));
    return all.build();
  }
}
