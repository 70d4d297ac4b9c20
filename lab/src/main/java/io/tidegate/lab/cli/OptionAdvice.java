package io.tidegate.lab.cli;

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

  /** One sentence; empty where there is nothing to tell. */
  static String of(String option) {
    return ADVICE.getOrDefault(option, "");
  }
}
