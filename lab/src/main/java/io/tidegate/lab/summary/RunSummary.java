package io.tidegate.lab.summary;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.threshold.ThresholdResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All that a summary says of a run that has ended; {@link SummaryJson} and {@link TextSummary}
 * write it.
 *
 * @param metrics with samples or thresholds, and parts of them, by name
 * @param scenarios by name, for the full text
 * @param duration of the run, without setup and teardown
 * @param setupData as JSON; null without setup
 */
public record RunSummary(
    List<Entry> metrics,
    CheckTree checks,
    List<ScenarioPart> scenarios,
    List<ThresholdResult> thresholds,
    Duration duration,
    boolean stdOutTty,
    boolean stdErrTty,
    @Nullable String setupData,
    SummaryOptions options) {

  /** A metric or a part of one. */
  public record Entry(SubMetric of, Totals totals, List<ThresholdResult> thresholds) {}

  private static final Comparator<Entry> BY_NAME =
      Comparator.comparing((Entry entry) -> entry.of.metric().name())
          .thenComparing(entry -> entry.of.name());

  /** What one scenario did; groups by their path. */
  record ScenarioPart(
      String name, List<Entry> metrics, CheckTree checks, Map<String, List<Entry>> groups) {}

  /**
   * Of a run that has ended.
   *
   * @param store closed
   * @param checks which listened to the store
   * @param thresholds as found at the end
   */
  public static RunSummary of(
      MetricRegistry metrics,
      MetricStore store,
      CheckCounts checks,
      List<ThresholdResult> thresholds,
      Duration duration,
      boolean stdOutTty,
      boolean stdErrTty,
      @Nullable String setupData,
      SummaryOptions options) {
    List<SubMetric> all = new ArrayList<>(metrics.all().stream().map(SubMetric::whole).toList());
    all.addAll(store.followed());
    List<Entry> entries =
        all.stream()
            .map(of -> new Entry(of, store.totals(of), of(of, thresholds)))
            .filter(entry -> entry.totals.count() > 0 || isDemanded(entry.of, thresholds))
            .sorted(BY_NAME)
            .toList();
    List<ScenarioPart> scenarios =
        options.mode() == SummaryOptions.Mode.FULL ? scenarios(store.series(), checks) : List.of();
    return new RunSummary(
        entries,
        checks.all(),
        scenarios,
        thresholds,
        duration,
        stdOutTty,
        stdErrTty,
        setupData,
        options);
  }

  /** Whether a threshold is about it or, where it is a whole, about a part of it. */
  private static boolean isDemanded(SubMetric of, List<ThresholdResult> thresholds) {
    return thresholds.stream()
        .map(ThresholdResult::of)
        .anyMatch(one ->
            one.name().equals(of.name())
                || (of.suffix().isEmpty() && one.metric().equals(of.metric())));
  }

  private static List<ThresholdResult> of(SubMetric of, List<ThresholdResult> thresholds) {
    return thresholds.stream().filter(result -> result.of().name().equals(of.name())).toList();
  }

  private static List<ScenarioPart> scenarios(List<Interval.Part> series, CheckCounts checks) {
    List<ScenarioPart> parts = new ArrayList<>();
    for (String name : tagValues(series, "scenario")) {
      Predicate<Interval.Part> inScenario = part -> name.equals(part.tags().get("scenario"));
      List<Interval.Part> own = series.stream().filter(inScenario).toList();
      Map<String, List<Entry>> groups = new TreeMap<>();
      for (String group : tagValues(own, "group"))
        groups.put(
            group,
            entries(own.stream().filter(part -> group.equals(part.tags().get("group"))).toList()));
      CheckTree tree = checks.scenarios().getOrDefault(name, new CheckTree());
      parts.add(new ScenarioPart(name, entries(own), tree, groups));
    }
    return parts;
  }

  private static List<String> tagValues(List<Interval.Part> series, String tag) {
    List<String> values = new ArrayList<>();
    for (Interval.Part part : series) {
      String value = part.tags().get(tag);
      if (value != null && !value.isEmpty() && !values.contains(value)) values.add(value);
    }
    values.sort(Comparator.naturalOrder());
    return values;
  }

  private static List<Entry> entries(List<Interval.Part> series) {
    Map<String, Entry> byName = new TreeMap<>();
    for (Interval.Part part : series) {
      Metric metric = part.metric();
      byName
          .computeIfAbsent(
              metric.name(),
              _ -> new Entry(SubMetric.whole(metric), new Totals(metric.type()), List.of()))
          .totals
          .add(part.totals());
    }
    return List.copyOf(byName.values());
  }

  double seconds() {
    return duration.toNanos() / 1e9;
  }
}
