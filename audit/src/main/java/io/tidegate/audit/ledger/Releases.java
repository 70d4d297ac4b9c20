package io.tidegate.audit.ledger;

import java.util.Arrays;

/**
 * The rule for releases: in every window of one interval, calls ≤ people + calls that lapsed.
 *
 * <h2>How all windows are checked</h2>
 *
 * A window (s, s + interval] has a last call, at t. Among the windows with this last call, the
 * excess (calls less lapses) grows only where a lapse drops out at the left. So it is enough to
 * check the window that ends at t and those that begin at a lapse. A later lapse may still fall
 * into a window, so a call is judged when the next one comes at a later time, or at the end. The
 * rule and the interval are those in force at the last call; when the interval becomes longer,
 * calls that had left the shorter one do not count again. Calls and lapses are kept as running
 * sums, one entry for each time.
 */
final class Releases {
  private long[] timesMs = new long[16];
  private long[] calls = new long[16];
  private long[] lapses = new long[16];
  private int size;

  /** The last call, not yet judged: its time's place here, the rule then, where it stands. */
  private int pending = -1;

  private Event.Settings rule = NO_RULE;
  private long ruleFromMs;
  private Breaches.Place where = new Breaches.Place(0, 0, "Called");

  /** Windows that begin before this do not count: the interval was shorter then. */
  private long fromMs = Long.MIN_VALUE;

  private Window tightest = NONE;

  /** No window at all: farther under its rule than any other. */
  private static final Window NONE = new Window(0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, 0);

  private static final Event.Settings NO_RULE = new Event.Settings("", 0, 0, 0, 0, 0, 0);

  /**
   * A window and what was released in it.
   *
   * @param endMs the last millisecond that belongs to it
   * @param releases calls in it
   * @param lapses calls that lapsed in it
   * @param people what the rule allowed, but for the lapses
   * @param intervalMs its length
   */
  record Window(long endMs, long releases, long lapses, long people, long intervalMs) {
    private long excess() {
      return releases - lapses - people;
    }
  }

  /** Of all windows, the one with the most releases over its rule, or the fewest under it. */
  Window tightest() {
    return tightest.equals(NONE) ? new Window(0, 0, 0, 0, 0) : tightest;
  }

  void called(long timeMs, Event.Settings settings, Breaches breaches) {
    if (pending >= 0 && timesMs[pending] < timeMs) judge(timeMs, breaches);
    pending = bucket(timeMs);
    calls[pending]++;
    rule = settings;
    ruleFromMs = fromMs;
    where = breaches.place();
  }

  /** The room has new settings; the interval was this long until now. */
  void changed(long timeMs, long intervalMs) {
    fromMs = Math.max(fromMs, timeMs - intervalMs);
  }

  void lapsed(long timeMs) {
    int bucket = bucket(timeMs);
    lapses[bucket]++;
  }

  /** No more will come; windows that end later than this are not over and stay unjudged. */
  void end(long timeMs, Breaches breaches) {
    if (pending >= 0) judge(timeMs == Long.MAX_VALUE ? timeMs : timeMs + 1, breaches);
    pending = -1;
  }

  /** The place for this time; a time that goes back, a breach of its own, counts as the last. */
  private int bucket(long timeMs) {
    if (size > 0 && timesMs[size - 1] >= timeMs) return size - 1;
    if (size == timesMs.length) {
      timesMs = Arrays.copyOf(timesMs, size * 2);
      calls = Arrays.copyOf(calls, size * 2);
      lapses = Arrays.copyOf(lapses, size * 2);
    }
    timesMs[size] = timeMs;
    calls[size] = size == 0 ? 0 : calls[size - 1];
    lapses[size] = size == 0 ? 0 : lapses[size - 1];
    return size++;
  }

  /** Windows with the pending call as their last: those that end before {@code nextMs}. */
  private void judge(long nextMs, Breaches breaches) {
    long interval = rule.intervalMs();
    long beginMs = Math.max(timesMs[pending] - interval, ruleFromMs);
    Window worst = NONE;
    if (beginMs < nextMs - interval) worst = window(beginMs);
    for (int i = lastAt(beginMs) + 1; i < pending && timesMs[i] < nextMs - interval; i++) {
      if (lapses[i] == sum(lapses, i - 1)) continue;
      Window window = window(timesMs[i]);
      if (window.excess() > worst.excess()) worst = window;
    }
    if (worst.excess() > tightest.excess()) tightest = worst;
    if (worst.excess() > 0)
      breaches.add(
          where,
          Rule.RELEASES,
          worst.releases
              + " released in the "
              + interval
              + " ms up to "
              + worst.endMs
              + ", where "
              + worst.people
              + " and "
              + worst.lapses
              + " lapsed calls may");
  }

  private Window window(long beginMs) {
    long endMs = beginMs + rule.intervalMs();
    int first = lastAt(beginMs);
    int last = lastAt(endMs);
    return new Window(
        endMs,
        sum(calls, last) - sum(calls, first),
        sum(lapses, last) - sum(lapses, first),
        rule.people(),
        rule.intervalMs());
  }

  private static long sum(long[] sums, int index) {
    return index < 0 ? 0 : sums[index];
  }

  /** The last place whose time is not after this one, or -1. */
  private int lastAt(long timeMs) {
    int found = Arrays.binarySearch(timesMs, 0, size, timeMs);
    return found >= 0 ? found : -found - 2;
  }
}
