package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.log.LogIdentity;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import java.io.IOException;

/**
 * Reads a journal from its first record to the last whole one. Takes no lock and writes nothing, so
 * another process may append meanwhile. One thread.
 */
final class JournalReader implements LogReader {
  private final RecordCursor cursor;

  private JournalReader(RecordCursor cursor) {
    this.cursor = cursor;
  }

  /**
   * Reads that folder.
   *
   * @throws FolderRefusedException if it is foreign, newer, or damaged
   */
  static JournalReader open(Disk disk) throws IOException {
    return new JournalReader(new RecordCursor(disk, Folder.read(disk)));
  }

  /**
   * Goes on to the next record, which is on the disk then: while the writer has not forced it
   * nobody may act on it.
   *
   * @return false behind the last whole one; later calls find what a writer appended since
   * @throws DamageException if what follows is damaged and not the end
   */
  @Override
  public boolean next() throws IOException {
    if (!goOn()) return false;
    cursor.force();
    return true;
  }

  private boolean goOn() throws IOException {
    if (cursor.next()) return true;
    // A writer may have been at this very record when we read it, and have moved on to a new
    // segment.
    cursor.refresh();
    if (cursor.next()) return true;
    try {
      judge();
      return false;
    } catch (DamageException e) {
      cursor.refresh();
      if (cursor.next()) return true;
      // A start may have removed the file that vouched for the end, and a stop have made it.
      judge();
      return false;
    }
  }

  private void judge() throws IOException {
    Tail.judge(cursor, 0, CleanStop.read(cursor.disk(), cursor.folder()));
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
    return cursor.folder().identity();
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
