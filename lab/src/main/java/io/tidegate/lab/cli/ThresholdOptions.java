package io.tidegate.lab.cli;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.threshold.Threshold;
import io.tidegate.lab.threshold.ThresholdException;
import io.tidegate.lab.threshold.Thresholds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The thresholds that options name. */
final class ThresholdOptions {

  private ThresholdOptions() {}

  /**
   * What the options say of metrics.
   *
   * @throws ThresholdException if a threshold cannot be read, or its metric is not there
   * @throws OptionException if what surrounds it cannot
   */
  static Thresholds of(RunOptions options, MetricRegistry metrics)
      throws ThresholdException, OptionException {
    Map<String, List<Threshold>> all = new LinkedHashMap<>();
    for (Map.Entry<String, List<Object>> entry : options.thresholds().entrySet()) {
      List<Threshold> of = new ArrayList<>();
      for (Object one : entry.getValue()) of.add(threshold(entry.getKey(), one));
      all.put(entry.getKey(), of);
    }
    return Thresholds.of(all, metrics);
  }

  private static Threshold threshold(String metric, Object written)
      throws ThresholdException, OptionException {
    if (!(written instanceof Map<?, ?> map))
      return Threshold.parse(String.valueOf(written), false, Duration.ZERO);
    Map<String, Object> values = new HashMap<>();
    map.forEach((name, value) -> values.put(String.valueOf(name), value));
    OptionTree tree = new OptionTree("thresholds." + metric, values);
    return Threshold.parse(
        tree.text("threshold", ""),
        tree.truth("abortOnFail", false),
        tree.time("delayAbortEval", Duration.ZERO));
  }
}
