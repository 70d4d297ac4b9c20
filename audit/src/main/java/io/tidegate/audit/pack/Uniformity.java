package io.tidegate.audit.pack;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Whether joining early helped in a draw; it must not. There are two tests of the order: the rank
 * correlation between joining and place, which shows a slope, and a table of the time of joining by
 * the time of calling, which shows any coarse pattern.
 *
 * @param size of the cohort
 * @param correlation Spearman's rank correlation, in [-1, 1]: 1 if the order was that of joining,
 *     -1 if it was the reverse
 * @param spread the standard deviation of this correlation if only chance is at work
 * @param correlationChance how often chance alone gives a correlation at least as far from 0, in
 *     [0, 1]
 * @param parts the number of equal parts into which joining and order are cut: 10, or fewer if few
 *     people joined
 * @param chiSquare chi-square of the table
 * @param degrees degrees of freedom of the table
 * @param chiSquareChance how often chance alone gives a chi-square at least as high, in [0, 1]
 */
public record Uniformity(
    int size,
    double correlation,
    double spread,
    double correlationChance,
    int parts,
    double chiSquare,
    int degrees,
    double chiSquareChance) {
  /** Below this many nothing can be said. */
  static final int SIZE_MIN = 20;

  /** Rarer than this is worth a look; one fair draw in a thousand is. */
  static final double RARE = 0.001;

  private static final int PARTS_MAX = 10;
  private static final int EXPECTED_MIN = 5;

  /**
   * Of one draw.
   *
   * @param cohort ascending
   * @param order the same numbers
   * @return null where they are too few
   */
  static @Nullable Uniformity of(int[] cohort, int[] order) {
    int size = cohort.length;
    if (size < SIZE_MIN) return null;
    int[] ranks = new int[size];
    for (int place = 0; place < size; place++)
      ranks[place] = Arrays.binarySearch(cohort, order[place]);
    double correlation = correlation(ranks);
    double spread = 1 / Math.sqrt(size - 1.0);
    double far = correlation / spread;
    int parts = parts(size);
    int degrees = (parts - 1) * (parts - 1);
    double chiSquare = chiSquare(ranks, parts);
    return new Uniformity(
        size,
        correlation,
        spread,
        ChiSquare.upperTail(far * far, 1),
        parts,
        chiSquare,
        degrees,
        ChiSquare.upperTail(chiSquare, degrees));
  }

  private static double correlation(int[] ranks) {
    double squares = 0;
    for (int place = 0; place < ranks.length; place++) {
      double apart = ranks[place] - place;
      squares += apart * apart;
    }
    double n = ranks.length;
    return 1 - 6 * squares / (n * (n * n - 1));
  }

  private static int parts(int size) {
    int parts = PARTS_MAX;
    while (size < (long) EXPECTED_MIN * parts * parts) parts--;
    return parts;
  }

  private static double chiSquare(int[] ranks, int parts) {
    long size = ranks.length;
    long[][] seen = new long[parts][parts];
    long[] sizes = new long[parts];
    for (int place = 0; place < size; place++) {
      int row = (int) (place * (long) parts / size);
      seen[row][(int) (ranks[place] * (long) parts / size)]++;
      sizes[row]++;
    }
    double sum = 0;
    for (int row = 0; row < parts; row++)
      for (int column = 0; column < parts; column++) {
        double expected = (double) sizes[row] * sizes[column] / size;
        double apart = seen[row][column] - expected;
        sum += apart * apart / expected;
      }
    return sum;
  }

  /** Whether either look is too rare for chance to be the likely reason. */
  boolean rare() {
    return correlationChance < RARE || chiSquareChance < RARE;
  }
}
