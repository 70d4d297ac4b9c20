package io.tidegate.store.log;

import java.io.Closeable;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A log: compare-and-append, and ordered reads of records that count. It is the port to the homes
 * of a log: files, and later shared homes. Each home implements these five calls in its own way; in
 * all of them {@link ValidityRule} decides which records count.
 *
 * <p>One thread appends and signs, one call at a time; readers have threads of their own.
 */
public interface Log extends Closeable {
  /** Which log it is; the same for the whole life of this object. */
  LogIdentity identity();

  /** No record may be larger, head and padding included; at most {@link LogRecord#BYTES_MAX}. */
  int recordBytesMax();

  /**
   * Behind the last record that counts.
   *
   * @throws LogRefusedException if the log must not be used
   * @throws IOException if the home cannot be asked now
   */
  LogPosition end() throws IOException;

  /**
   * Appends a record if the log still ends where its writer believes. The same bytes may be
   * appended again: they count once, and every such append says so.
   *
   * @param expectedSequence the record's sequence
   * @param previousChain chain value of the record before it, as its own was computed from
   * @param record lent for the call
   */
  AppendResult append(long expectedSequence, byte[] previousChain, LogRecord record);

  /**
   * Writes a sign of life that succeeds only while the log ends there. So what was decided on that
   * end before this call was true at some moment in it.
   */
  SignResult sign(LogPosition end);

  /**
   * The place behind the record with this sequence.
   *
   * @param sequence 0 for the beginning
   * @return null if no such record counts
   * @throws IOException if the home cannot be read now
   */
  default @Nullable LogPosition position(long sequence) throws IOException {
    LogPosition position = identity().beginning();
    // A home that can find a record does that instead.
    try (LogReader reader = read(position)) {
      while (position.sequence() < sequence && reader.next()) position = reader.position();
    }
    return position.sequence() == sequence ? position : null;
  }

  /**
   * Reads what counts behind a place.
   *
   * @param after where the reader stands, as {@link #end}, {@link LogReader#position} or {@link
   *     LogIdentity#beginning} told it; a log that is shorter by now gives nothing until it is as
   *     long again
   * @throws LogRefusedException if another record stands at that place now, or the log must not be
   *     used
   * @throws IOException if the home cannot be read now
   */
  LogReader read(LogPosition after) throws IOException;
}
