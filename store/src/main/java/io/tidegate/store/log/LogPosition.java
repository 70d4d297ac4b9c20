package io.tidegate.store.log;

/**
 * A position in a log: behind the record with this sequence.
 *
 * @param sequence of the record, 0 before the first
 * @param timeMs the record's time, epoch milliseconds; 0 before the first
 * @param chain the record's chain value, 64 hexadecimal digits
 */
public record LogPosition(long sequence, long timeMs, String chain) {}
