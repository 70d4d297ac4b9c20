package io.tidegate.cluster;

import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The newest records that counted, with their bytes, as many as fit. They heal a home that came
 * back shorter, and the history of the log is compared with them.
 */
final class RecentRecords {
  private final long bytesMax;
  private final ArrayDeque<LogRecord> records = new ArrayDeque<>();
  private long bytes;
  private LogPosition before;

  /** From behind that record on. */
  RecentRecords(long bytesMax, LogPosition start) {
    this.bytesMax = bytesMax;
    this.before = start;
  }

  /** Behind the newest. */
  LogPosition end() {
    return records.isEmpty() ? before : records.getLast().position();
  }

  /** Adds the record behind {@link #end}. */
  void add(LogRecord record) {
    LogRecord kept = record.kept();
    records.add(kept);
    bytes += kept.size();
    while (bytes > bytesMax && records.size() > 1) {
      LogRecord oldest = records.remove();
      before = oldest.position();
      bytes -= oldest.size();
    }
  }

  /** The record, null if it is not kept. */
  @Nullable LogRecord at(long sequence) {
    if (sequence <= before.sequence() || sequence > end().sequence()) return null;
    // From the end, where it is nearly always wanted.
    var newestFirst = records.descendingIterator();
    LogRecord record = newestFirst.next();
    while (record.sequence() > sequence) record = newestFirst.next();
    return record;
  }

  /** The place behind that record, null if it is not known. */
  @Nullable LogPosition position(long sequence) {
    if (sequence == before.sequence()) return before;
    LogRecord record = at(sequence);
    return record == null ? null : record.position();
  }
}
