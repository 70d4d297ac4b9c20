package io.tidegate.audit.ledger;

import java.util.Arrays;

/** The free rows of a table; each names the next one, counted from 1. */
final class FreeRows {
  private long[] nexts = new long[16];
  private long count;

  void add(long row, long next) {
    int at = (int) row + 1;
    if (at >= nexts.length) nexts = Arrays.copyOf(nexts, Math.max(at + 1, nexts.length * 2));
    nexts[at] = next + 1; // 0 stays for a row that is in use
    count++;
  }

  /** Whether the list that begins there goes through each free row once, and through no other. */
  boolean isWhole(long first) {
    long seen = 0;
    for (long at = first; at != 0; seen++) {
      if (at < 0 || at >= nexts.length || nexts[(int) at] == 0 || seen == count) return false;
      at = nexts[(int) at] - 1;
    }
    return seen == count;
  }
}
