package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.RealDisk;
import io.tidegate.store.journal.Recovery.Cut;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogReader;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from its first record to the last whole one. Takes no lock and writes nothing, so
 * another process may append meanwhile. One thread.
 *
 * <pre>{@code
 * try (JournalReader reader = JournalReader.open(folder)) {
 *   while (reader.next()) use(reader.sequence(), reader.body());
 * }
 * }</pre>
 */
public final class JournalReader implements LogReader {
  private final RecordCursor cursor;
  private @Nullable Cut unreadable;

  private JournalReader(RecordCursor cursor) {
    this.cursor = cursor;
  }

  /** Reads the folder at that path. */
  public static JournalReader open(Path folder) throws IOException {
    return open(RealDisk.existing(folder));
  }

  /**
   * Reads that folder.
   *
   * @throws FolderRefusedException if it is foreign, newer, or damaged
   */
  public static JournalReader open(Disk disk) throws IOException {
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
    unreadable = null;
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
    unreadable = Tail.judge(cursor, 0, CleanStop.read(cursor.disk(), cursor.folder()));
  }

  /**
   * What stands behind the last whole record, if it is not nothing: one being written just now, or
   * one a crash interrupted.
   */
  public @Nullable Cut unreadable() {
    return unreadable;
  }

  /** Of the last record; 0 before the first. */
  public long sequence() {
    return cursor.sequence();
  }

  /** The last record's time, epoch milliseconds. */
  public long timeMs() {
    return cursor.timeMs();
  }

  public RecordKind kind() {
    return cursor.kind();
  }

  /** The count of events given with the last record. */
  public int events() {
    return cursor.events();
  }

  /** The last record's body, valid until the next call. */
  public ByteBuffer body() {
    return cursor.body();
  }

  /** Where the journal is, for people to read. */
  public String place() {
    return cursor.disk().place();
  }

  /** The folder's id, 32 hexadecimal digits. */
  public String folderId() {
    return cursor.folder().id();
  }

  /** Name of the segment that holds the last record. */
  public String file() {
    return Format.segmentName(cursor.segment());
  }

  /** Where in it the last record begins, bytes; 0 before the first. */
  public long offset() {
    return cursor.recordOffset();
  }

  @Override
  public LogRecord record() {
    return cursor.record();
  }

  /** Behind the last record. */
  @Override
  public LogPosition position() {
    return cursor.position();
  }

  @Override
  public void close() throws IOException {
    cursor.close();
  }
}
