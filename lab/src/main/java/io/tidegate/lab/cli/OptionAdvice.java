package io.tidegate.lab.cli;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an option that k6 does not know at the top level means for a run, and where it belongs. */
final class OptionAdvice {

  private static final Map<String, String> ADVICE =
      Map.of(
          "executor",
          "options.executor does nothing here: users run one iteration after the other (a closed"
              + " model), whatever it names. It belongs into options.scenarios.NAME.executor",
          "startVUs",
          "options.startVUs does nothing here: the run starts with 1 user, or with options.vus. It"
              + " belongs into a scenario with executor: 'ramping-vus'",
          "rate",
          "options.rate does nothing here: no rate is held. It belongs into a scenario with"
              + " executor: 'constant-arrival-rate'",
          "preAllocatedVUs",
          "options.preAllocatedVUs does nothing here; it belongs into a scenario of an open model",
          "maxVUs",
          "options.maxVUs does nothing here; it belongs into a scenario of an open model",
          "gracefulStop",
          "options.gracefulStop does nothing here; it belongs into options.scenarios.NAME",
          "exec",
          "options.exec does nothing here; it belongs into options.scenarios.NAME");

  private OptionAdvice() {}

  /** What to tell of options that k6 knows and that do nothing here, with the level of each. */
  static Map<String, String> unused(OptionTree tree) throws OptionException {
    Map<String, String> told = new LinkedHashMap<>();
    for (String name : tree.tree("ext").values().keySet())
      if (!name.equals("influxdb")) told.put("options.ext." + name + " does nothing here", "info");
    boolean shapes =
        tree.has("iterations")
            || tree.has("duration")
            || tree.has("stages")
            || tree.has("scenarios");
    if (tree.has("vus") && !shapes && !"1".equals(tree.text("vus")))
      told.put(
          "`vus=%s` option will be ignored, it only works in conjunction with `iterations`, `duration`, or `stages`"
              .formatted(tree.text("vus")),
          "warning");
    return told;
  }

  /** One sentence; empty where there is nothing to tell. */
  static String of(String option) {
    return ADVICE.getOrDefault(option, "");
  }
}
