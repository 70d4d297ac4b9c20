package io.tidegate.lab.engine;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Samples;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.ScriptUser;
import io.tidegate.lab.script.user.Iteration;
import io.tidegate.lab.script.user.Role;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A user at work in one scenario. One thread at a time. */
final class VirtualUser {

  private static final int ITERATIONS_IN_TURN = 16;

  /** Of an iteration that began when its user was free. */
  static final long NOT_INTENDED = Long.MIN_VALUE;

  private final ScriptUser script;
  private final Role role;
  private final Run run;
  private final Users.Place place;
  private final Metric[] ofIteration;
  private long iterations;

  /** What all users of a run share. */
  record Run(
      RunState state,
      Samples samples,
      BuiltinMetrics metrics,
      Duration minIteration,
      boolean closesConnections,
      RunLog log) {}

  VirtualUser(ScriptUser script, Role role, Run run, Users.Place place) {
    this.script = script;
    this.role = role;
    this.run = run;
    this.place = place;
    BuiltinMetrics m = run.metrics;
    ofIteration =
        new Metric[] {
          m.iterations,
          m.iterationDuration,
          m.dataSent,
          m.dataReceived // also where nothing was sent
        };
  }

  /** Does one iteration when it is free; false if it was stopped. */
  boolean iterate() {
    return iterate(NOT_INTENDED);
  }

  /**
   * Does one iteration.
   *
   * @param intendedNs when it was meant to begin
   * @return false if it was stopped
   */
  boolean iterate(long intendedNs) {
    long number = place.iterations().getAndIncrement();
    long mine = iterations++;
    Iteration iteration = new Iteration(place.share().global(number), number, mine, mine);
    run.state.activeBy(1);
    long beginNs = System.nanoTime();
    ScriptUser.End end;
    try {
      end = script.iterate(role, iteration);
    } finally {
      run.state.activeBy(-1);
    }
    long endNs = System.nanoTime();
    if (end instanceof ScriptUser.End.Stopped) {
      run.state.interruptedOne();
      return false;
    }
    if (end instanceof ScriptUser.End.Failed failed) tell(failed.message());
    measure(intendedNs, beginNs, endNs);
    if (end instanceof ScriptUser.End.Aborted) return false;
    if (run.closesConnections) script.closeConnections();
    if (mine % ITERATIONS_IN_TURN == 0) letOthers();
    return rest(beginNs);
  }

  private void tell(String message) {
    run.log.say(
        "error",
        message,
        Map.of("executor", role.executor(), "scenario", role.scenario(), "source", "stacktrace"));
  }

  private void measure(long intendedNs, long beginNs, long endNs) {
    long nowMs = System.currentTimeMillis();
    TagSet tags = script.tags();
    run.state.completedOne();
    double[] values = {1, (endNs - beginNs) / 1e6, 0, 0};
    run.samples.add(ofIteration, values, tags, nowMs);
    if (intendedNs == NOT_INTENDED) return;
    run.samples.add(run.metrics.iterationResponse, tags, (endNs - intendedNs) / 1e6, nowMs);
    run.samples.add(run.metrics.iterationLateness, tags, (beginNs - intendedNs) / 1e6, nowMs);
  }

  /** Who never waits would keep its core: nothing takes one from a virtual thread. */
  @SuppressWarnings("ThreadPriorityCheck") // it is not relied on for more than fairness
  private static void letOthers() {
    Thread.yield();
  }

  private boolean rest(long beginNs) {
    long leftNs = run.minIteration.toNanos() - (System.nanoTime() - beginNs);
    if (leftNs <= 0) return true;
    try {
      TimeUnit.NANOSECONDS.sleep(leftNs);
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Ends a script that does not end by itself. Any thread. */
  void stop() {
    script.stop();
  }
}
