package io.tidegate.lab.metric;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of values of one metric: exactly how many, their sum, the least, the greatest, the
 * last; and of a {@link MetricType#TREND} their distribution. Its size does not grow with their
 * number. Not thread-safe: those that a {@link MetricStore} gives belong to whoever asked.
 *
 * <p>Without values every figure is 0, as in k6.
 */
public final class Totals {

  /** Takes values in ascending order, each with how often it came. */
  @FunctionalInterface
  public interface ValueConsumer {
    /**
     * One value.
     *
     * @param value within 0.05 %
     * @param count at least 1
     */
    void value(double value, long count);
  }

  private final MetricType type;
  private long count;
  private double sum;
  private double min;
  private double max;
  private double last;
  private long lastAtMs = Long.MIN_VALUE;

  /** Whether the values themselves are known, and not only their sum. */
  private boolean spread = true;

  private final @Nullable Histogram histogram;

  /** Of no value yet. */
  public Totals(MetricType type) {
    this.type = type;
    histogram = type == MetricType.TREND ? new Histogram() : null;
  }

  /**
   * Of values of which no more is known than their number and their sum: without percentiles, least
   * and greatest, which are no numbers then.
   *
   * @param atMs when the last was measured, epoch ms
   */
  public static Totals ofSum(MetricType type, long count, double sum, long atMs) {
    Totals totals = new Totals(type);
    totals.count = count;
    totals.sum = sum;
    totals.lastAtMs = atMs;
    totals.last = count == 0 ? 0 : sum / count;
    totals.spread = count == 0 || type != MetricType.TREND;
    totals.min = totals.spread ? totals.last : Double.NaN;
    totals.max = totals.min;
    return totals;
  }

  private Totals(Totals other) {
    type = other.type;
    histogram = other.histogram == null ? null : other.histogram.copy();
    addFigures(other);
  }

  /** Of figures that were written down; the values of a trend are added to its histogram. */
  Totals(
      MetricType type, long count, double sum, double min, double max, double last, long lastAtMs) {
    this(type);
    this.count = count;
    this.sum = sum;
    this.min = min;
    this.max = max;
    this.last = last;
    this.lastAtMs = lastAtMs;
  }

  @Nullable Histogram histogram() {
    return histogram;
  }

  long lastAtMs() {
    return lastAtMs;
  }

  /** The same, which no longer changes with these. */
  public Totals copy() {
    return new Totals(this);
  }

  /**
   * One value more.
   *
   * @param value a number; of a {@link MetricType#RATE} 0 or anything else
   * @param atMs when it was measured, epoch ms
   */
  public void add(double value, long atMs) {
    double counted = type == MetricType.RATE && value != 0 ? 1 : value;
    min = count == 0 ? counted : Math.min(min, counted);
    max = count == 0 ? counted : Math.max(max, counted);
    count++;
    sum += counted;
    if (atMs >= lastAtMs) {
      lastAtMs = atMs;
      last = counted;
    }
    if (histogram != null) histogram.add(counted);
  }

  /** All that others had, of a metric of the same type; as if each value had been added here. */
  public void add(Totals other) {
    if (other.count == 0) return;
    addFigures(other);
    if (histogram != null && other.histogram != null) histogram.add(other.histogram);
  }

  private void addFigures(Totals other) {
    min = count == 0 ? other.min : Math.min(min, other.min);
    max = count == 0 ? other.max : Math.max(max, other.max);
    count += other.count;
    sum += other.sum;
    spread &= other.spread;
    if (other.lastAtMs < lastAtMs) return;
    lastAtMs = other.lastAtMs;
    last = other.last;
  }

  /** Of what type the metric is. */
  public MetricType type() {
    return type;
  }

  /** Whether it knows how its values are spread: their percentiles, the least, the greatest. */
  public boolean hasSpread() {
    return spread;
  }

  /** How many values. */
  public long count() {
    return count;
  }

  /** Their sum; of a {@link MetricType#RATE} how many were not 0. */
  public double sum() {
    return sum;
  }

  /** The least. */
  public double min() {
    return min;
  }

  /** The greatest. */
  public double max() {
    return max;
  }

  /** The one that was measured last. */
  public double last() {
    return last;
  }

  /** Their mean, exactly; of a {@link MetricType#RATE} the part that was not 0. */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /**
   * The value below which this part of the values of a {@link MetricType#TREND} lies, between two
   * of them in proportion, as k6 has it: exact for the first few hundred values, then within 0.05
   * %. No number where only the sum of values is known.
   *
   * @param percent in [0, 100]
   * @throws IllegalStateException if it is of another type
   */
  public double percentile(double percent) {
    if (histogram == null) throw new IllegalStateException(type + " has no percentiles");
    if (count == 0) return 0;
    if (!spread) return Double.NaN;
    double place = Math.clamp(percent / 100, 0, 1) * (count - 1);
    Ranks ranks = new Ranks((long) Math.floor(place), (long) Math.ceil(place));
    histogram.forEach(ranks);
    double value = ranks.low + (ranks.high - ranks.low) * (place - Math.floor(place));
    if (place == 0) return min;
    return place == count - 1 ? max : Math.clamp(value, min, max);
  }

  /**
   * Calls for each value of a {@link MetricType#TREND}, in ascending order; for none of another
   * type.
   */
  public void forEachValue(ValueConsumer each) {
    if (histogram != null) histogram.forEach(each::value);
  }

  /** Finds the values at two places of the sorted values. */
  private static final class Ranks implements Histogram.BucketConsumer {
    private final long lowRank;
    private final long highRank;
    private long passed;
    private double low;
    private double high;

    Ranks(long lowRank, long highRank) {
      this.lowRank = lowRank;
      this.highRank = highRank;
    }

    @Override
    public void bucket(double value, long count) {
      if (passed <= lowRank) low = value;
      if (passed <= highRank) high = value;
      passed += count;
    }
  }
}
