package io.tidegate.audit.ledger;

/**
 * A map from two longs to one that is not 0; an absent pair maps to 0. Open addressing with linear
 * probing: three flat arrays, no object for each entry.
 */
final class PairMap {
  private long[] firsts = new long[64];
  private long[] seconds = new long[64];
  private long[] values = new long[64];
  private int size;

  int size() {
    return size;
  }

  long get(long first, long second) {
    return values[slot(first, second)];
  }

  /** The pair that maps to this value, as two longs; looks at all of them. */
  long[] keyOf(long value) {
    int slot = 0;
    while (slot < values.length && values[slot] != value) slot++;
    return slot == values.length ? new long[2] : new long[] {firsts[slot], seconds[slot]};
  }

  /** Maps the pair to the value; 0 removes it. */
  void put(long first, long second, long value) {
    int slot = slot(first, second);
    if (value == 0) {
      if (values[slot] != 0) remove(slot);
      return;
    }
    if (values[slot] == 0) size++;
    firsts[slot] = first;
    seconds[slot] = second;
    values[slot] = value;
    if (size > values.length / 8 * 5) grow();
  }

  /** The pair's slot, or the free one where it would be. */
  private int slot(long first, long second) {
    int mask = values.length - 1;
    int slot = hash(first, second) & mask;
    while (values[slot] != 0 && (firsts[slot] != first || seconds[slot] != second))
      slot = (slot + 1) & mask;
    return slot;
  }

  /** Closes the gap: whoever stands behind it for want of room moves up. */
  private void remove(int gap) {
    int mask = values.length - 1;
    size--;
    for (int slot = (gap + 1) & mask; values[slot] != 0; slot = (slot + 1) & mask) {
      int home = hash(firsts[slot], seconds[slot]) & mask;
      if (((slot - home) & mask) < ((slot - gap) & mask)) continue;
      firsts[gap] = firsts[slot];
      seconds[gap] = seconds[slot];
      values[gap] = values[slot];
      gap = slot;
    }
    values[gap] = 0;
  }

  private void grow() {
    long[] oldFirsts = firsts;
    long[] oldSeconds = seconds;
    long[] oldValues = values;
    firsts = new long[oldFirsts.length * 2];
    seconds = new long[firsts.length];
    values = new long[firsts.length];
    for (int i = 0; i < oldValues.length; i++) {
      if (oldValues[i] == 0) continue;
      int slot = slot(oldFirsts[i], oldSeconds[i]);
      firsts[slot] = oldFirsts[i];
      seconds[slot] = oldSeconds[i];
      values[slot] = oldValues[i];
    }
  }

  private static int hash(long first, long second) {
    long mixed =
        first * 0x9e37_79b9_7f4a_7c15L ^ Long.rotateLeft(second * 0xc2b2_ae3d_27d4_eb4fL, 31);
    mixed ^= mixed >>> 32;
    mixed *= 0xd6e8_feb8_6659_fd93L;
    return (int) (mixed ^ mixed >>> 32);
  }
}
