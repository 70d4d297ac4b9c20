package io.tidegate.lab.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Watches the generator while a run goes on, on a thread of its own. */
public final class GeneratorWatch implements AutoCloseable {

  private static final long TICK_NS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  /** A week of seconds; longer runs are judged by the last one. */
  private static final int READINGS_MAX = 7 * 86_400;

  private final MachineReader machine = new MachineReader();
  private final List<Reading> readings = new ArrayList<>();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("generator-watch").unstarted(this::watch);
  private volatile boolean closed;

  private GeneratorWatch() {}

  /** One that watches from now on. */
  public static GeneratorWatch start() {
    GeneratorWatch watch = new GeneratorWatch();
    watch.thread.start();
    return watch;
  }

  private void watch() {
    long secondNs = System.nanoTime() + SECOND_NS;
    double worstMs = 0;
    while (!closed) {
      long beforeNs = System.nanoTime();
      LockSupport.parkNanos(TICK_NS);
      long afterNs = System.nanoTime();
      worstMs = Math.max(worstMs, (afterNs - beforeNs - TICK_NS) / 1e6);
      if (afterNs < secondNs) continue;
      add(machine.read(worstMs));
      worstMs = 0;
      secondNs = afterNs + SECOND_NS;
    }
  }

  private synchronized void add(Reading reading) {
    if (readings.size() == READINGS_MAX) readings.removeFirst();
    readings.add(reading);
  }

  /**
   * How it was until now.
   *
   * @param seen what the run's own figures say
   */
  public synchronized SelfCheck health(SelfCheck.Seen seen) {
    return SelfCheck.of(readings, seen);
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }
}
