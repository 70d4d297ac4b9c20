package io.tidegate.core.room;

import java.util.Arrays;

/** A list of longs that grows behind and is taken from at both ends. Not thread-safe. */
class LongRing { // not final: a test counts what is looked at

  private long[] values = new long[8]; // from head on, round the end; a power of two
  private int head;
  private int size;

  final int size() {
    return size;
  }

  /** One value, counted from the oldest. */
  long get(int i) {
    return values[at(i)];
  }

  final void addToLast(long delta) {
    values[at(size - 1)] += delta;
  }

  final void addLast(long value) {
    if (size == values.length) grow();
    values[at(size++)] = value;
  }

  final void removeLast() {
    size--;
  }

  final void removeFirst(int count) {
    head = at(count);
    size -= count;
  }

  private int at(int i) {
    return (head + i) & (values.length - 1);
  }

  private void grow() {
    long[] wider = Arrays.copyOfRange(values, head, head + size * 2);
    System.arraycopy(values, 0, wider, size - head, head);
    values = wider;
    head = 0;
  }
}
