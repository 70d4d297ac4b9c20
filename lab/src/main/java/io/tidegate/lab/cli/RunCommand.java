package io.tidegate.lab.cli;

import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.StageText;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lab run}: one run of a script. */
@Command(
    name = "run",
    description = "Runs a k6 script.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes, those of k6:%n",
    exitCodeList = {
      "0:every threshold holds",
      "99:a threshold does not hold",
      "100:setup took too long",
      "101:teardown took too long",
      "104:an option is wrong",
      "105:ended by Ctrl-C or SIGTERM",
      "107:the script cannot be run",
      "108:the script ended the run",
      "120:with --fail-invalid: the generator limited the run, so it measures nothing else",
      "110:the script says that the run has failed",
      "255:wrong usage, or no script"
    })
final class RunCommand implements Callable<Integer> {

  private static final int WRONG_USE = 255;

  @ParentCommand private LabCommand lab = new LabCommand((_, _) -> {});

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "SCRIPT", description = "The script.")
  private Path script = Path.of("script.js");

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
      description = "A stage as TIME:USERS, such as 30s:100; again for more.")
  private List<String> stages = List.of();

  @Option(names = "--rps", description = "Requests a second at most, over all users.")
  private @Nullable String rps;

  @Option(
      names = {"-e", "--env"},
      description = "NAME=VALUE for __ENV; again for more.")
  private List<String> env = List.of();

  @Option(names = "--tag", description = "NAME=VALUE for all samples; again for more.")
  private List<String> tags = List.of();

  @Option(names = "--config", description = "Options as a JSON file.")
  private @Nullable Path config;

  @Option(
      names = {"-o", "--out"},
      description = "Where samples go, such as json=FILE or csv=FILE; again for more.")
  private List<String> outputs = List.of();

  @Option(names = "--summary-export", description = "Writes the summary as JSON to this file.")
  private @Nullable Path summaryExport;

  @Option(names = "--summary-mode", description = "compact, full or legacy.")
  private String summaryMode = "compact";

  @Option(names = "--summary-trend-stats", description = "Figures of trends, such as avg,p(99).")
  private @Nullable String trendStats;

  @Option(names = "--summary-time-unit", description = "s, ms or us.")
  private @Nullable String timeUnit;

  @Option(names = "--no-summary", description = "No summary at the end.")
  private boolean noSummary;

  @Option(names = "--no-thresholds", description = "Thresholds are not looked at.")
  private boolean noThresholds;

  @Option(names = "--no-setup", description = "Setup is not called.")
  private boolean noSetup;

  @Option(names = "--no-teardown", description = "Teardown is not called.")
  private boolean noTeardown;

  @Option(names = "--no-color", description = "No colours.")
  private boolean noColor;

  @Option(
      names = {"-q", "--quiet"},
      description = "No progress.")
  private boolean quiet;

  @Option(
      names = {"-v", "--verbose"},
      description = "Says more.")
  private boolean verbose;

  @Option(names = "--log-format", description = "text, json or raw.")
  private String logFormat = "text";

  @Option(names = "--log-output", description = "stderr, stdout, none or file=FILE.")
  private String logOutput = "stderr";

  @Option(names = "--console-output", description = "File for what the script says.")
  private @Nullable Path consoleOutput;

  @Option(
      names = {"-w", "--throw"},
      description = "Requests that fail throw.")
  private boolean throwing;

  @Option(names = "--discard-response-bodies", description = "Bodies are read and dropped.")
  private boolean discardResponseBodies;

  @Option(names = "--no-connection-reuse", description = "A connection for each request.")
  private boolean noConnectionReuse;

  @Option(names = "--no-vu-connection-reuse", description = "Connections for each iteration.")
  private boolean noVuConnectionReuse;

  @Option(names = "--insecure-skip-tls-verify", description = "Believes every certificate.")
  private boolean insecureSkipTlsVerify;

  @Option(names = "--user-agent", description = "User-Agent of requests.")
  private @Nullable String userAgent;

  @Option(names = "--max-redirects", description = "That one request follows.")
  private @Nullable String maxRedirects;

  @Option(names = "--min-iteration-duration", description = "An iteration takes at least so long.")
  private @Nullable String minIterationDuration;

  @Option(names = "--include-system-env-vars", description = "__ENV has the environment.")
  private boolean includeSystemEnv;

  @Option(names = "--strict", description = "Options that nobody knows are an error.")
  private boolean strict;

  @Option(
      names = "--fail-invalid",
      description = "Ends with 120 where the generator limited the run.")
  private boolean failInvalid;

  @Option(
      names = "--no-probe",
      description = "Does not look before the run at what the generator can do.")
  private boolean noProbe;

  @Option(names = "--out-dir", description = "Keeps the run and its reports in this folder.")
  private @Nullable Path outDir;

  @Override
  public Integer call() throws Exception {
    OutOfMemory.endsTheProcess();
    PrintStream log = logTo();
    try (log) {
      LogLines lines = new LogLines(log, format(), verbose);
      OptionTree given;
      try {
        given = given();
      } catch (OptionException e) {
        lines.say("error", String.valueOf(e.getMessage()));
        return WRONG_USE;
      }
      RunSession.Wishes wishes =
          new RunSession.Wishes(
              script,
              given,
              fromEnvironment(),
              env(),
              config,
              outputs,
              new RunSession.SummaryWishes(noSummary, summaryMode, summaryExport, !noColor),
              noThresholds,
              quiet,
              strict,
              failInvalid,
              noProbe,
              outDir,
              consoleOutput);
      return new RunSession(wishes, lines, lab.signals(), spec.commandLine().getOut()).run();
    }
  }

  private LogLines.Format format() {
    return switch (logFormat) {
      case "json" -> LogLines.Format.JSON;
      case "raw" -> LogLines.Format.RAW;
      default -> LogLines.Format.TEXT;
    };
  }

  private PrintStream logTo() throws IOException {
    if (logOutput.startsWith("file="))
      return new PrintStream(
          new FileOutputStream(logOutput.substring(5)), true, StandardCharsets.UTF_8);
    return switch (logOutput) {
      case "none" -> new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
      case "stdout" -> open(System.out);
      default -> open(System.err);
    };
  }

  /** One whose end does not end the process's own. */
  private static PrintStream open(PrintStream own) {
    return new PrintStream(own, true, StandardCharsets.UTF_8) {
      @Override
      public void close() {
        flush();
      }
    };
  }

  private Map<String, String> env() {
    Map<String, String> all = new TreeMap<>();
    if (includeSystemEnv) all.putAll(System.getenv());
    for (String one : env) {
      int sign = one.indexOf('=');
      if (sign > 0) all.put(one.substring(0, sign), one.substring(sign + 1));
      else all.put(one, System.getenv().getOrDefault(one, ""));
    }
    return all;
  }

  private OptionTree given() throws OptionException {
    Map<String, Object> given = new LinkedHashMap<>();
    put(given, "vus", vus);
    put(given, "duration", duration);
    put(given, "iterations", iterations);
    put(given, "rps", rps);
    put(given, "userAgent", userAgent);
    put(given, "maxRedirects", maxRedirects);
    put(given, "minIterationDuration", minIterationDuration);
    put(given, "summaryTimeUnit", timeUnit);
    if (trendStats != null) given.put("summaryTrendStats", List.of(trendStats.split(",", -1)));
    if (!stages.isEmpty()) given.put("stages", StageText.parse(stages));
    if (!tags.isEmpty()) given.put("tags", pairs(tags));
    flag(given, "noSetup", noSetup);
    flag(given, "noTeardown", noTeardown);
    flag(given, "throw", throwing);
    flag(given, "discardResponseBodies", discardResponseBodies);
    flag(given, "noConnectionReuse", noConnectionReuse);
    flag(given, "noVUConnectionReuse", noVuConnectionReuse);
    flag(given, "insecureSkipTLSVerify", insecureSkipTlsVerify);
    return new OptionTree("", given);
  }

  private static void put(Map<String, Object> to, String name, @Nullable String value) {
    if (value != null) to.put(name, value);
  }

  private static void flag(Map<String, Object> to, String name, boolean set) {
    if (set) to.put(name, true);
  }

  private static Map<String, Object> pairs(List<String> texts) throws OptionException {
    Map<String, Object> pairs = new LinkedHashMap<>();
    for (String one : texts) {
      int sign = one.indexOf('=');
      if (sign < 1) throw new OptionException("a tag is NAME=VALUE, not \"" + one + "\"");
      pairs.put(one.substring(0, sign), one.substring(sign + 1));
    }
    return pairs;
  }

  /** Options of the environment, such as {@code K6_VUS}. */
  private static OptionTree fromEnvironment() throws OptionException {
    Map<String, Object> given = new LinkedHashMap<>();
    Map<String, String> all = System.getenv();
    for (String name :
        List.of(
            "vus",
            "duration",
            "iterations",
            "rps",
            "batch",
            "batchPerHost",
            "maxRedirects",
            "userAgent",
            "throw",
            "discardResponseBodies",
            "noConnectionReuse",
            "noVUConnectionReuse",
            "insecureSkipTLSVerify",
            "minIterationDuration",
            "noCookiesReset",
            "setupTimeout",
            "teardownTimeout",
            "noSetup",
            "noTeardown",
            "summaryTimeUnit")) {
      String value = all.get("K6_" + upper(name));
      if (value != null && !value.isEmpty()) given.put(name, value);
    }
    String stages = all.get("K6_STAGES");
    if (stages != null) given.put("stages", StageText.parse(List.of(stages.split(",", -1))));
    for (String list : List.of("systemTags", "summaryTrendStats")) {
      String value = all.get("K6_" + upper(list));
      if (value != null) given.put(list, new ArrayList<>(List.of(value.split(",", -1))));
    }
    return new OptionTree("", given);
  }

  /** {@code minIterationDuration} as MIN_ITERATION_DURATION. */
  static String upper(String name) {
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
