package io.tidegate.audit.ledger;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The calls that still count against the next one: a call that lapses closes the newest of them,
 * and calls older than an interval are forgotten. A snapshot has them as times and counts.
 */
final class OpenReleases {
  private final Deque<long[]> counts = new ArrayDeque<>();

  void called(long timeMs) {
    long[] last = counts.peekLast();
    if (last != null && last[0] == timeMs) last[1]++;
    else counts.add(new long[] {timeMs, 1});
  }

  void lapsed() {
    long[] last = counts.peekLast();
    if (last != null && --last[1] == 0) counts.removeLast();
  }

  void expire(long nowMs, long intervalMs) {
    while (!counts.isEmpty() && counts.getFirst()[0] <= nowMs - intervalMs) counts.removeFirst();
  }

  /** Pairs of time and count, the oldest first. */
  long[] pairs() {
    return counts.stream().flatMapToLong(Arrays::stream).toArray();
  }
}
