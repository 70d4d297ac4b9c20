package io.tidegate.api.draw;

import java.nio.charset.StandardCharsets;

/**
 * What is published of one draw: its cohort and, once it is drawn, its order; read a page at a
 * time. Immutable, 12 bytes a person.
 *
 * @param numbers the cohort, ascending
 * @param order positions in it, in the order of the draw; empty while it is not drawn
 */
record PublishedDraw(long[] numbers, int[] order) {

  /** Numbers on a page: some 80 KB at most, encoded in well under a millisecond. */
  private static final int PER_PAGE = 10_000;

  /** People in it. */
  int size() {
    return numbers.length;
  }

  /** How many pages there are, at least one. */
  int pages() {
    return Math.max(1, Math.ceilDiv(numbers.length, PER_PAGE));
  }

  /**
   * One page: a number a line.
   *
   * @param page in [1, {@link #pages()}]
   */
  byte[] page(int page, boolean inOrder) {
    int from = (page - 1) * PER_PAGE;
    int to = Math.min(numbers.length, from + PER_PAGE);
    StringBuilder lines = new StringBuilder((to - from) * 8);
    for (int i = from; i < to; i++) lines.append(numbers[inOrder ? order[i] : i]).append('\n');
    return lines.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
