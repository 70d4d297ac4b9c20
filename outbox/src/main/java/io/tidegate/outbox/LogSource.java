package io.tidegate.outbox;

import io.tidegate.store.log.LogReader;
import java.io.IOException;

/** A log that relays read, by sequence. Any thread; each reader belongs to one. */
public interface LogSource {

  /** The log's identity, 32 hexadecimal digits. */
  String realm();

  /** Sequence of the last record that counts. */
  long end() throws IOException;

  /**
   * Reads what counts behind the record with this sequence, 0 for the beginning.
   *
   * @throws IOException if the log has no such record, or cannot be read now
   */
  LogReader behind(long sequence) throws IOException;
}
