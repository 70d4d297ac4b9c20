package io.tidegate.lab.threshold;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All thresholds of a run. Any thread. */
public final class Thresholds {

  private final Map<SubMetric, List<Threshold>> all;

  private Thresholds(Map<SubMetric, List<Threshold>> all) {
    this.all = all;
  }

  /**
   * Those of a script. Called when its metrics are there, before anything runs; k6 ends with exit
   * code 104 where this throws.
   *
   * @param wanted by the name of the metric, which may name tags
   * @throws ThresholdException if there is no such metric, or it has no such figure
   */
  public static Thresholds of(Map<String, List<Threshold>> wanted, MetricRegistry metrics)
      throws ThresholdException {
    Map<SubMetric, List<Threshold>> all = new LinkedHashMap<>();
    for (Map.Entry<String, List<Threshold>> entry : wanted.entrySet()) {
      SubMetric of = subMetric(entry.getKey(), metrics);
      for (Threshold threshold : entry.getValue()) check(of, threshold);
      all.put(of, List.copyOf(entry.getValue()));
    }
    return new Thresholds(all);
  }

  private static SubMetric subMetric(String name, MetricRegistry metrics)
      throws ThresholdException {
    try {
      return SubMetric.parse(name, metrics);
    } catch (IllegalArgumentException e) {
      throw new ThresholdException("the thresholds of '" + name + "': " + e.getMessage());
    }
  }

  private static void check(SubMetric of, Threshold threshold) throws ThresholdException {
    MetricType type = of.metric().type();
    if (Threshold.has(type, threshold.statistic().kind())) return;
    throw new ThresholdException(
        "the threshold '%s' of '%s': a %s has no '%s', only %s"
            .formatted(
                threshold.source(),
                of.name(),
                type.name().toLowerCase(Locale.ROOT),
                threshold.statistic().name(),
                Threshold.figuresOf(type)));
  }

  /** Has the store keep the totals of which they are. Called before anything runs. */
  public void followIn(MetricStore store) {
    for (SubMetric of : all.keySet()) if (!of.tags().isEmpty()) store.follow(of);
  }

  /** The thresholds of each metric or part of one, in the order of the script. */
  public Map<SubMetric, List<Threshold>> all() {
    return all;
  }

  /**
   * Looks at all of them.
   *
   * @param elapsed since the start of the run
   */
  public List<ThresholdResult> evaluate(MetricStore store, Duration elapsed) {
    List<ThresholdResult> results = new ArrayList<>();
    double seconds = elapsed.toNanos() / 1e9;
    for (Map.Entry<SubMetric, List<Threshold>> entry : all.entrySet()) {
      Totals totals = store.totals(entry.getKey());
      for (Threshold threshold : entry.getValue())
        results.add(evaluate(entry.getKey(), threshold, totals, seconds));
    }
    return results;
  }

  private static ThresholdResult evaluate(
      SubMetric of, Threshold threshold, Totals totals, double seconds) {
    double figure = threshold.statistic().of(totals, seconds);
    boolean isEmptyRate = totals.count() == 0 && of.metric().type() == MetricType.RATE;
    boolean holds = isEmptyRate || threshold.operator().holds(figure, threshold.bound());
    return new ThresholdResult(of, threshold, holds, figure, totals.count());
  }

  /** Whether the run must end because of one of these. */
  public static boolean abort(List<ThresholdResult> results, Duration elapsed) {
    return results.stream()
        .anyMatch(result ->
            !result.holds()
                && result.threshold().abortOnFail()
                && elapsed.compareTo(result.threshold().delayAbortEval()) >= 0);
  }

  /** Those that show nothing, since their metric has no sample. */
  public static List<ThresholdResult> empty(List<ThresholdResult> results) {
    return results.stream().filter(result -> result.samples() == 0).toList();
  }

  /** The names of metrics that have a threshold which does not hold, sorted. */
  public static List<String> crossed(List<ThresholdResult> results) {
    return results.stream()
        .filter(result -> !result.holds())
        .map(result -> result.of().name())
        .distinct()
        .sorted()
        .toList();
  }
}
