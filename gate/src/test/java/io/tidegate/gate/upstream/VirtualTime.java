package io.tidegate.gate.upstream;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so, and what is to happen in it, in order. One thread. */
final class VirtualTime implements CallLoop, LongSupplier {

  private static final class Task implements Comparable<Task> {
    final long atNs;
    final long number;
    @Nullable Runnable run;

    Task(long atNs, long number, Runnable run) {
      this.atNs = atNs;
      this.number = number;
      this.run = run;
    }

    @Override
    public int compareTo(Task other) {
      int byTime = Long.compare(atNs, other.atNs);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  private final PriorityQueue<Task> tasks = new PriorityQueue<>();
  private long nowNs;
  private long numbers;

  @Override
  public long getAsLong() {
    return nowNs;
  }

  @Override
  public boolean execute(Runnable task) {
    at(nowNs, task);
    return true;
  }

  @Override
  public Timer after(Duration time, Runnable task) {
    Task timer = add(nowNs + time.toNanos(), task);
    return () -> timer.run = null;
  }

  void at(long atNs, Runnable task) {
    add(atNs, task);
  }

  private Task add(long atNs, Runnable task) {
    Task made = new Task(atNs, numbers++, task);
    tasks.add(made);
    return made;
  }

  /** Lets that much pass, with all that happens in it. */
  void pass(Duration time) {
    runUntil(nowNs + time.toNanos());
  }

  void runUntil(long endNs) {
    while (!tasks.isEmpty() && tasks.peek().atNs <= endNs) {
      Task next = tasks.remove();
      nowNs = next.atNs;
      if (next.run != null) next.run.run();
    }
    nowNs = endNs;
  }
}
