package io.tidegate.lab.cli;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.StageText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Options as the environment has them, such as {@code K6_VUS}. Pure. */
final class EnvironmentOptions {

  private static final List<String> TEXTS =
      List.of(
          "vus",
          "duration",
          "iterations",
          "rps",
          "batch",
          "batchPerHost",
          "maxRedirects",
          "userAgent",
          "httpDebug",
          "throw",
          "discardResponseBodies",
          "noConnectionReuse",
          "noVUConnectionReuse",
          "insecureSkipTLSVerify",
          "minIterationDuration",
          "noCookiesReset",
          "setupTimeout",
          "teardownTimeout",
          "paused",
          "noSetup",
          "noTeardown",
          "localIPs",
          "summaryTimeUnit");

  private static final List<String> LISTS =
      List.of("systemTags", "summaryTrendStats", "blacklistIPs", "blockHostnames");

  private EnvironmentOptions() {}

  /**
   * Those of an environment.
   *
   * @throws OptionException if one says nothing
   */
  static OptionTree of(Map<String, String> environment) throws OptionException {
    Map<String, Object> given = new LinkedHashMap<>();
    for (String name : TEXTS) {
      String value = value(environment, name);
      if (!value.isEmpty()) given.put(name, value);
    }
    for (String name : LISTS) {
      String value = value(environment, name);
      if (!value.isEmpty()) given.put(name, List.of(value.split(",", -1)));
    }
    String stages = value(environment, "stages");
    if (!stages.isEmpty()) given.put("stages", StageText.parse(List.of(stages.split(",", -1))));
    String dns = value(environment, "dns");
    if (!dns.isEmpty()) given.put("dns", OptionFlags.dns(dns));
    return new OptionTree("", given);
  }

  private static String value(Map<String, String> environment, String name) {
    return environment.getOrDefault("K6_" + upper(name), "");
  }

  /** {@code minIterationDuration} as MIN_ITERATION_DURATION. */
  private static String upper(String name) {
    StringBuilder upper = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean begins =
          Character.isUpperCase(c) && i > 0 && !Character.isUpperCase(name.charAt(i - 1));
      boolean ends =
          Character.isUpperCase(c)
              && i > 1
              && Character.isUpperCase(name.charAt(i - 1))
              && i + 1 < name.length()
              && Character.isLowerCase(name.charAt(i + 1));
      if (begins || ends) upper.append('_');
      upper.append(Character.toUpperCase(c));
    }
    return upper.toString();
  }
}
