package io.tidegate.core.table;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * Which id falls due next: a binary min-heap of (time, id) in two arrays.
 *
 * <p>Entries are never removed from the middle. The caller checks whether a polled entry is still
 * valid (that of a paid hold is not), and {@link #compact} removes invalid entries once they
 * outnumber the others, so memory stays within a small factor of what is really due. Not
 * thread-safe.
 */
public final class DueQueue {

  /** Whether an entry still stands. */
  @FunctionalInterface
  public interface Stands {
    /** True if what falls due at this time is still there. */
    boolean test(long dueMs, long id);
  }

  private long[] due = new long[4];
  private long[] ids = new long[4];
  private int size;

  /** Entries, stale ones included. */
  public int size() {
    return size;
  }

  /** Adds an entry; entries that come in order of time cost O(1). */
  public void add(long dueMs, long id) {
    if (size == due.length) {
      due = Arrays.copyOf(due, size * 2);
      ids = Arrays.copyOf(ids, size * 2);
    }
    int at = size++;
    while (at > 0 && before(dueMs, id, (at - 1) >>> 1)) at = move((at - 1) >>> 1, at);
    due[at] = dueMs;
    ids[at] = id;
  }

  /** Time of the first entry, {@link Long#MAX_VALUE} if there is none. */
  public long firstDueMs() {
    return size == 0 ? Long.MAX_VALUE : due[0];
  }

  /** Id of the first entry; there must be one. */
  public long firstId() {
    if (size == 0) throw new IllegalStateException("nothing is due");
    return ids[0];
  }

  /** Takes the first entry out; there must be one. */
  public void removeFirst() {
    if (size == 0) throw new IllegalStateException("nothing is due");
    size--;
    if (size > 0) sink(0, due[size], ids[size]);
  }

  /** Hands out the id of every entry, in no order, stale ones included. */
  public void forEach(LongConsumer action) {
    for (int at = 0; at < size; at++) action.accept(ids[at]);
  }

  /**
   * Moves everything that falls due after a moment. Order stays as it is, since what fell due by
   * then stays before that moment, and the rest moves alike.
   */
  public void shift(long afterMs, long byMs) {
    for (int at = 0; at < size; at++) if (due[at] > afterMs) due[at] += byMs;
  }

  /**
   * Throws out what no longer stands if the queue holds more than twice the {@code live} entries.
   */
  public void compact(int live, Stands stands) {
    if (size > 2L * live + 1_024) keep(stands);
  }

  /** Throws out what no longer stands. */
  public void keep(Stands stands) {
    int kept = 0;
    for (int at = 0; at < size; at++) {
      if (!stands.test(due[at], ids[at])) continue;
      due[kept] = due[at];
      ids[kept++] = ids[at];
    }
    size = kept;
    for (int at = (size >>> 1) - 1; at >= 0; at--) sink(at, due[at], ids[at]);
  }

  private void sink(int at, long dueMs, long id) {
    for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && before(due[child + 1], ids[child + 1], child)) child++;
      if (!before(due[child], ids[child], dueMs, id)) break;
      at = move(child, at);
    }
    due[at] = dueMs;
    ids[at] = id;
  }

  private int move(int from, int to) {
    due[to] = due[from];
    ids[to] = ids[from];
    return from;
  }

  private boolean before(long dueMs, long id, int at) {
    return before(dueMs, id, due[at], ids[at]);
  }

  /** Ties fall to the smaller id, so that the order never depends on the shape of the heap. */
  private static boolean before(long dueA, long idA, long dueB, long idB) {
    return dueA < dueB || (dueA == dueB && idA < idB);
  }
}
