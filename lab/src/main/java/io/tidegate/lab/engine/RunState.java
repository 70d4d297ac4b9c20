package io.tidegate.lab.engine;

import io.tidegate.lab.script.RunInfo;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How a run stands. Any thread. */
public final class RunState implements RunInfo {

  /** Why a run ends before its time. */
  public record Stop(ExitCode code, String reason) {}

  private record ScenarioTime(long startMs, long startNs, long lengthNs) {}

  private volatile long startNs = System.nanoTime();
  private final String optionsJson;
  private final RunLog log;
  private final AtomicLong completed = new AtomicLong();
  private final AtomicLong interrupted = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicInteger active = new AtomicInteger();
  private final AtomicInteger initialized = new AtomicInteger();
  private final Map<String, ScenarioTime> scenarios = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Stop> stop = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile @Nullable String failed;

  /** That of a run which begins now. */
  public RunState(String optionsJson, RunLog log) {
    this.optionsJson = optionsJson;
    this.log = log;
  }

  /** Ends the run; the first reason counts. */
  public void stop(ExitCode code, String reason) {
    if (stop.compareAndSet(null, new Stop(code, reason))) stopped.countDown();
  }

  /** Why it ends before its time; null if it does not. */
  public @Nullable Stop stopped() {
    return stop.get();
  }

  /** Why the script says that the run has failed; null if it does not. */
  public @Nullable String failed() {
    return failed;
  }

  /** Waits until that time, or until the run ends before its time: then false. */
  public boolean waitUntil(long atNs) throws InterruptedException {
    long leftNs = atNs - System.nanoTime();
    return leftNs <= 0 ? stop.get() == null : !stopped.await(leftNs, TimeUnit.NANOSECONDS);
  }

  /** Iterations that nobody was free for. */
  public long dropped() {
    return dropped.get();
  }

  void scenarioBegins(String name, long lengthNs) {
    scenarios.put(name, new ScenarioTime(System.currentTimeMillis(), System.nanoTime(), lengthNs));
  }

  void userMade() {
    initialized.incrementAndGet();
  }

  /** So many more are there, or fewer. */
  void usersThere(int change) {
    initialized.addAndGet(change);
  }

  void activeBy(int change) {
    active.addAndGet(change);
  }

  void completedOne() {
    completed.incrementAndGet();
  }

  void interruptedOne() {
    interrupted.incrementAndGet();
  }

  /** So many more iterations were cut off, by a generator elsewhere. */
  public void interruptedElsewhere(long count) {
    interrupted.addAndGet(count);
  }

  void dropped(long count) {
    dropped.addAndGet(count);
  }

  /** The run begins now: what was before, such as making its users, is no part of its time. */
  public void begins() {
    startNs = System.nanoTime();
  }

  @Override
  public double runMs() {
    return (System.nanoTime() - startNs) / 1e6;
  }

  @Override
  public long iterationsCompleted() {
    return completed.get();
  }

  @Override
  public long iterationsInterrupted() {
    return interrupted.get();
  }

  @Override
  public int vusActive() {
    return active.get();
  }

  @Override
  public int vusInitialized() {
    return initialized.get();
  }

  @Override
  public double progress(String scenario) {
    ScenarioTime time = scenarios.get(scenario);
    if (time == null || time.lengthNs <= 0) return 0;
    return Math.clamp((double) (System.nanoTime() - time.startNs) / time.lengthNs, 0, 1);
  }

  @Override
  public double startMs(String scenario) {
    ScenarioTime time = scenarios.get(scenario);
    return time == null ? 0 : time.startMs;
  }

  @Override
  public String optionsJson() {
    return optionsJson;
  }

  @Override
  public void abort(String reason) {
    stop(ExitCode.ABORTED, reason);
  }

  @Override
  public void fail(String reason) {
    failed = reason;
    String why = reason.isEmpty() ? "" : ": " + reason;
    log.say("error", "test marked as failed" + why, Map.of());
  }
}
