package io.tidegate.lab.cli;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.agent.AgentAddress;
import io.tidegate.lab.agent.AgentException;
import io.tidegate.lab.agent.AgentFleet;
import io.tidegate.lab.agent.FleetGenerator;
import io.tidegate.lab.agent.Secret;
import io.tidegate.lab.client.ClientConfig;
import io.tidegate.lab.client.Network;
import io.tidegate.lab.control.ControlApi;
import io.tidegate.lab.engine.ClientOptions;
import io.tidegate.lab.engine.ExitCode;
import io.tidegate.lab.engine.LoadGenerator;
import io.tidegate.lab.engine.LoadRun;
import io.tidegate.lab.engine.LocalGenerator;
import io.tidegate.lab.engine.RunState;
import io.tidegate.lab.live.LiveView;
import io.tidegate.lab.live.Screen;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.options.OptionException;
import io.tidegate.lab.options.OptionTree;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.output.FileFaults;
import io.tidegate.lab.output.Output;
import io.tidegate.lab.preflight.Preflight;
import io.tidegate.lab.recording.AgentPart;
import io.tidegate.lab.recording.Ceilings;
import io.tidegate.lab.recording.GeneratorHealth;
import io.tidegate.lab.recording.RunEnd;
import io.tidegate.lab.recording.RunFacts;
import io.tidegate.lab.recording.RunRecorder;
import io.tidegate.lab.report.Reports;
import io.tidegate.lab.script.BundlingSource;
import io.tidegate.lab.script.Disk;
import io.tidegate.lab.script.JsonTree;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptFacts;
import io.tidegate.lab.script.ScriptSettings;
import io.tidegate.lab.script.http.ExchangeTags;
import io.tidegate.lab.script.http.RequestPace;
import io.tidegate.lab.summary.CheckCounts;
import io.tidegate.lab.summary.RunSummary;
import io.tidegate.lab.summary.SummaryOptions;
import io.tidegate.lab.threshold.ThresholdException;
import io.tidegate.lab.threshold.ThresholdResult;
import io.tidegate.lab.threshold.ThresholdWatch;
import io.tidegate.lab.threshold.Thresholds;
import io.tidegate.lab.watch.Finding;
import io.tidegate.lab.watch.GeneratorWatch;
import io.tidegate.lab.watch.SelfCheck;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run by the command line, from the script to the summary. */
final class RunSession {

  private static final int NO_SCRIPT = 255;
  private static final int INVALID = 120;
  static final Path LIBRARIES =
      Path.of(System.getProperty("user.home"), ".cache", "tidegate", "lab");

  private final Wishes wishes;
  private final LogLines log;
  private final LabCommand.Signals signals;
  private final PrintWriter out;
  private final MetricRegistry metrics = new MetricRegistry();
  private final MetricStore store;

  /** What the command line asks for. */
  record Wishes(
      Path script,
      @Nullable String type,
      OptionTree given,
      OptionTree environment,
      Map<String, String> env,
      @Nullable Path config,
      List<String> outputs,
      SummaryWishes summary,
      boolean noThresholds,
      boolean quiet,
      boolean strict,
      boolean failInvalid,
      boolean noProbe,
      @Nullable Path outDir,
      @Nullable Path consoleOutput,
      ControlFlags control,
      List<AgentAddress> agents,
      Secret secret,
      Duration initTimeout) {}

  /** What it asks of the end. */
  record SummaryWishes(boolean none, String mode, @Nullable Path export, boolean color) {}

  RunSession(Wishes wishes, LogLines log, LabCommand.Signals signals, PrintWriter out) {
    this.wishes = wishes;
    this.log = log;
    this.signals = signals;
    this.out = out;
    store = new MetricStore(text -> log.say("warning", text));
  }

  /** Runs it; k6's exit code. */
  int run() throws IOException, InterruptedException {
    try {
      wishes.control.place(_ -> {});
      return runScript();
    } catch (ControlFlags.AddressException e) {
      log.say("error", "Error from API server", Map.of("error", String.valueOf(e.getMessage())));
      return ExitCode.NO_API.code();
    }
  }

  private int runScript() throws IOException, InterruptedException {
    ScriptInput input;
    try {
      input = ScriptInput.of(wishes.script, wishes.type, System.in);
    } catch (IOException e) {
      log.say("error", FileFaults.text(e));
      return NO_SCRIPT;
    }
    Disk disk = new Disk(LIBRARIES);
    BundlingSource source = new BundlingSource(input.source(disk));
    try (PrintStream console = console();
        AgentFleet fleet = AgentFleet.connect(wishes.agents, wishes.secret, metrics);
        Script script =
            Script.of(
                input.main(),
                wishes.agents.isEmpty() ? input.source(disk) : source,
                settings(input, console))) {
      fleet.lines().forEach(line -> log.say("info", line));
      ScriptFacts facts = script.read(wishes.initTimeout);
      OptionTree own = input.options(facts.options());
      OptionTree tree =
          ConsolidatedOptions.of(wishes.config, own, wishes.environment, wishes.given);
      RunOptions options = RunOptions.of(tree);
      if (!fleet.isEmpty()) AgentOptions.check(options);
      if (!known(tree)) return ExitCode.OPTIONS.code();
      OptionAdvice.unused(tree).forEach((text, level) -> log.say(level, text));
      if (facts.functions().isEmpty()) {
        log.say("error", "no exported functions in script");
        return NO_SCRIPT;
      }
      for (ScenarioOptions scenario : options.scenarios())
        if (!facts.functions().contains(scenario.exec()))
          throw new OptionException(
              "function '%s' not found in exports".formatted(scenario.exec()));
      Thresholds thresholds =
          wishes.noThresholds
              ? Thresholds.of(Map.of(), metrics)
              : ThresholdOptions.of(options, metrics);
      return run(script, facts, tree, options, thresholds, fleet, source);
    } catch (AgentException e) {
      log.say("error", String.valueOf(e.getMessage()));
      return ExitCode.AGENT.code();
    } catch (ScriptException e) {
      ExitCode code = e.aborted() ? ExitCode.ABORTED : ExitCode.SCRIPT;
      log.say("error", String.valueOf(e.getMessage()), hint(code));
      return code.code();
    } catch (OptionException | ThresholdException | IllegalArgumentException e) {
      log.say("error", String.valueOf(e.getMessage()), Map.of("hint", "invalid options"));
      return ExitCode.OPTIONS.code();
    }
  }

  private @Nullable PrintStream console() throws IOException {
    Path file = wishes.consoleOutput;
    if (file == null) return null;
    return new PrintStream(new FileOutputStream(file.toFile(), true), true, StandardCharsets.UTF_8);
  }

  private ScriptSettings settings(ScriptInput input, @Nullable PrintStream console) {
    ScriptConsole to = new ScriptConsole(log, console == null ? null : log.to(console));
    Map<String, String> env = new TreeMap<>(input.env());
    env.putAll(wishes.env);
    return new ScriptSettings(env, LIBRARIES, metrics, store, to);
  }

  // ---- options ----

  /** Tells what nobody knows; false if that ends the run. */
  private boolean known(OptionTree tree) {
    for (String name : tree.unknown()) {
      log.say(
          wishes.strict ? "error" : "warning",
          "There were unknown fields in the options exported in the script",
          Map.of("error", "unknown field \"" + name + "\""));
      String advice = OptionAdvice.of(name);
      if (!advice.isEmpty()) log.say("warning", advice);
    }
    return !wishes.strict || tree.unknown().isEmpty();
  }

  // ---- the run ----

  private int run(
      Script script,
      ScriptFacts facts,
      OptionTree tree,
      RunOptions options,
      Thresholds thresholds,
      AgentFleet fleet,
      BundlingSource source)
      throws IOException, InterruptedException, OptionException, ScriptException {
    CheckCounts checks = new CheckCounts(metrics.builtin);
    store.onInterval(checks);
    store.follow(metrics.builtin.httpReqDurationExpected);
    thresholds.followIn(store);
    ClientConfig client = ClientOptions.of(tree, System.getenv());
    Ceilings ceilings = preflight(script, facts, options, client);
    try (GeneratorWatch watch = GeneratorWatch.start();
        Network network = new Network(client)) {
      UserNetwork with =
          new UserNetwork(
              network,
              ClientOptions.defaults(options),
              new ExchangeTags(options.systemTags()),
              new RequestPace(options.rps()));
      LoadRun.Parts parts =
          new LoadRun.Parts(script, facts.functions(), with, metrics, store, log::say);
      Function<RunState, LoadGenerator> generator =
          state ->
              fleet.isEmpty()
                  ? new LocalGenerator(options, state, parts)
                  : fleet.generator(
                      new FleetGenerator.Work(
                          script.file(), source.bundle(), tree, wishes.env, options.rps()),
                      new FleetGenerator.Sinks(state, store, metrics, log::say));
      try (LoadRun run = new LoadRun(options, JsonTree.text(tree), parts, generator)) {
        RunState state = run.state();
        ThresholdWatch crossings =
            new ThresholdWatch(
                thresholds,
                store,
                () -> Duration.ofMillis((long) state.runMs()),
                results ->
                    state.stop(
                        ExitCode.THRESHOLDS,
                        "thresholds on metrics '%s' were crossed; at least one has abortOnFail"
                                .formatted(names(results))
                            + " enabled, stopping test prematurely"));
        store.onInterval(crossings);
        ControlApi api =
            new ControlApi(new ControlApi.Subject(run, metrics, store, checks, crossings::latest));
        CountDownLatch interrupted = new CountDownLatch(1);
        Runnable interrupt =
            () -> {
              interrupted.countDown();
              interrupted(state);
            };
        signals.on("INT", interrupt);
        signals.on("TERM", interrupt);
        List<Output> outputs = RunOutputs.open(wishes, tree, options, thresholds, store, log);
        RunRecorder recorder = recorder(tree, options, ceilings);
        if (recorder != null) store.onInterval(recorder);
        try (LiveView view = view(options, crossings, wishes.control.place(api::addTo))) {
          store.onInterval(view);
          log.writtenBy(view::say);
          ExitCode end = run.run(store::start);
          store.close();
          view.ended(end == ExitCode.DONE, "");
          log.writtenBy(PrintStream::println);
          outputs.forEach(Output::close);
          SelfCheck health =
              fleet.isEmpty()
                  ? watch.health(SelfCheck.Seen.of(store, metrics.builtin))
                  : fleet.health();
          if (!wishes.quiet) log.show(AgentLines.of(fleet.parts()));
          int code = ended(run, end, checks, thresholds, options, health, fleet.parts(), recorder);
          if (wishes.control.linger()) linger(view, interrupted);
          return code;
        }
      }
    }
  }

  /** Says how it ended; the exit code. */
  private int ended(
      LoadRun run,
      ExitCode end,
      CheckCounts checks,
      Thresholds thresholds,
      RunOptions options,
      SelfCheck health,
      List<AgentPart> agents,
      @Nullable RunRecorder recorder)
      throws IOException, InterruptedException, ScriptException {
    RunState state = run.state();
    if (store.totals(SubMetric.whole(metrics.builtin.iterations)).count() == 0)
      log.say(
          "warning",
          "No script iterations fully finished, consider making the test duration longer");
    tell(health);
    RunState.Stop stop = state.stopped();
    if (stop != null) log.say("error", stop.reason(), hint(stop.code()));
    Duration took = Duration.ofNanos((long) (state.runMs() * 1e6));
    List<ThresholdResult> results = thresholds.evaluate(store, took);
    for (ThresholdResult one : Thresholds.empty(results))
      log.say(
          "info",
          "the threshold '%s' of '%s' has no samples: it shows nothing"
              .formatted(one.threshold().source(), one.of().name()));
    RunSummary summary = summary(run, checks, results, took, options);
    new SummaryWriter(wishes.summary, log, out).write(summary, run::handleSummary);
    tell(health);
    ExitCode code = code(end, results);
    try {
      if (recorder != null) report(recorder, state, code, results, health.forReport().with(agents));
    } catch (IOException e) {
      log.say("error", "the report cannot be written: " + FileFaults.text(e));
    }
    return wishes.failInvalid && !health.isSound() ? INVALID : code.code();
  }

  /** Answers until somebody interrupts the process, unless they have done so already. */
  private void linger(LiveView view, CountDownLatch interrupted) throws InterruptedException {
    if (interrupted.getCount() > 0 && !wishes.quiet)
      log.say("info", "the run is over, and answers at %s until Ctrl-C".formatted(view.address()));
    interrupted.await();
  }

  /** What the generator can do of what the run asks; the run goes on, whatever that is. */
  private Ceilings preflight(
      Script script, ScriptFacts facts, RunOptions options, ClientConfig client)
      throws InterruptedException {
    if (wishes.noProbe || !wishes.agents.isEmpty() || Preflight.isNeedless(options))
      return Ceilings.NONE;
    if (!wishes.quiet)
      log.say(
          "info", "trying the script out inside, and asking the target; --no-probe leaves it out");
    Ceilings found =
        Preflight.look(
            script, facts.functions(), options, metrics, client, ClientOptions.defaults(options));
    if (!wishes.quiet) {
      log.show(CeilingLines.table(found));
      CeilingLines.notes(found).forEach(note -> log.say("info", note));
    }
    CeilingLines.warnings(found).forEach(warning -> log.say("warning", warning));
    return found;
  }

  /** The first signal ends the run in order, the second at once. */
  private static void interrupted(RunState state) {
    RunState.Stop stop = state.stopped();
    if (stop != null && stop.code() == ExitCode.SIGNAL)
      Runtime.getRuntime().halt(ExitCode.SIGNAL.code());
    state.stop(ExitCode.SIGNAL, "test run was aborted by a signal");
  }

  private LiveView view(
      RunOptions options, ThresholdWatch crossings, LiveView.@Nullable Place place)
      throws IOException {
    LiveView.Subject subject =
        new LiveView.Subject(
            wishes.script.toString(), length(options), metrics.builtin, crossings::latest);
    Screen screen =
        Screen.of(Terminals.isOne(), wishes.quiet, wishes.summary.color, System.getenv());
    LiveView view = open(subject, screen, place);
    if (!wishes.quiet && !view.address().isEmpty())
      log.say("info", "the run is shown at " + view.address());
    if (options.phases().paused())
      log.say("info", "the run waits until `lab resume`, or until Ctrl-C ends it");
    return view;
  }

  /** Zero where nobody knows. */
  private static Duration length(RunOptions options) {
    Duration length = Duration.ZERO;
    for (ScenarioOptions scenario : options.scenarios()) {
      if (scenario.load().isEndless()) return Duration.ZERO;
      Duration ends = scenario.startTime().plus(scenario.load().duration());
      if (ends.compareTo(length) > 0) length = ends;
    }
    return length;
  }

  private LiveView open(LiveView.Subject subject, Screen screen, LiveView.@Nullable Place place)
      throws IOException {
    boolean hasPage = !wishes.quiet;
    try {
      return LiveView.start(subject, screen, System.out, hasPage, place);
    } catch (IOException e) {
      if (place == null) throw e;
      if (wishes.control.isGiven()) throw new ControlFlags.AddressException(e.getMessage());
      // Another run has the usual place: k6 goes on without one, and so does this.
      log.say("debug", "Error from API server", Map.of("error", String.valueOf(e.getMessage())));
      return LiveView.start(
          subject, screen, System.out, hasPage, hasPage ? place.elsewhere() : null);
    }
  }

  // ---- the record ----

  private @Nullable RunRecorder recorder(OptionTree tree, RunOptions options, Ceilings ceilings)
      throws IOException {
    Path folder = wishes.outDir;
    if (folder == null) return null;
    RunFacts facts =
        RunFacts.of(
                wishes.script.toString(),
                List.of("lab", "run", wishes.script.toString()),
                options,
                JsonTree.text(tree),
                System.currentTimeMillis())
            .with(ceilings);
    return RunRecorder.start(folder, facts, text -> log.say("warning", text));
  }

  private void report(
      RunRecorder recorder,
      RunState state,
      ExitCode code,
      List<ThresholdResult> results,
      GeneratorHealth health)
      throws IOException {
    RunState.Stop stop = state.stopped();
    recorder.end(
        RunEnd.of(
            System.currentTimeMillis(),
            state.runMs(),
            code.code(),
            stop == null ? "" : stop.reason(),
            state.iterationsInterrupted(),
            results,
            health));
    Path written = Reports.write(Objects.requireNonNull(wishes.outDir), PageLanguage.ENGLISH);
    log.say("info", "the report is " + written);
  }

  /** Figures of a run that the generator limited say nothing of the target. */
  private void tell(SelfCheck health) {
    for (Finding finding : health.findings())
      log.say("error", "not a measurement of the target: " + finding.text());
  }

  static Map<String, String> hint(ExitCode code) {
    return switch (code) {
      case SCRIPT -> Map.of("hint", "script exception");
      case SETUP_TIMEOUT ->
          Map.of("hint", "You can increase the time limit via the setupTimeout option");
      case TEARDOWN_TIMEOUT ->
          Map.of("hint", "You can increase the time limit via the teardownTimeout option");
      default -> Map.of();
    };
  }

  private ExitCode code(ExitCode end, List<ThresholdResult> results) {
    List<String> crossed = Thresholds.crossed(results);
    if (end == ExitCode.FAILED_BY_SCRIPT) log.say("error", "test run was marked as failed");
    if (end != ExitCode.DONE || crossed.isEmpty()) return end;
    log.say("error", "thresholds on metrics '%s' have been crossed".formatted(names(results)));
    return ExitCode.THRESHOLDS;
  }

  private static String names(List<ThresholdResult> results) {
    return String.join(", ", Thresholds.crossed(results));
  }

  private RunSummary summary(
      LoadRun run,
      CheckCounts checks,
      List<ThresholdResult> results,
      Duration took,
      RunOptions options) {
    String unit = options.summary().timeUnit();
    boolean terminal = Terminals.isOne();
    SummaryOptions how =
        new SummaryOptions(
            SummaryOptions.trendStats(options.summary().trendStats().toArray(String[]::new)),
            unit == null ? SummaryOptions.TimeUnit.FITTING : SummaryOptions.timeUnit(unit),
            SummaryOptions.mode(wishes.summary.mode),
            wishes.summary.color && terminal,
            !wishes.summary.color);
    return RunSummary.of(
        metrics, store, checks, results, took, terminal, terminal, run.setupData(), how);
  }
}
