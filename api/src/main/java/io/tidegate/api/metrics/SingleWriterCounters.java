package io.tidegate.api.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters that one thread adds to and any thread reads a moment later. An add is a load and a
 * store: no locked instruction, unlike an atomic increment, and nothing shared with another writer,
 * unlike a {@code LongAdder} before it has met contention.
 */
final class SingleWriterCounters {

  private final AtomicLongArray cells;

  SingleWriterCounters(int cells) {
    this.cells = new AtomicLongArray(cells);
  }

  /** Adds to a cell. The owner's thread. */
  void add(int cell, long n) {
    cells.setRelease(cell, cells.getPlain(cell) + n);
  }

  /** What a cell came to. Any thread. */
  long get(int cell) {
    return cells.getAcquire(cell);
  }
}
