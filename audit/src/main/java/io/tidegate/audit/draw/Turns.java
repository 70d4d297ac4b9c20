package io.tidegate.audit.draw;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The turn of each number, as it follows from the published secret and cohort. */
public final class Turns {
  private final long[] cohort;
  private final int[] positions;

  Turns(long[] cohort, int[] positions) {
    this.cohort = cohort;
    this.positions = positions;
  }

  /**
   * Where a number stands.
   *
   * @param place in the order, from 1; null for one that was not drawn
   * @param turn null for one that is not in line
   * @param says the same in one sentence
   */
  public record Turn(long number, @Nullable Long place, @Nullable Long turn, String says) {}

  /** Where this number stands. */
  public Turn of(long number) {
    int at = Arrays.binarySearch(cohort, number);
    if (at < 0) return notDrawn(number);
    int place = 0;
    while (positions[place] != at) place++;
    return new Turn(
        number,
        place + 1L,
        cohort[place],
        "number %d was drawn to place %d of %d; its turn is %d"
            .formatted(number, place + 1, cohort.length, cohort[place]));
  }

  private Turn notDrawn(long number) {
    boolean later = number > 0 && (cohort.length == 0 || number > cohort[cohort.length - 1]);
    String says =
        later
            ? "number %d was not drawn: if it was given, then after the close, and its turn is %d"
                .formatted(number, number)
            : "number %d was not drawn: it is not in the cohort".formatted(number);
    return new Turn(number, null, later ? number : null, says);
  }
}
