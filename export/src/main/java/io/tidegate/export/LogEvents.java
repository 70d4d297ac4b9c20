package io.tidegate.export;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.Now;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads all events of a log, from its first record to the last one that counts. */
final class LogEvents {

  private final LogReader log;

  LogEvents(LogReader log) {
    this.log = log;
  }

  /** Takes the events, in their order. */
  interface Listener {
    /**
     * One event.
     *
     * @param sequence of its record
     * @param position in its record, from 0
     * @param time its record's
     */
    void on(long sequence, int position, Now time, Event event) throws SQLException;

    /**
     * Somebody leads from here on.
     *
     * @param sequence of the record
     * @param timeMs the record's, engine time
     */
    void led(long sequence, long timeMs, Leader leader) throws SQLException;
  }

  /**
   * Reads them all.
   *
   * @return behind the last record
   * @throws IOException if the log is damaged or holds what is no event; says where
   */
  LogPosition tell(Listener listener) throws IOException, SQLException {
    while (log.next()) tell(log.record(), listener);
    return log.position();
  }

  private void tell(LogRecord record, Listener listener) throws IOException, SQLException {
    ByteBuffer body = record.body();
    long sequence = record.sequence();
    if (record.kind() == RecordKind.LEADER) listener.led(sequence, record.timeMs(), leader(body));
    Now time = Now.lagging(record.timeMs(), record.lagSeconds());
    for (int position = 0; position < record.events(); position++)
      listener.on(sequence, position, time, read(body));
    if (record.kind() == RecordKind.BATCH && body.hasRemaining())
      throw malformed("more than its events", null);
  }

  private Leader leader(ByteBuffer body) throws IOException {
    try {
      return LeaderCodec.read(body);
    } catch (RuntimeException e) {
      throw malformed("no leader: " + e.getMessage(), e);
    }
  }

  private Event read(ByteBuffer body) throws IOException {
    try {
      return EventCodec.read(body);
    } catch (RuntimeException e) {
      throw malformed("what is no event: " + e.getMessage(), e);
    }
  }

  private IOException malformed(String what, @Nullable Throwable cause) {
    return new IOException(
        "%s: record %d is malformed: it holds %s"
            .formatted(log.place(), log.position().sequence(), what),
        cause);
  }
}
