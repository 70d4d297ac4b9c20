package io.tidegate.bench.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * A figure measured in several rounds: the middle one, and how far apart the others lie.
 *
 * @param median the middle value; of an even count the mean of the middle two
 * @param min the least
 * @param max the most
 */
public record Spread(double median, double min, double max) {

  /**
   * Of at least one value.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Spread of(double... values) {
    if (values.length == 0) throw new IllegalArgumentException("no round was measured");
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, sorted[0], sorted[sorted.length - 1]);
  }

  /** Round by round, this over that: {@code first[i] / second[i]}. */
  public static Spread ratio(double[] first, double[] second) {
    double[] ratios = new double[Math.min(first.length, second.length)];
    for (int i = 0; i < ratios.length; i++) ratios[i] = first[i] / second[i];
    return of(ratios);
  }

  /** Round by round, this less that: {@code first[i] - second[i]}. */
  public static Spread difference(double[] first, double[] second) {
    double[] differences = new double[Math.min(first.length, second.length)];
    for (int i = 0; i < differences.length; i++) differences[i] = first[i] - second[i];
    return of(differences);
  }

  /** The middle and both ends, such as {@code 2.31 (2.25–2.40)}. */
  public String show(int decimals) {
    String middle = number(median, decimals);
    if (min == max) return middle;
    return middle + " (" + number(min, decimals) + "–" + number(max, decimals) + ")";
  }

  /** A whole number with thousands apart. */
  public static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** A number with thousands apart. */
  public static String number(double value, int decimals) {
    return String.format(Locale.ROOT, "%,." + decimals + "f", value);
  }
}
