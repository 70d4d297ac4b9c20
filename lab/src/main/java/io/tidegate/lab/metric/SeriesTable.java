package io.tidegate.lab.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The series of a run: for each metric and each set of tags what was measured in this interval and
 * in the whole run; and the run's totals of metrics and of parts of them. Not thread-safe.
 *
 * <p>A metric has {@code seriesMax} series. Samples with other tags than those keep only the tags
 * of the parts that are followed, to which they belong: so totals of parts stay exact, here and
 * where intervals are merged, and what is lost is the detail alone.
 */
final class SeriesTable {

  /** Sets of tags whose series are remembered, to be found with one look-up for a whole request. */
  private static final int ROWS_MAX = 8_192;

  private static final Series[] NO_ROW = {};

  /** One metric with one set of tags. */
  static final class Series {
    final Metric metric;
    final TagSet tags;
    private final List<Part> parts = new ArrayList<>();

    private final Totals run;
    private @Nullable Totals interval;

    Series(Metric metric, TagSet tags) {
      this.metric = metric;
      this.tags = tags;
      run = new Totals(metric.type());
    }

    Totals run() {
      return run;
    }
  }

  /** A part of a metric that somebody follows, with the run's totals. */
  private static final class Part {
    final SubMetric of;
    final Totals run;

    Part(SubMetric of) {
      this.of = of;
      run = new Totals(of.metric().type());
    }
  }

  /** All of one metric. */
  private static final class OfMetric {
    final Map<TagSet, Series> series = new LinkedHashMap<>();
    final List<Part> parts = new ArrayList<>();
    boolean isFull;
  }

  private final int seriesMax;
  private final Consumer<String> warnings;
  private final Map<Metric, OfMetric> metrics = new LinkedHashMap<>();
  private final Map<TagSet, @Nullable Series[]> rows = new HashMap<>();
  private List<Series> active = new ArrayList<>();

  SeriesTable(int seriesMax, Consumer<String> warnings) {
    this.seriesMax = seriesMax;
    this.warnings = warnings;
  }

  /** Takes in all samples of a batch. */
  void add(SampleBatch batch) {
    for (int group = 0; group < batch.groups(); group++) {
      TagSet tags = batch.tags(group);
      @Nullable Series[] row = row(tags);
      for (int i = batch.start(group); i < batch.end(group); i++) {
        Metric metric = batch.metric(i);
        if (metric.index() >= row.length) row = longer(tags, row, metric.index());
        Series series = row[metric.index()];
        if (series == null) row[metric.index()] = series = series(metric, tags);
        interval(series).add(batch.value(i), batch.atMs(group));
      }
    }
  }

  /** Takes in what another table had in an interval. */
  void add(List<Interval.Part> others) {
    for (Interval.Part other : others)
      interval(series(other.metric(), other.tags())).add(other.totals());
  }

  private Totals interval(Series series) {
    Totals interval = series.interval;
    if (interval != null) return interval;
    series.interval = interval = new Totals(series.metric.type());
    active.add(series);
    return interval;
  }

  private @Nullable Series[] row(TagSet tags) {
    @Nullable Series[] row = rows.get(tags);
    return row == null ? NO_ROW : row;
  }

  private @Nullable Series[] longer(TagSet tags, @Nullable Series[] row, int index) {
    if (rows.size() >= ROWS_MAX) rows.clear();
    @Nullable Series[] longer = Arrays.copyOf(row, index + 8);
    rows.put(tags, longer);
    return longer;
  }

  private Series series(Metric metric, TagSet tags) {
    OfMetric all = of(metric);
    Series series = all.series.get(tags);
    if (series != null) return series;
    if (all.series.size() < seriesMax) return make(all, metric, tags);
    if (!all.isFull) tellOf(metric);
    all.isFull = true;
    TagSet kept = TagSet.EMPTY;
    for (Part part : all.parts) if (part.of.has(tags)) kept = kept.with(part.of.tags());
    series = all.series.get(kept);
    return series == null ? make(all, metric, kept) : series;
  }

  private static Series make(OfMetric all, Metric metric, TagSet tags) {
    Series series = new Series(metric, tags);
    for (Part part : all.parts) if (part.of.has(tags)) series.parts.add(part);
    all.series.put(tags, series);
    return series;
  }

  private void tellOf(Metric metric) {
    warnings.accept(
        ("the metric '%s' has more than %,d different sets of tags; further ones are counted together."
                + " Give requests to many addresses one 'name' tag")
            .formatted(metric, seriesMax));
  }

  private OfMetric of(Metric metric) {
    OfMetric all = metrics.get(metric);
    if (all != null) return all;
    all = new OfMetric();
    metrics.put(metric, all);
    follow(SubMetric.whole(metric));
    return all;
  }

  /** Keeps totals of this part from now on, with what of it is there already. */
  void follow(SubMetric wanted) {
    OfMetric all = of(wanted.metric());
    if (part(all, wanted) != null) return;
    Part part = new Part(wanted);
    all.parts.add(part);
    for (Series series : all.series.values()) {
      if (!wanted.has(series.tags)) continue;
      series.parts.add(part);
      part.run.add(series.run);
    }
  }

  private static @Nullable Part part(OfMetric all, SubMetric wanted) {
    for (Part part : all.parts) if (part.of.tags().equals(wanted.tags())) return part;
    return null;
  }

  /** The run's totals of a part as of the last interval that ended; a copy. */
  Totals totals(SubMetric wanted) {
    OfMetric all = metrics.get(wanted.metric());
    if (all == null) return new Totals(wanted.metric().type());
    Part part = part(all, wanted);
    if (part != null) return part.run.copy();
    Totals sum = new Totals(wanted.metric().type());
    for (Series series : all.series.values()) if (wanted.has(series.tags)) sum.add(series.run);
    return sum;
  }

  /** The series of the run with their totals, by metric; copies. */
  List<Interval.Part> series() {
    List<Interval.Part> found = new ArrayList<>();
    for (OfMetric all : metrics.values()) {
      for (Series series : all.series.values()) found.add(copy(series));
    }
    return found;
  }

  private static Interval.Part copy(Series series) {
    return new Interval.Part(series.metric, series.tags, series.run.copy());
  }

  /** Adds what this interval had to the run's totals and begins the next. */
  List<Interval.Part> endInterval() {
    List<Interval.Part> ended = new ArrayList<>(active.size());
    for (Series series : active) {
      Totals interval = series.interval;
      if (interval == null) continue;
      series.interval = null;
      series.run.add(interval);
      for (Part part : series.parts) part.run.add(interval);
      ended.add(new Interval.Part(series.metric, series.tags, interval));
    }
    active = new ArrayList<>(active.size());
    return ended;
  }
}
