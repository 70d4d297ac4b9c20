package io.tidegate.lab.engine;

import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.options.RunOptions;
import io.tidegate.lab.options.ScenarioOptions;
import io.tidegate.lab.script.ScriptException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Makes load in this process: the scenarios side by side. */
public final class LocalGenerator implements LoadGenerator {

  private final RunOptions options;
  private final RunState state;
  private final Samples samples;
  private final MetricRegistry metrics;
  private final Users users;
  private final List<ScenarioRun> scenarios = new ArrayList<>();

  /** One without users yet. */
  public LocalGenerator(RunOptions options, RunState state, LoadRun.Parts parts) {
    this.options = options;
    this.state = state;
    samples = parts.samples();
    metrics = parts.metrics();
    VirtualUser.Run run =
        new VirtualUser.Run(
            state,
            samples,
            metrics.builtin,
            options.minIterationDuration(),
            options.http().noVuConnectionReuse(),
            parts.log());
    users = new Users(parts.script(), parts.network(), run, options.systemTags(), options.share());
    for (ScenarioOptions scenario : options.scenarios()) {
      TagSet tags = TagSet.of(options.tags()).with(TagSet.of(scenario.tags()));
      scenarios.add(new ScenarioRun(scenario, options.share(), users, run, tags));
    }
  }

  List<ScenarioRun> scenarios() {
    return scenarios;
  }

  @Override
  public void laterSetupData(@Nullable String setupJson) {
    users.laterSetupData(setupJson);
  }

  @Override
  public void prepare() throws ScriptException {
    for (ScenarioRun scenario : scenarios) scenario.prepare();
  }

  @Override
  public void run(@Nullable String setupJson) throws InterruptedException {
    users.setupData(setupJson);
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
                  } catch (RuntimeException e) {
                    // A scenario that ends early without a word would pass for one that is done.
                    state.stop(ExitCode.OTHER, "a fault of the lab: " + e);
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

  @Override
  public void close() {
    users.close();
  }
}
