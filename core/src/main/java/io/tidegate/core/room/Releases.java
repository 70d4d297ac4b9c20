package io.tidegate.core.room;

/**
 * How many people may be called now, so that <em>every</em> window of one interval keeps the rule
 *
 * <pre>  releases in the window ≤ N + calls that lapsed in the window</pre>
 *
 * <p>A lapsed call gives one release back. It may only make good a release that came before it: if
 * it were kept for later, a window that starts just after the lapse could hold one release too
 * many. So releases and lapses pair up like brackets: a lapse closes the newest release that is
 * still open. The number of people who may be called is N minus the releases of the last interval
 * that are still open. For all windows (s, t] that end now this is N + min over s of (lapses −
 * releases), the largest number that breaks no window.
 *
 * <p>Releases of one millisecond are one entry, so memory is bounded by the smaller of N and the
 * interval in ms. An entry keeps the sum of all open releases up to it, not only its own. So the
 * number of releases in a window, and the time at which enough of them will have left it, are found
 * by a search from the front; the answer nearly always lies there, and the search is O(log n)
 * however far N was lowered. Windows are half-open: a release at t leaves the window at t +
 * interval. Not thread-safe.
 */
public final class Releases {

  private final LongRing times; // ascending
  private final LongRing upTo; // open releases ever, up to and with this entry
  private long gone; // the same, before the first entry

  /** None yet. */
  public Releases() {
    this(new LongRing(), new LongRing());
  }

  Releases(LongRing times, LongRing upTo) {
    this.times = times;
    this.upTo = upTo;
  }

  /** Records people called at a time that is never before the previous one. */
  public void release(long nowMs, int people) {
    int size = times.size();
    if (size > 0 && times.get(size - 1) == nowMs) {
      upTo.addToLast(people);
      return;
    }
    upTo.addLast(upTo(size) + people);
    times.addLast(nowMs);
  }

  /** Records a call that lapsed: the newest release still open in the window is given back. */
  public void lapse(long nowMs, long intervalMs) {
    expire(nowMs, intervalMs);
    int size = times.size();
    if (size == 0) return;
    upTo.addToLast(-1);
    if (upTo(size) > upTo(size - 1)) return;
    upTo.removeLast();
    times.removeLast();
  }

  /**
   * People who may be called.
   *
   * @param people N, at least 0
   * @param nowMs engine time
   * @return in [0, people]
   */
  public int credit(int people, long nowMs, long intervalMs) {
    long inWindow = upTo(times.size()) - upTo(firstAbove(times, nowMs - intervalMs));
    return (int) Math.max(0, people - inWindow);
  }

  /**
   * From when on somebody may be called if nothing happens before: when so many open releases have
   * left the window that fewer than {@code people} stay; 0 if it is so already.
   *
   * @param people N, at least 1
   */
  public long nextCreditMs(int people, long intervalMs) {
    long enough = upTo(times.size()) - people; // once more than these are gone
    return gone > enough ? 0 : times.get(firstAbove(upTo, enough)) + intervalMs;
  }

  /** Forgets what has left the window. */
  public void expire(long nowMs, long intervalMs) {
    int left = firstAbove(times, nowMs - intervalMs);
    gone = upTo(left);
    times.removeFirst(left);
    upTo.removeFirst(left);
  }

  /** Pairs of time and count, oldest first, for a snapshot. */
  public long[] freeze() {
    long[] pairs = new long[times.size() * 2];
    for (int i = 0; i < times.size(); i++) {
      pairs[2 * i] = times.get(i);
      pairs[2 * i + 1] = upTo(i + 1) - upTo(i);
    }
    return pairs;
  }

  /** Open releases ever in the first so many entries and before them. */
  private long upTo(int entries) {
    return entries == 0 ? gone : upTo.get(entries - 1);
  }

  /** The first entry whose value, which grows from entry to entry, is above this one; or size. */
  private static int firstAbove(LongRing of, long value) {
    int low = 0;
    int step = 1;
    while (low + step <= of.size() && of.get(low + step - 1) <= value) {
      low += step;
      step <<= 1;
    }
    int high = Math.min(of.size(), low + step - 1);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (of.get(middle) <= value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
