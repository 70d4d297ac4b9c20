package io.tidegate.lab.engine;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.script.Script;
import io.tidegate.lab.script.Script.UserNetwork;
import io.tidegate.lab.script.ScriptException;
import io.tidegate.lab.script.ScriptUser;
import io.tidegate.lab.script.user.Role;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run: setup, the load, teardown. Made for one run; {@link #run} blocks, and {@link
 * RunState#stop} ends it in order from any thread.
 */
public final class LoadRun implements AutoCloseable {

  private static final String SETUP = "setup";
  private static final String TEARDOWN = "teardown";
  private static final long STEP_NS = 100_000_000;
  private static final Duration STUCK = Duration.ofSeconds(1);

  private final RunOptions options;
  private final Parts parts;
  private final RunState state;
  private final LoadGenerator generator;
  private final RunControl control;
  private volatile @Nullable String setupJson;

  /** What a run is made of, beside its options. */
  public record Parts(
      Script script,
      Set<String> functions,
      UserNetwork network,
      MetricRegistry metrics,
      Samples samples,
      RunLog log) {}

  /** One that has not begun, and whose load is made here. */
  public LoadRun(RunOptions options, String optionsJson, Parts parts) {
    this(options, optionsJson, parts, state -> new LocalGenerator(options, state, parts));
  }

  /**
   * One that has not begun.
   *
   * @param generator makes its load
   */
  public LoadRun(
      RunOptions options,
      String optionsJson,
      Parts parts,
      Function<RunState, LoadGenerator> generator) {
    this.options = options;
    this.parts = parts;
    state = new RunState(optionsJson, parts.log);
    this.generator = generator.apply(state);
    List<ScenarioRun> scenarios =
        this.generator instanceof LocalGenerator local ? local.scenarios() : List.of();
    control = new RunControl(state, scenarios, options.phases().paused());
  }

  /** How it stands. */
  public RunState state() {
    return state;
  }

  /** What can be asked of it while it goes on. */
  public RunControl control() {
    return control;
  }

  /** What setup gave, as JSON; null for nothing. */
  public @Nullable String setupData() {
    return setupJson;
  }

  /** The same from elsewhere, for users that have not begun, and for teardown. Any thread. */
  public void setupData(@Nullable String json) {
    setupJson = json;
    generator.laterSetupData(json);
  }

  /**
   * Calls setup once more, whatever the run does, and keeps what it gives as the other one does.
   * Any thread.
   */
  public ScriptUser.End callSetup() throws ScriptException, InterruptedException {
    ScriptUser.End end = call(SETUP, options.phases().setupTimeout());
    if (end instanceof ScriptUser.End.Done done) setupData(done.json());
    return end;
  }

  /** Calls teardown once more, whatever the run does. Any thread. */
  public ScriptUser.End callTeardown() throws ScriptException, InterruptedException {
    return call(TEARDOWN, options.phases().teardownTimeout());
  }

  private ScriptUser.End call(String function, Duration bound)
      throws ScriptException, InterruptedException {
    if (!has(function)) return new ScriptUser.End.Done(null);
    ScriptUser.End end = within(bound, false, user -> user.call(function, roleOf(function)));
    return end == null ? new ScriptUser.End.Refused(tooLong(function, bound)) : end;
  }

  /**
   * Runs it.
   *
   * @return how it ended; thresholds are not its business
   */
  public ExitCode run() throws InterruptedException {
    return run(() -> {});
  }

  /**
   * Runs it.
   *
   * @param begins called when its users are there, before setup: its time counts from then on
   * @return how it ended; thresholds are not its business
   */
  public ExitCode run(Runnable begins) throws InterruptedException {
    try {
      control.phase(RunPhase.INIT_VUS);
      generator.prepare();
      boolean isToStart = control.awaitStart();
      state.begins();
      begins.run();
      boolean isSetUp = isToStart && (!has(SETUP) || options.phases().noSetup() || setup());
      if (state.stopped() == null) {
        control.phase(RunPhase.RUNNING);
        generator.run(setupJson);
      }
      if (isSetUp && has(TEARDOWN) && !options.phases().noTeardown()) teardown();
    } catch (ScriptException e) {
      ExitCode code = e.aborted() ? ExitCode.ABORTED : ExitCode.SCRIPT;
      state.stop(code, String.valueOf(e.getMessage()));
    }
    control.phase(RunPhase.ENDED);
    RunState.Stop stop = state.stopped();
    if (stop != null) return stop.code();
    return state.failed() == null ? ExitCode.DONE : ExitCode.FAILED_BY_SCRIPT;
  }

  private boolean has(String function) {
    return parts.functions.contains(function);
  }

  // ---- setup and teardown ----

  /** Whether it came to its end. */
  private boolean setup() throws ScriptException, InterruptedException {
    ScriptUser.End end = phase(SETUP, options.phases().setupTimeout(), ExitCode.SETUP_TIMEOUT);
    if (end instanceof ScriptUser.End.Done done) setupJson = done.json();
    if (end instanceof ScriptUser.End.Refused refused)
      state.stop(
          ExitCode.OTHER, "error marshaling setup() data to JSON: json: " + refused.message());
    return end instanceof ScriptUser.End.Done;
  }

  private void teardown() throws ScriptException, InterruptedException {
    phase(TEARDOWN, options.phases().teardownTimeout(), ExitCode.TEARDOWN_TIMEOUT);
  }

  private ScriptUser.@Nullable End phase(String function, Duration bound, ExitCode late)
      throws ScriptException, InterruptedException {
    boolean endsWithRun = function.equals(SETUP);
    control.phase(endsWithRun ? RunPhase.SETUP : RunPhase.TEARDOWN);
    ScriptUser.End end = within(bound, endsWithRun, user -> user.call(function, roleOf(function)));
    if (end == null) state.stop(late, tooLong(function, bound));
    if (end instanceof ScriptUser.End.Failed failed) state.stop(ExitCode.SCRIPT, failed.message());
    return end;
  }

  private Role roleOf(String function) {
    return new Role("", "", function, Map.of(), TagSet.of(options.tags()));
  }

  /** How k6 says it, in whole seconds. */
  private static String tooLong(String function, Duration bound) {
    long seconds = (long) Math.rint(bound.toNanos() / 1e9);
    return "%s() execution timed out after %d seconds".formatted(function, seconds);
  }

  /**
   * Has a user of its own do something.
   *
   * @param endsWithRun whether the end of the run is its end too
   * @return null if it took too long
   */
  private ScriptUser.@Nullable End within(
      Duration bound, boolean endsWithRun, Function<ScriptUser, ScriptUser.End> work)
      throws ScriptException, InterruptedException {
    try (ScriptUser user = parts.script.user(0, parts.network, state, options.systemTags())) {
      user.setupData(setupJson);
      ScriptUser.End[] end = {new ScriptUser.End.Stopped()};
      Thread thread = Thread.ofVirtual().unstarted(() -> end[0] = work.apply(user));
      thread.setContextClassLoader(LoadRun.class.getClassLoader());
      thread.start();
      long lateNs = System.nanoTime() + bound.toNanos();
      while (!thread.join(Duration.ofNanos(Math.clamp(lateNs - System.nanoTime(), 0, STEP_NS)))) {
        boolean isLate = System.nanoTime() >= lateNs;
        if (!isLate && !(endsWithRun && state.stopped() != null)) continue;
        thread.interrupt();
        if (!thread.join(STUCK)) user.stop();
        return isLate ? null : new ScriptUser.End.Stopped();
      }
      return end[0];
    }
  }

  /**
   * What the script makes of the summary; {@link ScriptUser.End.Done} if it has nothing to say.
   *
   * @param summaryJson what it is given
   */
  public ScriptUser.End handleSummary(String summaryJson)
      throws ScriptException, InterruptedException {
    if (!has("handleSummary")) return new ScriptUser.End.Done(null);
    Role role = new Role("", "", "handleSummary", Map.of(), TagSet.EMPTY);
    Duration bound = options.summary().timeout();
    ScriptUser.End end = within(bound, false, user -> user.handleSummary(summaryJson, role));
    return end == null ? new ScriptUser.End.Refused(tooLong("handleSummary", bound)) : end;
  }

  @Override
  public void close() {
    generator.close();
  }
}
