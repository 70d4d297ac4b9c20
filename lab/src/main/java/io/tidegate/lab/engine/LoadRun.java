package io.tidegate.lab.engine;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.options.Durations;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptUser;
import io.tidegate.lab.script.user.Console;
import io.tidegate.lab.script.user.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run: setup, the scenarios side by side, teardown. Made for one run; {@link #run} blocks, and
 * {@link RunState#stop} ends it in order from any thread.
 */
public final class LoadRun implements AutoCloseable {

  private static final String SETUP = "setup";
  private static final String TEARDOWN = "teardown";

  private final RunOptions options;
  private final Set<String> functions;
  private final RunState state;
  private final Samples samples;
  private final MetricRegistry metrics;
  private final Console console;
  private final Users users;
  private final List<ScenarioRun> scenarios = new ArrayList<>();
  private @Nullable String setupJson;

  /** What a run is made of, beside its options. */
  public record Parts(
      Script script,
      Set<String> functions,
      UserNetwork network,
      MetricRegistry metrics,
      Samples samples,
      Console console) {}

  /** One that has not begun. */
  public LoadRun(RunOptions options, String optionsJson, Parts parts) {
    this.options = options;
    functions = parts.functions;
    state = new RunState(optionsJson);
    samples = parts.samples;
    metrics = parts.metrics;
    console = parts.console;
    VirtualUser.Run run =
        new VirtualUser.Run(
            state,
            samples,
            metrics.builtin,
            options.minIterationDuration(),
            options.http().noVuConnectionReuse(),
            (role, message) -> console.say("error", message));
    users = new Users(parts.script, parts.network, run, options.systemTags());
    for (ScenarioOptions scenario : options.scenarios()) {
      TagSet tags = TagSet.of(options.tags()).with(TagSet.of(scenario.tags()));
      scenarios.add(new ScenarioRun(scenario, users, run, tags));
    }
  }

  /** How it stands. */
  public RunState state() {
    return state;
  }

  /** What setup gave, as JSON; null for nothing. */
  public @Nullable String setupData() {
    return setupJson;
  }

  /**
   * Runs it.
   *
   * @return how it ended; thresholds are not its business
   */
  public ExitCode run() throws InterruptedException {
    try {
      if (functions.contains(SETUP) && !options.phases().noSetup()) setup();
      if (state.stopped() == null) {
        for (ScenarioRun scenario : scenarios) scenario.prepare();
        users.setupData(setupJson);
        runScenarios();
      }
      if (functions.contains(TEARDOWN) && !options.phases().noTeardown() && wasSetUp()) teardown();
    } catch (ScriptException e) {
      state.stop(ExitCode.SCRIPT, String.valueOf(e.getMessage()));
    }
    RunState.Stop stop = state.stopped();
    if (stop != null) return stop.code();
    return state.failed() == null ? ExitCode.DONE : ExitCode.FAILED_BY_SCRIPT;
  }

  private boolean wasSetUp() {
    RunState.Stop stop = state.stopped();
    return stop == null
        || (stop.code() != ExitCode.SETUP_TIMEOUT && stop.code() != ExitCode.SCRIPT);
  }

  private void runScenarios() throws InterruptedException {
    long startNs = System.nanoTime();
    try (ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())) {
      var _ = clock.scheduleAtFixedRate(this::count, 1, 1, TimeUnit.SECONDS);
      List<Thread> threads = new ArrayList<>();
      for (ScenarioRun scenario : scenarios)
        threads.add(
            Thread.ofPlatform()
                .name("scenario")
                .start(() -> {
                  try {
                    scenario.run(startNs);
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                }));
      for (Thread thread : threads) thread.join();
      clock.shutdownNow();
    }
  }

  private void count() {
    long nowMs = System.currentTimeMillis();
    TagSet tags = TagSet.of(options.tags());
    samples.add(metrics.builtin.vus, tags, state.vusActive(), nowMs);
    samples.add(metrics.builtin.vusMax, tags, state.vusInitialized(), nowMs);
  }

  // ---- setup and teardown ----

  private void setup() throws ScriptException, InterruptedException {
    Duration bound = options.phases().setupTimeout();
    ScriptUser.End end = phase(SETUP, null, bound, ExitCode.SETUP_TIMEOUT);
    if (end instanceof ScriptUser.End.Done done) setupJson = done.json();
  }

  private void teardown() throws ScriptException, InterruptedException {
    Duration bound = options.phases().teardownTimeout();
    phase(TEARDOWN, setupJson, bound, ExitCode.TEARDOWN_TIMEOUT);
  }

  private ScriptUser.End phase(
      String function, @Nullable String data, Duration bound, ExitCode late)
      throws ScriptException, InterruptedException {
    TagSet tags = TagSet.of(options.tags()).with("group", "::" + function);
    Role role = new Role("", "", function, Map.of(), tags);
    try (ScriptUser user = users.plain()) {
      ScriptUser.End[] end = {new ScriptUser.End.Stopped()};
      Thread thread =
          Thread.ofVirtual()
              .name(function)
              .unstarted(() -> end[0] = user.call(function, data, role));
      thread.setContextClassLoader(LoadRun.class.getClassLoader());
      thread.start();
      if (!thread.join(bound)) {
        thread.interrupt();
        if (!thread.join(Duration.ofSeconds(1))) user.stop();
        state.stop(late, function + "() execution timed out after " + Durations.text(bound));
      } else if (end[0] instanceof ScriptUser.End.Failed failed) {
        console.say("error", failed.message());
        state.stop(ExitCode.SCRIPT, failed.message());
      }
      return end[0];
    }
  }

  /** What the script makes of the summary, as JSON; null if it has nothing to say of it. */
  public @Nullable String handleSummary(String dataJson) throws ScriptException {
    if (!functions.contains("handleSummary")) return null;
    try (ScriptUser user = users.plain()) {
      Role role = new Role("", "", "handleSummary", Map.of(), TagSet.EMPTY);
      ScriptUser.End end = user.call("handleSummary", dataJson, role);
      if (end instanceof ScriptUser.End.Failed failed) throw new ScriptException(failed.message());
      return end instanceof ScriptUser.End.Done done ? done.json() : null;
    }
  }

  @Override
  public void close() {
    users.close();
  }
}
