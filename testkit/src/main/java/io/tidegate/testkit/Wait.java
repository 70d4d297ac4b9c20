package io.tidegate.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what comes about beside the test. */
public final class Wait {

  private static final Duration MAX = Duration.ofSeconds(20);
  private static final long LOOK_EVERY_NS = 1_000_000;

  private Wait() {}

  /** What is waited for. */
  @FunctionalInterface
  public interface Condition {
    /** Whether it holds now. */
    boolean holds() throws Exception;
  }

  /** Returns once the condition holds; fails when it does not within twenty seconds. */
  public static void until(Condition condition) {
    long deadlineNs = System.nanoTime() + MAX.toNanos();
    while (!holds(condition)) {
      if (System.nanoTime() > deadlineNs) throw new AssertionError("did not come true in " + MAX);
      LockSupport.parkNanos(LOOK_EVERY_NS);
    }
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
