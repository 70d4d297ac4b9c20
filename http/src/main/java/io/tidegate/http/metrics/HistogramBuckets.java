package io.tidegate.http.metrics;

import java.util.stream.LongStream;

/**
 * The fixed buckets of a histogram. {@link #bucket} says where a value belongs, the last being for
 * whatever is above every bound; {@link #cells} are enough for the buckets and, behind them, the
 * sum.
 */
public final class HistogramBuckets {

  private static final double NS = 1e9;

  /** Times in ns from 50 µs to 10 s, shown in seconds. */
  public static final HistogramBuckets TIMES =
      new HistogramBuckets(
          NS,
          50_000,
          100_000,
          250_000,
          500_000,
          1_000_000,
          2_500_000,
          5_000_000,
          10_000_000,
          25_000_000,
          50_000_000,
          100_000_000,
          250_000_000,
          500_000_000,
          1_000_000_000,
          2_500_000_000L,
          5_000_000_000L,
          10_000_000_000L);

  /** Numbers of things, in powers of two to 65,536. */
  public static final HistogramBuckets NUMBERS =
      new HistogramBuckets(1, LongStream.iterate(1, n -> n * 2).limit(17).toArray());

  private final double perUnit;
  private final long[] bounds;

  private HistogramBuckets(double perUnit, long... bounds) {
    this.perUnit = perUnit;
    this.bounds = bounds;
  }

  /** Index of the first bucket whose bound is not below the value. */
  public int bucket(long value) {
    int i = 0; // what is usual is small and found at once
    while (i < bounds.length && value > bounds[i]) i++;
    return i;
  }

  /** Cells that one histogram takes among the counters. */
  public int cells() {
    return bounds.length + 2;
  }

  /** Notes a value in the histogram that begins at a cell. */
  public void note(SingleWriterCounters counters, int from, long value) {
    counters.add(from + bucket(value), 1);
    counters.add(from + bounds.length + 1, value);
  }

  /** Bounds in the unit shown, the last being infinite. */
  double[] shownBounds() {
    double[] shown = new double[bounds.length + 1];
    for (int i = 0; i < bounds.length; i++) shown[i] = bounds[i] / perUnit;
    shown[bounds.length] = Double.POSITIVE_INFINITY;
    return shown;
  }

  /** Adds up a histogram of these counters into {@code into}, which has {@link #cells()} cells. */
  public void gather(SingleWriterCounters counters, int from, long[] into) {
    for (int i = 0; i < into.length; i++) into[i] += counters.get(from + i);
  }

  /**
   * The value below which this part of what was gathered lies: within its bucket by a straight
   * line, and the highest bound for what is above it.
   *
   * @param part in (0, 1]
   * @return -1 if nothing was gathered
   */
  public long quantile(long[] gathered, double part) {
    long all = 0;
    for (int i = 0; i <= bounds.length; i++) all += gathered[i];
    if (all == 0) return -1;
    double left = part * all;
    for (int i = 0; i < bounds.length; i++) {
      if (left <= gathered[i]) {
        long below = i == 0 ? 0 : bounds[i - 1];
        return below + (long) ((bounds[i] - below) * left / gathered[i]);
      }
      left -= gathered[i];
    }
    return bounds[bounds.length - 1];
  }

  /** The sum of what was gathered, in the unit shown. */
  double shownSum(long[] gathered) {
    return gathered[bounds.length + 1] / perUnit;
  }
}
