package io.tidegate.bench.waiting;

import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * When people along the line are told to ask again. Immutable.
 *
 * @param first of those people
 * @param ms of each who was asked for, at least 1
 * @param replyBytes of one reply, head and body
 */
record Intervals(int first, long[] ms, long replyBytes) {

  Intervals {
    ms = ms.clone();
    Arrays.sort(ms);
  }

  /** How often one of them asks, on average. */
  double asksPerSecond() {
    return all().mapToDouble(each -> 1_000.0 / each).average().orElseThrow();
  }

  long least() {
    return ms[0];
  }

  long most() {
    return ms[ms.length - 1];
  }

  /**
   * What of 100 people 99 see is at most so old, at any time: who asks each {@code t} sees what is
   * up to {@code t} old, evenly.
   */
  double seenP99Ms() {
    double low = 0;
    double high = most();
    while (high - low > 1) {
      double age = (low + high) / 2;
      if (partOlderThan(age) > 0.01) low = age;
      else high = age;
    }
    return high;
  }

  private double partOlderThan(double age) {
    return all().mapToDouble(each -> Math.max(0, 1 - age / each)).average().orElseThrow();
  }

  private LongStream all() {
    return Arrays.stream(ms);
  }
}
