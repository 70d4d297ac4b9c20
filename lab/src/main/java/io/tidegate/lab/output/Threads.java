package io.tidegate.lab.output;

import java.time.Duration;

/** Ends the threads of outputs. */
final class Threads {

  private static final Duration INTERRUPTED_MAX = Duration.ofSeconds(1);

  private Threads() {}

  /** Waits so long for a thread that ends by itself, then interrupts it. */
  static void end(Thread thread, Duration max) {
    try {
      if (thread.join(max)) return;
      thread.interrupt();
      thread.join(INTERRUPTED_MAX);
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
