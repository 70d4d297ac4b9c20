package io.tidegate.cluster;

import java.util.ArrayDeque;
import java.util.function.LongConsumer;

/**
 * Answers that are decided and not sent yet. Each waits until a write counts that was begun after
 * its decision. Writes are numbered in the order in which they begin.
 */
final class PendingAnswers {
  private record Pending(long id, long after) {}

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private long begun;

  /** A write begins. */
  long begin() {
    return ++begun;
  }

  /** Answers were decided now. */
  void add(long id) {
    pending.add(new Pending(id, begun));
  }

  /** Whether some wait for a write that is not begun yet. */
  boolean wantWrite() {
    return !pending.isEmpty() && pending.getLast().after() == begun;
  }

  /** That write counted: what was decided before it may go out. */
  void counted(long write, LongConsumer release) {
    while (!pending.isEmpty() && pending.getFirst().after() < write)
      release.accept(pending.remove().id());
  }

  /** None of them will ever be covered. */
  void drop(LongConsumer refuse) {
    while (!pending.isEmpty()) refuse.accept(pending.remove().id());
  }
}
