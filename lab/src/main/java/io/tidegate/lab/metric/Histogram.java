package io.tidegate.lab.metric;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How often values came, for their percentiles. Any finite number has its place, also a negative
 * one or a fraction; two of them merge exactly. Not thread-safe.
 *
 * <p><b>How.</b> The first {@value #EXACT_MAX} values are kept as they are, so that few values have
 * the percentiles which a sort of them has. More of them are counted in buckets: 1,024 for each
 * power of two, that is the first {@value #FRACTION_BITS} bits of the fraction of the number's own
 * binary form, so a value is known within 0.05 %.
 *
 * <p><b>Why not the library HdrHistogram</b>, whose idea this is: its arrays reach from zero to the
 * greatest value, 70 KB for times up to 100 ms, and a run may have thousands of series. Here a page
 * of {@value #PAGE_BUCKETS} buckets is made when a value falls into it: some 25 KB where values
 * spread over a decade, nothing for a series of zeros. It also has no range to be chosen
 * beforehand.
 */
final class Histogram {

  /** Values that are kept as they are. */
  static final int EXACT_MAX = 256;

  private static final int FRACTION_BITS = 10;
  private static final int DROPPED_BITS = 52 - FRACTION_BITS;
  private static final int PAGE_BITS = 6;
  private static final int PAGE_BUCKETS = 1 << PAGE_BITS;

  /** Takes values in ascending order, each with how often it came. */
  @FunctionalInterface
  interface BucketConsumer {
    void bucket(double value, long count);
  }

  private double @Nullable [] exact = new double[8];
  private int exactCount;

  private long zeros;
  private final Pages positive;
  private final Pages negative;

  Histogram() {
    positive = new Pages();
    negative = new Pages();
  }

  private Histogram(Histogram other) {
    exact = other.exact == null ? null : other.exact.clone();
    exactCount = other.exactCount;
    zeros = other.zeros;
    positive = new Pages(other.positive);
    negative = new Pages(other.negative);
  }

  Histogram copy() {
    return new Histogram(this);
  }

  void add(double value) {
    if (exact != null) keep(exact, value);
    else count(value, 1);
  }

  /** The same number of times; counted in buckets from now on. */
  void addCounted(double value, long times) {
    spill();
    count(value, times);
  }

  /** Whether its values are there as they were added. */
  boolean isExact() {
    return exact != null;
  }

  void add(Histogram other) {
    if (other.exact != null) {
      for (int i = 0; i < other.exactCount; i++) add(other.exact[i]);
      return;
    }
    spill();
    zeros += other.zeros;
    positive.add(other.positive);
    negative.add(other.negative);
  }

  private void keep(double[] values, double value) {
    if (exactCount == EXACT_MAX) {
      spill();
      count(value, 1);
      return;
    }
    double[] room = exactCount < values.length ? values : Arrays.copyOf(values, 2 * exactCount);
    room[exactCount++] = value;
    exact = room;
  }

  private void spill() {
    if (exact == null) return;
    for (int i = 0; i < exactCount; i++) count(exact[i], 1);
    exact = null;
  }

  private void count(double value, long times) {
    if (value == 0) zeros += times;
    else if (value > 0) positive.add(key(value), times);
    else negative.add(key(-value), times);
  }

  /** Calls for each value that came, in ascending order. */
  void forEach(BucketConsumer each) {
    if (exact != null) {
      Arrays.sort(exact, 0, exactCount);
      for (int i = 0; i < exactCount; i++) each.bucket(exact[i], 1);
      return;
    }
    negative.descending((key, count) -> each.bucket(-middle(key), count));
    if (zeros > 0) each.bucket(0, zeros);
    positive.ascending((key, count) -> each.bucket(middle(key), count));
  }

  static int key(double magnitude) {
    return (int) (Double.doubleToRawLongBits(magnitude) >>> DROPPED_BITS);
  }

  static double middle(int key) {
    return Double.longBitsToDouble(((long) key << DROPPED_BITS) + (1L << (DROPPED_BITS - 1)));
  }

  /** Counts by bucket, in pages that are there from the first that is used to the last. */
  private static final class Pages {

    @FunctionalInterface
    interface KeyConsumer {
      void bucket(int key, long count);
    }

    private int first;
    private long[] @Nullable [] pages = {};

    Pages() {}

    Pages(Pages other) {
      first = other.first;
      pages = other.pages.clone();
      for (int i = 0; i < pages.length; i++) {
        long[] page = pages[i];
        if (page != null) pages[i] = page.clone();
      }
    }

    void add(int key, long times) {
      page(key >>> PAGE_BITS)[key & (PAGE_BUCKETS - 1)] += times;
    }

    void add(Pages other) {
      for (int i = 0; i < other.pages.length; i++) {
        long[] from = other.pages[i];
        if (from == null) continue;
        long[] to = page(other.first + i);
        for (int k = 0; k < PAGE_BUCKETS; k++) to[k] += from[k];
      }
    }

    private long[] page(int number) {
      if (number < first || number >= first + pages.length) reach(number);
      long[] page = pages[number - first];
      if (page == null) pages[number - first] = page = new long[PAGE_BUCKETS];
      return page;
    }

    private void reach(int number) {
      int from = pages.length == 0 ? number : Math.min(first, number);
      int to = Math.max(first + pages.length, number + 1);
      long[] @Nullable [] more = new long[to - from][];
      System.arraycopy(pages, 0, more, pages.length == 0 ? 0 : first - from, pages.length);
      pages = more;
      first = from;
    }

    void ascending(KeyConsumer each) {
      for (int i = 0; i < pages.length; i++) {
        long[] page = pages[i];
        if (page == null) continue;
        for (int k = 0; k < PAGE_BUCKETS; k++)
          if (page[k] > 0) each.bucket((first + i) << PAGE_BITS | k, page[k]);
      }
    }

    void descending(KeyConsumer each) {
      for (int i = pages.length - 1; i >= 0; i--) {
        long[] page = pages[i];
        if (page == null) continue;
        for (int k = PAGE_BUCKETS - 1; k >= 0; k--)
          if (page[k] > 0) each.bucket((first + i) << PAGE_BITS | k, page[k]);
      }
    }
  }
}
