package io.tidegate.lab.report;

import java.util.Arrays;

/**
 * The mean of something that was measured one time after the other, and how sure it is. Neighbours
 * in time are alike, so they are put together to at most {@value #MOST} batches, whose means are
 * taken as independent (Law, Simulation Modeling and Analysis, §9.5.3).
 *
 * @param count of batches
 * @param mean of their means
 * @param variance of their means
 */
record Batches(int count, double mean, double variance) {

  private static final int MOST = 20;
  private static final int LEAST = 5;
  private static final double NORMAL_975 = 1.959964;

  /** Of values in the order of time; those that are no numbers are left out. */
  static Batches of(double[] values) {
    double[] known = Arrays.stream(values).filter(Double::isFinite).toArray();
    int count = Math.min(MOST, known.length);
    double[] means = new double[count];
    for (int i = 0; i < count; i++) {
      int from = i * known.length / count;
      int to = (i + 1) * known.length / count;
      means[i] = Arrays.stream(known, from, to).average().orElse(0);
    }
    double mean = Arrays.stream(means).average().orElse(0);
    double squares = Arrays.stream(means).map(one -> (one - mean) * (one - mean)).sum();
    return new Batches(count, mean, count < 2 ? 0 : squares / (count - 1));
  }

  /** An interval of 95 % for how much the other mean is greater (Welch). */
  record Interval(double from, double to) {}

  /** Whether both have batches enough for an interval. */
  boolean comparesWith(Batches other) {
    return count >= LEAST && other.count >= LEAST && variance + other.variance > 0;
  }

  Interval difference(Batches other) {
    double own = variance / count;
    double others = other.variance / other.count;
    double error = Math.sqrt(own + others);
    double freedom =
        (own + others)
            * (own + others)
            / (own * own / (count - 1) + others * others / (other.count - 1));
    double reach = student(freedom) * error;
    return new Interval(other.mean - mean - reach, other.mean - mean + reach);
  }

  /**
   * The 97.5th percentile of Student's t, by its expansion about the normal (within 1 % from 4).
   */
  static double student(double freedom) {
    double z = NORMAL_975;
    double z3 = z * z * z;
    double z5 = z3 * z * z;
    double first = (z3 + z) / 4;
    double second = (5 * z5 + 16 * z3 + 3 * z) / 96;
    double third = (3 * z5 * z * z + 19 * z5 + 17 * z3 - 15 * z) / 384;
    return z + first / freedom + second / (freedom * freedom) + third / Math.pow(freedom, 3);
  }
}
