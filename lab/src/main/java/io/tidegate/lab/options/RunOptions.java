package io.tidegate.lab.options;

import io.tidegate.lab.options.ScenarioOptions.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run is asked to do, checked.
 *
 * @param thresholds by metric, as they are written: texts, or trees that hold one
 * @param rps requests a second at most over all users; 0 for any
 * @param share which of the load is this instance's
 */
public record RunOptions(
    List<ScenarioOptions> scenarios,
    Http http,
    Map<String, List<Object>> thresholds,
    Map<String, String> tags,
    Set<String> systemTags,
    Phases phases,
    Summary summary,
    Duration minIterationDuration,
    boolean noCookiesReset,
    double rps,
    Share share) {

  /**
   * How requests are made.
   *
   * @param debug {@code full}, {@code headers}, or empty: what of them is told in the log
   */
  public record Http(
      String userAgent,
      int maxRedirects,
      boolean discardResponseBodies,
      boolean throwing,
      int batch,
      int batchPerHost,
      boolean noVuConnectionReuse,
      String debug) {}

  /**
   * What happens before and behind the scenarios.
   *
   * @param paused whether the run waits until somebody resumes it
   */
  public record Phases(
      boolean paused,
      boolean noSetup,
      boolean noTeardown,
      Duration setupTimeout,
      Duration teardownTimeout) {}

  /**
   * What is shown in the end.
   *
   * @param timeout of what the script makes of it
   */
  public record Summary(List<String> trendStats, @Nullable String timeUnit, Duration timeout) {}

  /** k6's tags of samples. */
  public static final Set<String> SYSTEM_TAGS =
      Set.of(
          "proto",
          "subproto",
          "status",
          "method",
          "url",
          "name",
          "group",
          "check",
          "error",
          "error_code",
          "tls_version",
          "scenario",
          "service",
          "expected_response");

  /** k6's figures of a trend. */
  public static final List<String> TREND_STATS =
      List.of("avg", "min", "med", "max", "p(90)", "p(95)");

  private static final String USER_AGENT = "Grafana k6/1.8.1";
  private static final int COUNT_MOST = 10_000_000;
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration GRACEFUL = Duration.ofSeconds(30);
  private static final Duration SUMMARY_TIME = Duration.ofMinutes(2);
  private static final Duration ITERATIONS_TIME = Duration.ofMinutes(10);

  /** What k6 takes and this does not need, or not yet. */
  private static final List<String> IGNORED = List.of("ext", "cloud", "noSummary");

  /** How users reach a server, which the client's own options say. */
  private static final List<String> ELSEWHERE =
      List.of(
          "hosts",
          "dns",
          "localIPs",
          "blockHostnames",
          "blacklistIPs",
          "tlsAuth",
          "tlsCipherSuites",
          "tlsVersion",
          "insecureSkipTLSVerify",
          "noConnectionReuse");

  /**
   * Those of a tree.
   *
   * @throws OptionException if one cannot hold
   */
  public static RunOptions of(OptionTree tree) throws OptionException {
    IGNORED.forEach(tree::has);
    ELSEWHERE.forEach(tree::has);
    Map<String, List<Object>> thresholds = new LinkedHashMap<>();
    OptionTree limits = tree.tree("thresholds");
    for (String metric : limits.values().keySet()) thresholds.put(metric, limits.list(metric));
    List<String> stats = new ArrayList<>();
    for (Object one : tree.list("summaryTrendStats")) stats.add(String.valueOf(one));
    Long rps = tree.whole("rps", 0, COUNT_MOST);
    return new RunOptions(
        scenarios(tree),
        http(tree),
        thresholds,
        tree.texts("tags"),
        systemTags(tree),
        new Phases(
            tree.truth("paused", false),
            tree.truth("noSetup", false),
            tree.truth("noTeardown", false),
            tree.time("setupTimeout", Duration.ofSeconds(60)),
            tree.time("teardownTimeout", Duration.ofSeconds(60))),
        new Summary(
            stats.isEmpty() ? TREND_STATS : stats,
            tree.text("summaryTimeUnit"),
            tree.time("handleSummaryTimeout", SUMMARY_TIME)),
        tree.time("minIterationDuration", Duration.ZERO),
        tree.truth("noCookiesReset", false),
        rps == null ? 0 : rps,
        Share.of(tree.text("executionSegment"), tree.text("executionSegmentSequence")));
  }

  private static Http http(OptionTree tree) throws OptionException {
    return new Http(
        tree.text("userAgent", USER_AGENT),
        tree.whole("maxRedirects", 0, COUNT_MOST, 10),
        tree.truth("discardResponseBodies", false),
        tree.truth("throw", false),
        tree.whole("batch", 1, COUNT_MOST, 20),
        tree.whole("batchPerHost", 1, COUNT_MOST, 6),
        tree.truth("noVUConnectionReuse", false),
        tree.text("httpDebug", ""));
  }

  private static Set<String> systemTags(OptionTree tree) throws OptionException {
    if (!tree.has("systemTags")) return SYSTEM_TAGS;
    Set<String> tags = new LinkedHashSet<>();
    for (Object one : tree.list("systemTags"))
      for (String tag : String.valueOf(one).split(",", -1))
        if (!tag.isBlank()) tags.add(tag.strip());
    return tags;
  }

  // ---- scenarios ----

  private static List<ScenarioOptions> scenarios(OptionTree tree) throws OptionException {
    OptionTree all = tree.tree("scenarios");
    if (all.values().isEmpty()) return List.of(simple(tree));
    List<ScenarioOptions> scenarios = new ArrayList<>();
    for (String name : all.values().keySet()) scenarios.add(scenario(name, all.tree(name)));
    return scenarios;
  }

  /** One scenario by the short options. */
  private static ScenarioOptions simple(OptionTree tree) throws OptionException {
    Integer vus = count(tree, "vus");
    Long iterations = tree.whole("iterations", 1, Long.MAX_VALUE);
    Duration duration = tree.time("duration");
    Load load;
    if (tree.has("stages") && (iterations != null || duration != null))
      throw new OptionException(
          "stages say how long, and so does iterations or duration: name one of them");
    if (tree.has("stages"))
      load = new Load.RampingVus(vus == null ? 1 : vus, stages(tree), GRACEFUL);
    else if (iterations != null)
      load =
          new Load.SharedIterations(
              vus == null ? 1 : vus, iterations, duration == null ? ITERATIONS_TIME : duration);
    else if (duration != null)
      load = new Load.ConstantVus(vus == null ? 1 : vus, lasting("duration", duration));
    else load = new Load.PerVuIterations(1, 1, ITERATIONS_TIME);
    return new ScenarioOptions(
        "default", load, "default", Map.of(), Map.of(), Duration.ZERO, GRACEFUL);
  }

  private static @Nullable Integer count(OptionTree tree, String name) throws OptionException {
    Long count = tree.whole(name, 0, COUNT_MOST);
    return count == null ? null : Math.toIntExact(count);
  }

  private static ScenarioOptions scenario(String name, OptionTree tree) throws OptionException {
    String executor = tree.text("executor");
    if (executor == null) throw tree.wrong("executor", "the name of an executor");
    Load load = load(executor, tree);
    boolean controlled = load instanceof Load.ExternallyControlled;
    ScenarioOptions scenario =
        new ScenarioOptions(
            name,
            load,
            tree.text("exec", "default"),
            tree.texts("env"),
            tree.texts("tags"),
            tree.time("startTime", Duration.ZERO),
            tree.time("gracefulStop", controlled ? Duration.ZERO : GRACEFUL));
    tree.has("options");
    List<String> unknown = tree.unknown();
    if (!unknown.isEmpty())
      throw new OptionException(
          "scenario "
              + name
              + " has an option that "
              + executor
              + " does not know: "
              + String.join(", ", unknown));
    return scenario;
  }

  private static Load load(String executor, OptionTree tree) throws OptionException {
    return switch (executor) {
      case "shared-iterations" ->
          new Load.SharedIterations(
              vus(tree), iterations(tree), tree.time("maxDuration", ITERATIONS_TIME));
      case "per-vu-iterations" ->
          new Load.PerVuIterations(
              vus(tree), iterations(tree), tree.time("maxDuration", ITERATIONS_TIME));
      case "constant-vus" -> new Load.ConstantVus(vus(tree), needed(tree, "duration"));
      case "ramping-vus" ->
          new Load.RampingVus(
              tree.whole("startVUs", 0, COUNT_MOST, 1),
              stages(tree),
              tree.time("gracefulRampDown", GRACEFUL));
      case "constant-arrival-rate" -> {
        int made = preAllocated(tree);
        yield new Load.ConstantArrivalRate(
            neededCount(tree, "rate"),
            tree.time("timeUnit", Duration.ofSeconds(1)),
            needed(tree, "duration"),
            made,
            Math.max(made, tree.whole("maxVUs", 0, COUNT_MOST, made)));
      }
      case "ramping-arrival-rate" -> {
        int made = preAllocated(tree);
        yield new Load.RampingArrivalRate(
            tree.whole("startRate", 0, COUNT_MOST, 0),
            tree.time("timeUnit", Duration.ofSeconds(1)),
            stages(tree),
            made,
            Math.max(made, tree.whole("maxVUs", 0, COUNT_MOST, made)));
      }
      case "externally-controlled" -> controlled(tree);
      default -> throw tree.wrong("executor", "the name of an executor");
    };
  }

  private static Load controlled(OptionTree tree) throws OptionException {
    int vus = tree.whole("vus", 0, COUNT_MOST, 0);
    int most = tree.whole("maxVUs", 0, COUNT_MOST, vus);
    Duration duration = tree.time("duration");
    if (duration == null)
      throw new OptionException("the duration must be specified, for infinite duration use 0");
    if (vus > most)
      throw new OptionException(
          "the number of active VUs (%d) must be less than or equal to the number of maxVUs (%d)"
              .formatted(vus, most));
    if (tree.has("gracefulStop"))
      throw new OptionException(
          "gracefulStop is not supported by the externally controlled executor");
    return new Load.ExternallyControlled(vus, most, duration);
  }

  private static int preAllocated(OptionTree tree) throws OptionException {
    Integer made = count(tree, "preAllocatedVUs");
    if (made == null)
      throw new OptionException(
          "the number of %s isn't specified".formatted(tree.pathOf("preAllocatedVUs")));
    return made;
  }

  private static int vus(OptionTree tree) throws OptionException {
    return tree.whole("vus", 1, COUNT_MOST, 1);
  }

  private static long iterations(OptionTree tree) throws OptionException {
    Long iterations = tree.whole("iterations", 1, Long.MAX_VALUE);
    return iterations == null ? 1 : iterations;
  }

  private static Duration needed(OptionTree tree, String name) throws OptionException {
    Duration time = tree.time(name);
    if (time == null) throw tree.wrong(name, "a time of at least 1s");
    return lasting(name, time);
  }

  private static Duration lasting(String name, Duration time) throws OptionException {
    if (time.compareTo(SHORTEST) >= 0) return time;
    throw new OptionException(
        "the %s must be at least 1s, but is %s".formatted(name, Durations.text(time)));
  }

  private static int neededCount(OptionTree tree, String name) throws OptionException {
    Integer count = count(tree, name);
    if (count == null || count == 0) throw tree.wrong(name, "a number above 0");
    return count;
  }

  private static List<Stage> stages(OptionTree tree) throws OptionException {
    List<Stage> stages = new ArrayList<>();
    for (OptionTree stage : tree.trees("stages")) {
      Duration time = stage.time("duration");
      if (time == null) throw stage.wrong("duration", "a time");
      stages.add(new Stage(time, stage.whole("target", 0, COUNT_MOST, 0)));
    }
    if (stages.isEmpty()) throw tree.wrong("stages", "a list with at least one stage");
    return stages;
  }
}
