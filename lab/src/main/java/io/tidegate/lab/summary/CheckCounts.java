package io.tidegate.lab.summary;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.IntervalListener;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts checks from the samples of {@code checks}, by the tags {@code check}, {@code group} and
 * {@code scenario}; groups without checks come from {@code group_duration}. On the thread of the
 * intervals; but for {@link #read}, read when the store is closed.
 */
public final class CheckCounts implements IntervalListener {

  private final BuiltinMetrics metrics;
  private final CheckTree all = new CheckTree();
  private final Map<String, CheckTree> scenarios = new LinkedHashMap<>();

  /** To be made a listener of the store. */
  public CheckCounts(BuiltinMetrics metrics) {
    this.metrics = metrics;
  }

  /** Of all scenarios together. */
  public CheckTree all() {
    return all;
  }

  /** Of each scenario that had a check or a group. */
  Map<String, CheckTree> scenarios() {
    return scenarios;
  }

  /** What somebody makes of those of all scenarios, while the run goes on. Any thread. */
  public synchronized <T> T read(Function<CheckTree, T> reader) {
    return reader.apply(all);
  }

  @Override
  public synchronized void interval(Interval interval) {
    for (Interval.Part part : interval.parts()) {
      if (part.metric() != metrics.checks && part.metric() != metrics.groupDuration) continue;
      String scenario = text(part.tags().get("scenario"));
      add(all, part);
      add(scenarios.computeIfAbsent(scenario, _ -> new CheckTree()), part);
    }
  }

  private void add(CheckTree tree, Interval.Part part) {
    String group = text(part.tags().get("group"));
    String check = part.tags().get("check");
    if (part.metric() == metrics.groupDuration) {
      tree.group(group);
    } else if (check != null) {
      long passes = Math.round(part.totals().sum());
      tree.add(group, check, passes, part.totals().count() - passes);
    }
  }

  private static String text(@Nullable String tag) {
    return Objects.requireNonNullElse(tag, "");
  }
}
