package io.tidegate.cluster;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/**
 * Answers that are decided and not sent: each waits for a write that was begun after its decision
 * and counted. Writes are numbered in the order they are begun.
 */
final class HeldAnswers {
  private record Held(long id, long after) {}

  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long begun;

  /** A write begins. */
  long begin() {
    return ++begun;
  }

  /** Answers were decided now. */
  void add(long id) {
    held.add(new Held(id, begun));
  }

  /** Whether some wait for a write that is not begun yet. */
  boolean wantWrite() {
    return !held.isEmpty() && held.getLast().after() == begun;
  }

  /** That write counted: what was decided before it may go out. */
  void counted(long write, LongConsumer release) {
    while (!held.isEmpty() && held.getFirst().after() < write) release.accept(held.remove().id());
  }

  /** None of them will ever be covered. */
  void drop(LongConsumer refuse) {
    while (!held.isEmpty()) refuse.accept(held.remove().id());
  }
}
