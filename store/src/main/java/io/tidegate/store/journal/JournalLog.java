package io.tidegate.store.journal;

import io.tidegate.store.disk.RealDisk;
import io.tidegate.store.log.AppendResult;
import io.tidegate.store.log.Log;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.SignResult;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A journal in local files as a home of the log. It has one writer, which holds the lock of the
 * folder. So a conflict is a mistake of that writer, and a sign of life needs no write. If the
 * outcome of an append is unknown, it stays unknown until the folder is opened again.
 *
 * <p>To avoid a copy, make records in the buffer of the journal ({@link Journal#begin}) and commit
 * them there; both ways use the same append.
 */
public final class JournalLog implements Log {
  private final Journal journal;

  /** That journal, which is closed with this. */
  public JournalLog(Journal journal) {
    this.journal = journal;
  }

  /**
   * Reads a folder from its first record, beside whatever process writes there: takes no lock and
   * writes nothing. A record that {@link LogReader#next} went to is on the disk.
   *
   * @throws FolderRefusedException if it is foreign, newer, or damaged
   */
  public static LogReader readFolder(Path folder) throws IOException {
    return JournalReader.open(RealDisk.existing(folder));
  }

  /**
   * Opens a data folder as the source of a copy: it has no writer meanwhile.
   *
   * @throws FolderRefusedException if it is foreign, newer, in use, damaged, or was moved already
   */
  public static JournalLog openFolder(Path folder) throws IOException {
    RealDisk.existing(folder);
    return new JournalLog(
        Journal.open(
            folder, JournalConfig.DEFAULT, JournalObserver.NONE, new RecoveryListener.Nothing()));
  }

  /**
   * Opens a data folder as the target of a copy; makes it with the identity of that log.
   *
   * @throws FolderRefusedException if it holds another log, or something else
   */
  public static JournalLog openCopy(Path folder, LogIdentity identity) throws IOException {
    byte[] founding = identity.founding();
    if (founding == null)
      throw new LogRefusedException("the log " + identity + " cannot have a data folder");
    return new JournalLog(Journal.openCopy(folder, JournalConfig.DEFAULT, identity, founding));
  }

  /**
   * Closes, and leaves the file that vouches for the end, as a clean stop does: nothing was written
   * here but what was meant to be.
   */
  public void closeVouched() throws IOException {
    journal.closeVouched();
  }

  @Override
  public LogIdentity identity() {
    return journal.identity();
  }

  @Override
  public int recordBytesMax() {
    return journal.recordBytesMax();
  }

  @Override
  public LogPosition end() {
    return journal.position();
  }

  @Override
  public AppendResult append(long expectedSequence, byte[] previousChain, LogRecord record) {
    try {
      return journal.append(expectedSequence, previousChain, record);
    } catch (IOException e) {
      return new AppendResult.Unknown(e);
    }
  }

  @Override
  public SignResult sign(LogPosition end) {
    if (journal.failed()) return SignResult.UNKNOWN;
    return journal.position().equals(end) ? SignResult.COUNTED : SignResult.PASSED;
  }

  @Override
  public LogReader read(LogPosition after) throws IOException {
    return Tailing.open(journal, after);
  }

  /**
   * Reads what counts behind the record with this sequence, 0 for the beginning; reads only the
   * segment in which it stands.
   *
   * @throws LogRefusedException if there is no such record
   */
  public static LogReader behind(Journal journal, long sequence) throws IOException {
    return Tailing.behind(journal, sequence);
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }

  /** Reads beside the writer of the same process, up to what that has forced. */
  private static final class Tailing implements LogReader {
    private final Journal journal;
    private final RecordCursor cursor;

    private Tailing(Journal journal, RecordCursor cursor) {
      this.journal = journal;
      this.cursor = cursor;
    }

    static Tailing open(Journal journal, LogPosition after) throws IOException {
      RecordCursor cursor = journal.cursor();
      try {
        cursor.seek(after, "the place to read from");
        if (cursor.sequence() == after.sequence()) return new Tailing(journal, cursor);
        throw new LogRefusedException(
            "the journal ends at record " + cursor.sequence() + ", before " + after.sequence());
      } catch (IOException | RuntimeException e) {
        cursor.close();
        throw e;
      }
    }

    static Tailing behind(Journal journal, long sequence) throws IOException {
      RecordCursor cursor = journal.cursor();
      try {
        if (sequence <= journal.counted() && (sequence == 0 || cursor.goTo(sequence)))
          return new Tailing(journal, cursor);
        throw new LogRefusedException(
            "the journal ends at record " + journal.counted() + ", before " + sequence);
      } catch (IOException | RuntimeException e) {
        cursor.close();
        throw e;
      }
    }

    @Override
    public boolean next() throws IOException {
      if (cursor.sequence() >= journal.counted()) return false;
      if (cursor.next()) return true;
      // The window may have been read before that record was written, or its segment was made.
      cursor.refresh();
      if (cursor.next()) return true;
      throw new LogRefusedException(
          "record " + (cursor.sequence() + 1) + " cannot be read any more: " + cursor.problem());
    }

    @Override
    public LogRecord record() {
      return cursor.record();
    }

    @Override
    public LogPosition position() {
      return cursor.position();
    }

    @Override
    public LogIdentity identity() {
      return journal.identity();
    }

    @Override
    public String place() {
      return cursor.place();
    }

    @Override
    public void close() throws IOException {
      cursor.close();
    }
  }
}
