package io.tidegate.lab.cli;

import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All options that k6 has, as {@code k6 inspect} writes them: null for what nobody says. Pure. */
final class OptionsJson {

  private static final List<String> ALL =
      List.of(
          ("paused vus duration iterations stages scenarios executionSegment"
                  + " executionSegmentSequence noSetup setupTimeout noTeardown teardownTimeout rps dns"
                  + " maxRedirects userAgent batch batchPerHost httpDebug insecureSkipTLSVerify"
                  + " tlsCipherSuites tlsVersion tlsAuth throw thresholds blacklistIPs blockHostnames"
                  + " hosts noConnectionReuse noVUConnectionReuse minIterationDuration ext"
                  + " summaryTrendStats summaryTimeUnit systemTags tags metricSamplesBufferSize"
                  + " noCookiesReset discardResponseBodies")
              .split(" ", -1));

  private static final List<String> OF_SCENARIO =
      List.of("executor", "startTime", "gracefulStop", "env", "exec", "tags");

  private static final Map<String, List<String>> OF_EXECUTOR =
      Map.of(
          "shared-iterations", List.of("vus", "iterations", "maxDuration"),
          "per-vu-iterations", List.of("vus", "iterations", "maxDuration"),
          "constant-vus", List.of("vus", "duration"),
          "ramping-vus", List.of("startVUs", "stages", "gracefulRampDown"),
          "constant-arrival-rate",
              List.of("rate", "timeUnit", "duration", "preAllocatedVUs", "maxVUs"),
          "ramping-arrival-rate",
              List.of("startRate", "timeUnit", "stages", "preAllocatedVUs", "maxVUs"),
          "externally-controlled", List.of("vus", "duration", "maxVUs"));

  private static final List<String> TIMES =
      List.of(
          "duration",
          "setupTimeout",
          "teardownTimeout",
          "minIterationDuration",
          "startTime",
          "gracefulStop",
          "gracefulRampDown",
          "maxDuration",
          "timeUnit");

  /** Numbers and truth values, which the command line and the environment have as texts. */
  private static final List<String> TEXTS =
      List.of("userAgent", "summaryTimeUnit", "httpDebug", "executionSegment", "exec", "localIPs");

  private OptionsJson() {}

  /**
   * Those of a tree.
   *
   * @throws OptionException if a time is none
   */
  static Map<String, @Nullable Object> of(OptionTree tree) throws OptionException {
    Map<String, @Nullable Object> all = members(ALL, tree);
    OptionTree dns = tree.tree("dns");
    Map<String, @Nullable Object> names = new LinkedHashMap<>();
    for (String name : List.of("ttl", "select", "policy")) names.put(name, dns.text(name));
    all.put("dns", names);
    OptionTree scenarios = tree.tree("scenarios");
    if (scenarios.values().isEmpty()) return all;
    Map<String, @Nullable Object> each = new TreeMap<>();
    for (String name : scenarios.values().keySet()) each.put(name, scenario(scenarios.tree(name)));
    all.put("scenarios", each);
    return all;
  }

  private static Map<String, @Nullable Object> scenario(OptionTree tree) throws OptionException {
    List<String> names = new ArrayList<>(OF_SCENARIO);
    names.addAll(OF_EXECUTOR.getOrDefault(tree.text("executor", ""), List.of()));
    return members(names, tree);
  }

  private static Map<String, @Nullable Object> members(List<String> names, OptionTree tree)
      throws OptionException {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    for (String name : names) {
      Object value = tree.values().get(name);
      if (value != null && TIMES.contains(name)) value = Durations.text(Durations.of(name, value));
      if (name.equals("stages") && value != null) value = stages(tree);
      if (value instanceof String text && !TEXTS.contains(name)) value = plain(text);
      all.put(name, value);
    }
    return all;
  }

  private static List<Object> stages(OptionTree tree) throws OptionException {
    List<Object> stages = new ArrayList<>();
    for (OptionTree stage : tree.trees("stages"))
      stages.add(members(List.of("duration", "target"), stage));
    return stages;
  }

  private static Object plain(String text) {
    if (text.equals("true") || text.equals("false")) return Boolean.valueOf(text);
    return text.matches("-?\\d{1,18}") ? (Object) Long.valueOf(text) : text;
  }
}
