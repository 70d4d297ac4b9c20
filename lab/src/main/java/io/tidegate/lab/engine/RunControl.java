package io.tidegate.lab.engine;

import io.tidegate.lab.engine.UserTarget.Wanted;
import io.tidegate.lab.options.ScenarioOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A run as it is controlled while it goes on: its status, pause and resume, the number of its
 * users. Any thread.
 */
public final class RunControl {

  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int USERS_MOST = 10_000_000;

  private final RunState state;
  private final List<ScenarioRun> scenarios;
  private volatile RunPhase phase = RunPhase.CREATED;
  private volatile boolean paused;

  /**
   * How a run stands.
   *
   * @param vus at work
   * @param vusMax that are there
   * @param stopped whether it ends before its time
   */
  public record Status(
      RunPhase phase, boolean paused, int vus, int vusMax, boolean stopped, boolean running) {}

  RunControl(RunState state, List<ScenarioRun> scenarios, boolean paused) {
    this.state = state;
    this.scenarios = scenarios;
    this.paused = paused;
  }

  /** How it stands. */
  public Status status() {
    RunPhase now = phase;
    boolean hasBegun = now.compareTo(RunPhase.STARTED) >= 0;
    return new Status(
        now,
        paused,
        atWork(),
        state.vusInitialized(),
        state.stopped() != null,
        hasBegun && now != RunPhase.ENDED);
  }

  private int atWork() {
    if (phase != RunPhase.RUNNING) return 0;
    UserTarget target = scenarios.size() == 1 ? scenarios.getFirst().target() : null;
    return target == null ? state.vusActive() : target.wanted().atWork();
  }

  /** The run has come to that phase. */
  void phase(RunPhase phase) {
    this.phase = phase;
  }

  /** Waits while it is paused before its start; false if it ends instead. */
  boolean awaitStart() throws InterruptedException {
    if (paused) phase(RunPhase.PAUSED);
    while (paused) if (!state.waitUntil(System.nanoTime() + LOOK_NS)) return false;
    phase(RunPhase.STARTED);
    return state.stopped() == null;
  }

  /**
   * Pauses it, or lets it go on.
   *
   * @throws ControlException if it does so already, or has begun and its users are not controlled
   */
  public synchronized void pause(boolean wanted) throws ControlException, InterruptedException {
    String title = "Pause error";
    if (wanted == paused)
      throw new ControlException(
          title,
          wanted ? "test execution was already paused" : "test execution wasn't paused",
          false);
    boolean hasBegun = phase.compareTo(RunPhase.STARTED) >= 0;
    if (hasBegun && scenarios.isEmpty())
      throw new ControlException(title, "agents do not pause and resume after the start", false);
    if (hasBegun) {
      for (ScenarioRun one : scenarios) {
        ScenarioOptions options = one.options();
        if (one.target() == null)
          throw new ControlException(
              title,
              "%s executor '%s' doesn't support pause and resume operations after its start"
                  .formatted(options.load().executor(), options.name()),
              false);
      }
      for (ScenarioRun one : scenarios) {
        UserTarget target = one.target();
        if (target == null) continue;
        Wanted now = target.wanted();
        target.want(new Wanted(now.vus(), now.most(), wanted));
        one.awaitReached();
      }
    }
    paused = wanted;
  }

  /**
   * Has it run with other users.
   *
   * @param vus at work; null for as many as before
   * @param most that are there; null for as many as before
   * @throws ControlException if they cannot be so many, or nobody controls its users
   */
  public synchronized void scale(@Nullable Integer vus, @Nullable Integer most)
      throws ControlException, InterruptedException {
    ScenarioRun scenario = null;
    for (ScenarioRun one : scenarios) if (one.target() != null) scenario = one;
    UserTarget target = scenario == null ? null : scenario.target();
    if (scenario == null || target == null)
      throw new ControlException(
          "Execution config error",
          "an externally-controlled executor needs to be configured for live configuration updates",
          false);
    Wanted now = target.wanted();
    Wanted next =
        new Wanted(vus == null ? now.vus() : vus, most == null ? now.most() : most, now.paused());
    if (next.vus() < 0) throw wrong("the number of VUs can't be negative");
    if (next.most() > USERS_MOST) throw wrong("there can be at most " + USERS_MOST + " VUs");
    if (next.vus() > next.most())
      throw wrong(
          "the number of active VUs (%d) must be less than or equal to the number of maxVUs (%d)"
              .formatted(next.vus(), next.most()));
    target.want(next);
    scenario.awaitReached();
  }

  private static ControlException wrong(String what) {
    return new ControlException(
        "Config update error", "invalid configuration supplied: " + what, true);
  }
}
