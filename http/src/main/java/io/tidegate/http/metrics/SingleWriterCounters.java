package io.tidegate.http.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counters that one thread adds to and any thread reads a moment later. An add is a load and a
 * store: no locked instruction, unlike an atomic increment, and nothing shared with another writer,
 * unlike a {@code LongAdder} before it has met contention.
 */
public final class SingleWriterCounters {

  private final AtomicLongArray cells;

  /** That many, at zero. */
  public SingleWriterCounters(int cells) {
    this.cells = new AtomicLongArray(cells);
  }

  /** Adds to a cell. The owner's thread. */
  public void add(int cell, long n) {
    cells.setRelease(cell, cells.getPlain(cell) + n);
  }

  /** What a cell came to. Any thread. */
  public long get(int cell) {
    return cells.getAcquire(cell);
  }
}
