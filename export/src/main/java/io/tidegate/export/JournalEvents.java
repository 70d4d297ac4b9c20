package io.tidegate.export;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.Now;
import io.tidegate.store.codec.EventCodec;
import io.tidegate.store.codec.LeaderCodec;
import io.tidegate.store.journal.JournalReader;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads all events of a journal, from its first record to the last whole one. */
final class JournalEvents {

  private final JournalReader journal;

  JournalEvents(JournalReader journal) {
    this.journal = journal;
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
   * @throws IOException if the journal is damaged or holds what is no event; says where
   */
  LogPosition tell(Listener listener) throws IOException, SQLException {
    while (journal.next()) {
      ByteBuffer body = journal.body();
      if (journal.kind() == RecordKind.LEADER)
        listener.led(journal.sequence(), journal.timeMs(), leader(body));
      for (int position = 0; position < journal.events(); position++)
        listener.on(journal.sequence(), position, time(), read(body));
      if (journal.kind() == RecordKind.BATCH && body.hasRemaining())
        throw malformed("more than its events", null);
    }
    return journal.position();
  }

  private Now time() {
    return Now.lagging(journal.timeMs(), journal.record().lagSeconds());
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
        "%s: %s is malformed: record %d, at offset %d, holds %s"
            .formatted(journal.place(), journal.file(), journal.sequence(), journal.offset(), what),
        cause);
  }
}
