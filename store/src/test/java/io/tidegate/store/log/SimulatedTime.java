package io.tidegate.store.log;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/** Time that passes only from one thing to the next; one thread. */
public final class SimulatedTime {

  private record Due(long atMs, long order, Runnable what) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>(Comparator.comparingLong(Due::atMs).thenComparingLong(Due::order));
  private long nowMs;
  private long ordered;

  /** Now, ms since the beginning. */
  public long nowMs() {
    return nowMs;
  }

  /** Does something later. */
  public void after(long ms, Runnable what) {
    due.add(new Due(nowMs + ms, ordered++, what));
  }

  /** Lets time pass until then. */
  public void runUntil(long atMs) {
    for (Due next = due.peek(); next != null && next.atMs() <= atMs; next = due.peek()) step();
    nowMs = Math.max(nowMs, atMs);
  }

  /** Lets time pass until something is so. */
  public void runUntil(BooleanSupplier wanted) {
    while (!wanted.getAsBoolean()) {
      if (due.isEmpty()) throw new AssertionError("it never came about");
      step();
    }
  }

  private void step() {
    Due next = due.remove();
    nowMs = next.atMs();
    next.what().run();
  }
}
