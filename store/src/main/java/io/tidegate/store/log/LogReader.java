package io.tidegate.store.log;

import java.io.Closeable;
import java.io.IOException;

/**
 * Reads the records that count, one after the other, up to the end of the log; never a record
 * before it counts. One thread.
 */
public interface LogReader extends Closeable {
  /**
   * Goes on to the next record.
   *
   * @return false behind the last one; later calls find what was appended since
   * @throws LogRefusedException if what follows is damaged or changed
   * @throws IOException if the home cannot be read now
   */
  boolean next() throws IOException;

  /** The record that {@link #next} went to, lent until it is called again. */
  LogRecord record();

  /** Behind the last record read. */
  LogPosition position();

  /** Which log it reads. */
  LogIdentity identity();

  /** Where its home has the record that {@link #next} went to, for people to read. */
  String place();

  /** Signs of life seen so far. */
  default long signs() {
    return 0;
  }

  /**
   * How long ago the last sign of life or record was written, ms, as of the last look at the home
   * and by its clock; -1 where the home tells no time, or has neither.
   */
  default long silentMs() {
    return -1;
  }

  /** The home's clock at the last look, epoch ms; -1 where it tells none. */
  default long homeMs() {
    return -1;
  }

  /** What was passed over because it lost a race or is foreign. */
  default long dead() {
    return 0;
  }
}
