package io.tidegate.app.config;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known name that somebody most likely meant. */
public final class NearestName {
  private NearestName() {}

  /**
   * The nearest of {@code known}, which is not empty; among equals the first in alphabetical order.
   */
  public static String to(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** A right key in the wrong section is one step away, however long the section's name. */
  private static int distance(String name, String candidate) {
    return Math.min(edits(name, candidate), 1 + edits(leaf(name), leaf(candidate)));
  }

  private static String leaf(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
  static int edits(String a, String b) {
    int[][] edits = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) edits[i][j] = cell(edits, a, i, b, j);
    }
    return edits[a.length()][b.length()];
  }

  private static int cell(int[][] edits, String a, int i, String b, int j) {
    if (i == 0 || j == 0) return i + j;
    int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(edits[i - 1][j], edits[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, 1 + edits[i - 2][j - 2]) : least;
  }
}
