package io.tidegate.lab.cli;

import io.tidegate.lab.agent.AgentAddress;
import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.summary.SummaryOptions;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code lab run}: one run of a script. */
@Command(
    name = "run",
    description = "Runs a k6 script.",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    modelTransformer = TruthFlags.class,
    exitCodeListHeading = "%nExit codes, those of k6:%n",
    exitCodeList = {
      "0:every threshold holds",
      "99:a threshold does not hold",
      "100:setup took too long",
      "101:teardown took too long",
      "103:stopped by the REST API",
      "104:an option is wrong",
      "105:ended by Ctrl-C or SIGTERM",
      "106:--address is none, or somebody else has it",
      "107:the script cannot be run",
      "108:the script ended the run",
      "110:the script says that the run has failed",
      "120:with --fail-invalid: the generator limited the run, so it measures nothing else",
      "121:an agent is not there, will not take the run, or was lost",
      "255:wrong usage, or no script"
    })
final class RunCommand implements Callable<Integer> {

  private static final int WRONG_USE = 255;
  private static final String NO_MODE = "disabled";

  @ParentCommand private LabCommand lab = new LabCommand((_, _) -> {});

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ScriptFlags script = new ScriptFlags();

  @Mixin private OptionFlags options = new OptionFlags();

  @Mixin private ControlFlags control = new ControlFlags();

  @Mixin private AbsentFlags absent = new AbsentFlags();

  @Option(
      names = {"-c", "--config"},
      description = "Options as a JSON file.")
  private @Nullable Path config;

  @Option(
      names = {"-o", "--out"},
      description = "Where samples go, such as json=FILE or csv=FILE; again for more.")
  private List<String> outputs = List.of();

  @Option(
      names = "--summary-export",
      defaultValue = "${env:K6_SUMMARY_EXPORT}",
      description = "Writes the summary as JSON to this file.")
  private @Nullable Path summaryExport;

  @Option(
      names = "--summary-mode",
      defaultValue = "${env:K6_SUMMARY_MODE:-compact}",
      description = "compact, full, legacy or disabled.")
  private String summaryMode = "compact";

  @Option(
      names = "--no-summary",
      defaultValue = "${env:K6_NO_SUMMARY:-false}",
      description = "No summary at the end.")
  private boolean noSummary;

  @Option(
      names = "--no-thresholds",
      defaultValue = "${env:K6_NO_THRESHOLDS:-false}",
      description = "Thresholds are not looked at.")
  private boolean noThresholds;

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

  @Option(
      names = "--log-format",
      defaultValue = "${env:K6_LOG_FORMAT:-text}",
      description = "text, json or raw.")
  private String logFormat = "text";

  @Option(
      names = "--log-output",
      defaultValue = "${env:K6_LOG_OUTPUT:-stderr}",
      description = "stderr, stdout, none or file=FILE.")
  private String logOutput = "stderr";

  @Option(
      names = "--console-output",
      defaultValue = "${env:K6_CONSOLE_OUTPUT}",
      description = "File for what the script says.")
  private @Nullable Path consoleOutput;

  @Option(
      names = "--include-system-env-vars",
      defaultValue = "${env:K6_INCLUDE_SYSTEM_ENV_VARS}",
      description = "__ENV has the environment; it does unless this is false or there are agents.")
  private @Nullable Boolean includeSystemEnv;

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

  @Option(
      names = "--init-timeout",
      defaultValue = "2m",
      description = "How long reading the script may take, by default ${DEFAULT-VALUE}.")
  private String initTimeout = "2m";

  @Option(names = "--out-dir", description = "Keeps the run and its reports in this folder.")
  private @Nullable Path outDir;

  @Option(
      names = "--agents",
      description =
          "Has these make the load, such as a:6570,b:6570=2; a number is the weight of its part.")
  private @Nullable String agents;

  @Option(names = "--secret-file", description = AgentSecret.WORDS)
  private @Nullable Path secretFile;

  @Override
  public Integer call() throws Exception {
    OutOfMemory.endsTheProcess();
    try (PrintStream log = logTo()) {
      return run(log);
    } catch (OptionException e) {
      return wrong(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return wrong(FileFaults.text(e));
    }
  }

  private int run(PrintStream log) throws IOException, InterruptedException, OptionException {
    LogLines lines = new LogLines(log, format(), verbose);
    OptionTree given = options.tree();
    OptionTree environment = EnvironmentOptions.of(System.getenv());
    String mode = summaryMode();
    absent.told().forEach(text -> lines.say("warning", text));
    RunSession.Wishes wishes =
        new RunSession.Wishes(
            script.script(),
            script.type(),
            given,
            environment,
            env(),
            config,
            outputs(),
            new RunSession.SummaryWishes(
                noSummary || summaryMode.equals(NO_MODE), mode, summaryExport, !noColor),
            noThresholds,
            quiet,
            strict,
            failInvalid,
            noProbe,
            outDir,
            consoleOutput,
            control,
            agents == null ? List.of() : agentAddresses(agents),
            AgentSecret.of(secretFile),
            initTime());
    return new RunSession(wishes, lines, lab.signals(), spec.commandLine().getOut()).run();
  }

  private Duration initTime() throws OptionException {
    Duration time = Durations.of("--init-timeout", initTimeout);
    if (time.isPositive()) return time;
    throw new OptionException("--init-timeout must be more than 0");
  }

  /** How the parser's complaints end: k6's way, in one line. */
  static int wrongUse(CommandLine.ParameterException problem) {
    String message = String.valueOf(problem.getMessage());
    if (problem instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String what = unmatched.isUnknownOption() ? "unknown flag: " : "one script is run, not also ";
      message = what + unmatched.getUnmatched().getFirst();
      List<String> near = unmatched.getSuggestions();
      if (unmatched.isUnknownOption() && !near.isEmpty())
        message += " (there is " + near.getFirst() + ")";
    }
    return wrong(message);
  }

  private static int wrong(String what) {
    new LogLines(System.err, LogLines.Format.TEXT, false).say("error", what);
    return WRONG_USE;
  }

  private String summaryMode() throws OptionException {
    if (summaryMode.equals(NO_MODE)) return "compact";
    try {
      SummaryOptions.mode(summaryMode);
      return summaryMode;
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()));
    }
  }

  private List<String> outputs() {
    String named = System.getenv().getOrDefault("K6_OUT", "");
    return outputs.isEmpty() && !named.isEmpty() ? List.of(named.split(",", -1)) : outputs;
  }

  private LogLines.Format format() {
    return switch (logFormat) {
      case "json" -> LogLines.Format.JSON;
      case "raw" -> LogLines.Format.RAW;
      default -> LogLines.Format.TEXT;
    };
  }

  private PrintStream logTo() throws IOException, OptionException {
    if (logOutput.startsWith("file="))
      return new PrintStream(
          new FileOutputStream(logOutput.substring(5), true), true, StandardCharsets.UTF_8);
    return switch (logOutput) {
      case "none" -> new PrintStream(PrintStream.nullOutputStream(), true, StandardCharsets.UTF_8);
      case "stdout" -> open(System.out);
      case "stderr" -> open(System.err);
      default -> throw new OptionException("unsupported log output '" + logOutput + "'");
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

  private static List<AgentAddress> agentAddresses(String text) throws OptionException {
    try {
      return AgentAddress.parseAll(text);
    } catch (IllegalArgumentException e) {
      throw new OptionException(String.valueOf(e.getMessage()));
    }
  }

  /** To agents the environment goes only where that is asked for: it may have secrets. */
  private boolean includesSystemEnv() {
    return includeSystemEnv == null ? agents == null : includeSystemEnv;
  }

  private Map<String, String> env() {
    Map<String, String> all = new TreeMap<>();
    if (includesSystemEnv()) all.putAll(System.getenv());
    all.putAll(script.env());
    return all;
  }
}
