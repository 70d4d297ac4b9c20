package io.tidegate.core.room;

/**
 * How many people may be called now, so that <em>every</em> window of one interval keeps the rule
 *
 * <pre>  releases in the window ≤ N + calls that lapsed in the window</pre>
 *
 * <p>A lapsed call gives one release back. It may only make good a release that came before it:
 * were it kept for later, a window that starts just after the lapse would hold one release too
 * many. So releases and lapses pair up like brackets, a lapse closing the newest release still
 * open, and what may be called is N minus the releases of the last interval that are still open.
 * For all windows (s, t] that end now this is N + min over s of (lapses − releases), the largest
 * number that breaks no window.
 *
 * <p>Releases of one millisecond are one entry, so memory is bounded by the smaller of N and the
 * interval in ms, and every call is O(1) amortised. Windows are half-open: a release at t leaves
 * the window at t + interval. Not thread-safe.
 */
public final class Releases {

  private long[] times = new long[8]; // a ring from head, ascending
  private int[] counts = new int[8];
  private int head;
  private int size;
  private int open;

  /** Records people called at a time that is never before the previous one. */
  public void release(long nowMs, int people) {
    open += people;
    int last = at(size - 1);
    if (size > 0 && times[last] == nowMs) {
      counts[last] += people;
      return;
    }
    if (size == times.length) grow();
    times[at(size)] = nowMs;
    counts[at(size)] = people;
    size++;
  }

  /** Records a call that lapsed: the newest release still open in the window is given back. */
  public void lapse(long nowMs, long intervalMs) {
    expire(nowMs, intervalMs);
    if (size == 0) return;
    int last = at(size - 1);
    open--;
    if (--counts[last] == 0) size--;
  }

  /**
   * People who may be called.
   *
   * @param people N, at least 0
   * @param nowMs engine time
   * @return in [0, people]
   */
  public int credit(int people, long nowMs, long intervalMs) {
    int inWindow = open;
    for (int i = 0; i < size && times[at(i)] <= nowMs - intervalMs; i++) inWindow -= counts[at(i)];
    return Math.max(0, people - inWindow);
  }

  /**
   * From when on somebody may be called if nothing happens before: when so many open releases have
   * left the window that fewer than {@code people} stay; {@link Long#MIN_VALUE} if it is so
   * already.
   *
   * @param people N, at least 1
   */
  public long nextCreditMs(int people, long intervalMs) {
    long fromMs = 0;
    int inWindow = open;
    for (int i = 0; inWindow >= people; i++) {
      inWindow -= counts[at(i)];
      fromMs = times[at(i)] + intervalMs;
    }
    return fromMs;
  }

  /** Forgets what has left the window. */
  public void expire(long nowMs, long intervalMs) {
    while (size > 0 && times[head] <= nowMs - intervalMs) {
      open -= counts[head];
      head = (head + 1) % times.length;
      size--;
    }
  }

  /** Pairs of time and count, oldest first, for a snapshot. */
  public long[] freeze() {
    long[] pairs = new long[size * 2];
    for (int i = 0; i < size; i++) {
      pairs[2 * i] = times[at(i)];
      pairs[2 * i + 1] = counts[at(i)];
    }
    return pairs;
  }

  private int at(int i) {
    return (head + i + times.length) % times.length;
  }

  private void grow() {
    long[] newTimes = new long[size * 2];
    int[] newCounts = new int[size * 2];
    for (int i = 0; i < size; i++) {
      newTimes[i] = times[at(i)];
      newCounts[i] = counts[at(i)];
    }
    times = newTimes;
    counts = newCounts;
    head = 0;
  }
}
