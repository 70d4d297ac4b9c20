package io.tidegate.store.log;

/**
 * A place in the journal: behind the record of that sequence.
 *
 * @param sequence of the record, 0 before the first
 * @param timeMs the record's time, epoch milliseconds; 0 before the first
 * @param chain the record's chain value, 64 hexadecimal digits
 */
public record LogPosition(long sequence, long timeMs, String chain) {}
