package io.tidegate.lab.cli;

import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.Share;
import io.tidegate.lab.options.StageText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The flags of {@code lab run} that say what the option of a script says, and win over it. */
final class OptionFlags {

  private static final String HEADERS = "headers";

  /** What follows a flag behind a blank is not its value, but the script. */
  static final class Attached implements CommandLine.IParameterPreprocessor {
    @Override
    public boolean preprocess(
        Stack<String> arguments, CommandSpec command, ArgSpec flag, Map<String, Object> info) {
      if (" ".equals(info.get("separator"))) arguments.push(HEADERS);
      return false;
    }
  }

  @Option(
      names = {"-u", "--vus"},
      description = "Virtual users.")
  private @Nullable String vus;

  @Option(
      names = {"-d", "--duration"},
      description = "How long, such as 30s.")
  private @Nullable String duration;

  @Option(
      names = {"-i", "--iterations"},
      description = "Iterations over all users.")
  private @Nullable String iterations;

  @Option(
      names = {"-s", "--stage"},
      split = ",",
      description = "A stage as TIME:USERS, such as 30s:100; again for more.")
  private List<String> stages = List.of();

  @Option(
      names = "--execution-segment",
      description = "Only this part of the load, such as 1/3, 10%% or 0.2:2/3.")
  private @Nullable String segment;

  @Option(
      names = "--execution-segment-sequence",
      description = "How the whole load is split, such as 0,1/3,1.")
  private @Nullable String sequence;

  @Option(names = "--rps", description = "Requests a second at most, over all users.")
  private @Nullable String rps;

  @Option(names = "--tag", description = "NAME=VALUE for all samples; again for more.")
  private List<String> tags = List.of();

  @Option(names = "--system-tags", description = "Only these tags of k6, with commas between them.")
  private @Nullable String systemTags;

  @Option(names = "--summary-trend-stats", description = "Figures of trends, such as avg,p(99).")
  private @Nullable String trendStats;

  @Option(names = "--summary-time-unit", description = "s, ms or us.")
  private @Nullable String timeUnit;

  @Option(
      names = {"-p", "--paused"},
      description = "Waits before it begins until somebody resumes it.")
  private @Nullable Boolean paused;

  @Option(names = "--no-setup", description = "No setup.")
  private @Nullable Boolean noSetup;

  @Option(names = "--no-teardown", description = "No teardown.")
  private @Nullable Boolean noTeardown;

  @Option(
      names = {"-w", "--throw"},
      description = "Requests that fail throw.")
  private @Nullable Boolean throwing;

  @Option(names = "--discard-response-bodies", description = "Bodies are read and dropped.")
  private @Nullable Boolean discardResponseBodies;

  @Option(names = "--no-connection-reuse", description = "A connection for each request.")
  private @Nullable Boolean noConnectionReuse;

  @Option(names = "--no-vu-connection-reuse", description = "Connections for each iteration.")
  private @Nullable Boolean noVuConnectionReuse;

  @Option(names = "--insecure-skip-tls-verify", description = "Believes every certificate.")
  private @Nullable Boolean insecureSkipTlsVerify;

  @Option(
      names = "--http-debug",
      arity = "0..1",
      fallbackValue = HEADERS,
      preprocessor = Attached.class,
      description = "Logs requests and replies; with =full also their bodies.")
  private @Nullable String httpDebug;

  @Option(names = "--user-agent", description = "User-Agent of requests.")
  private @Nullable String userAgent;

  @Option(names = "--max-redirects", description = "That one request follows.")
  private @Nullable String maxRedirects;

  @Option(names = "--batch", description = "Requests of one batch at once.")
  private @Nullable String batch;

  @Option(names = "--batch-per-host", description = "Of these to one host.")
  private @Nullable String batchPerHost;

  @Option(names = "--min-iteration-duration", description = "An iteration takes at least so long.")
  private @Nullable String minIterationDuration;

  @Option(
      names = "--blacklist-ip",
      split = ",",
      description = "Addresses that are not called, such as 10.0.0.0/8; again for more.")
  private List<String> blacklistIps = List.of();

  @Option(
      names = "--block-hostnames",
      split = ",",
      description = "Names that are not called, such as *.example.com; again for more.")
  private List<String> blockHostnames = List.of();

  @Option(names = "--local-ips", description = "Addresses of this machine to call from.")
  private @Nullable String localIps;

  @Option(
      names = "--dns",
      description = "How names are looked up: ttl=5m,select=random,policy=any.")
  private @Nullable String dns;

  /**
   * What they say.
   *
   * @throws OptionException if one says nothing
   */
  OptionTree tree() throws OptionException {
    Map<String, Object> given = new LinkedHashMap<>();
    whole(given, "vus", "-u, --vus", vus);
    whole(given, "iterations", "-i, --iterations", iterations);
    whole(given, "rps", "--rps", rps);
    whole(given, "maxRedirects", "--max-redirects", maxRedirects);
    whole(given, "batch", "--batch", batch);
    whole(given, "batchPerHost", "--batch-per-host", batchPerHost);
    time(given, "duration", "-d, --duration", duration);
    time(given, "minIterationDuration", "--min-iteration-duration", minIterationDuration);
    put(given, "httpDebug", httpDebug);
    put(given, "userAgent", userAgent);
    Share.check(segment, sequence);
    put(given, "executionSegment", segment);
    put(given, "executionSegmentSequence", sequence);
    put(given, "localIPs", localIps);
    put(given, "summaryTimeUnit", timeUnit);
    put(given, "paused", paused);
    put(given, "noSetup", noSetup);
    put(given, "noTeardown", noTeardown);
    put(given, "throw", throwing);
    put(given, "discardResponseBodies", discardResponseBodies);
    put(given, "noConnectionReuse", noConnectionReuse);
    put(given, "noVUConnectionReuse", noVuConnectionReuse);
    put(given, "insecureSkipTLSVerify", insecureSkipTlsVerify);
    if (systemTags != null) given.put("systemTags", List.of(systemTags.split(",", -1)));
    if (trendStats != null) given.put("summaryTrendStats", List.of(trendStats.split(",", -1)));
    if (!stages.isEmpty()) given.put("stages", StageText.parse(stages));
    if (!tags.isEmpty()) given.put("tags", pairs(tags));
    if (!blacklistIps.isEmpty()) given.put("blacklistIPs", new ArrayList<>(blacklistIps));
    if (!blockHostnames.isEmpty()) given.put("blockHostnames", new ArrayList<>(blockHostnames));
    if (dns != null) given.put("dns", dns(dns));
    return new OptionTree("", given);
  }

  private static void put(Map<String, Object> to, String name, @Nullable Object value) {
    if (value != null) to.put(name, value);
  }

  private static void whole(
      Map<String, Object> to, String name, String flag, @Nullable String value)
      throws OptionException {
    if (value == null) return;
    try {
      to.put(name, Long.toString(Long.parseLong(value)));
    } catch (NumberFormatException _) {
      throw wrong(value, flag, "a whole number");
    }
  }

  private static void time(Map<String, Object> to, String name, String flag, @Nullable String value)
      throws OptionException {
    if (value == null) return;
    try {
      to.put(name, Durations.text(Durations.of(name, value)));
    } catch (OptionException _) {
      throw wrong(value, flag, "a time such as 30s");
    }
  }

  private static OptionException wrong(String value, String flag, String wanted) {
    return new OptionException(
        "invalid argument \"%s\" for \"%s\" flag: it takes %s".formatted(value, flag, wanted));
  }

  /** What a text says of looking names up. */
  static Map<String, Object> dns(String text) throws OptionException {
    Map<String, Object> pairs = pairs(List.of(text.split(",", -1)));
    for (String name : pairs.keySet())
      if (!List.of("ttl", "select", "policy").contains(name))
        throw new OptionException("unknown DNS configuration field: " + name);
    return pairs;
  }

  private static Map<String, Object> pairs(List<String> texts) throws OptionException {
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (String one : texts) {
      int sign = one.indexOf('=');
      if (sign < 1 || sign == one.length() - 1)
        throw new OptionException("NAME=VALUE is wanted, not \"" + one + "\"");
      pairs.put(one.substring(0, sign), one.substring(sign + 1));
    }
    return pairs;
  }
}
