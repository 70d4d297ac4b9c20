package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.journal.Recovery.Cut;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovers a folder so that appending can go on: reads the snapshot and the records after it, and
 * makes the end durable.
 *
 * <h2>Why the end is written again</h2>
 *
 * After a failed force the system may show bytes that are not on the disk and never will be. A
 * process that starts on such a folder, without a reboot in between, sees a whole last record, or
 * zeros where it cut one. It would build on them and lose them with the next power cut. So the last
 * record and the zeros behind it are written once more and forced before anything is promised;
 * {@link LastRecord} says why a copy is made first. After a clean stop none of this is needed: a
 * process that leaves the file {@code stopped} has seen every force succeed.
 */
final class Recoverer {
  private static final Logger LOG = LoggerFactory.getLogger(Recoverer.class);

  private static final int ZEROS_BYTES = 1 << 20;

  private final Disk disk;
  private final JournalConfig config;
  private final Folder folder;
  private final Snapshots snapshots;
  private final SegmentMaker maker;

  Recoverer(
      Disk disk, JournalConfig config, Folder folder, Snapshots snapshots, SegmentMaker maker) {
    this.disk = disk;
    this.config = config;
    this.folder = folder;
    this.snapshots = snapshots;
    this.maker = maker;
  }

  /**
   * Where appending goes on.
   *
   * @param current the segment, open
   * @param number of the segment
   * @param offset behind the last whole record
   * @param vouchedFor whether the file {@code stopped} is there
   */
  record End(DiskFile current, int number, long offset, boolean vouchedFor, Recovery recovery) {}

  End recover(RecoveryListener listener) throws IOException {
    removeHalfMade();
    LastRecord.putBack(disk, folder);
    LogPosition stopped = CleanStop.read(disk, folder);
    try (RecordCursor cursor = new RecordCursor(disk, folder)) {
      LogPosition begin = replaySnapshot(cursor, listener);
      long replayed = replayRecords(cursor, listener);
      Cut cut = Tail.judge(cursor, snapshots.newestSequence(), stopped);
      boolean closed = cut == null && cursor.kind() == RecordKind.CLOSING;
      boolean clean = stopped != null || (closed && cursor.sequence() == 0);
      Recovery recovery =
          new Recovery(begin, cursor.position(), replayed, clean, closed, cut, snapshots.skipped());
      return openEnd(cursor, recovery, stopped != null);
    } catch (Throwable e) {
      maker.close();
      throw e;
    }
  }

  private void removeHalfMade() throws IOException {
    for (String name : disk.names()) {
      if (Format.halfMade(name)) disk.delete(name);
    }
    // What an earlier process renamed, and did not live to make durable.
    disk.forceFolder();
  }

  private LogPosition replaySnapshot(RecordCursor cursor, RecoveryListener listener)
      throws IOException {
    try (SnapshotFile snapshot = snapshots.newestWhole(listener)) {
      if (snapshot == null) {
        listener.start(cursor.position());
        return cursor.position();
      }
      cursor.seek(snapshot.position(), snapshot.name());
      if (cursor.sequence() > 0) SegmentEndsCheck.check(disk, folder, cursor.segment());
      listener.start(snapshot.position());
      snapshot.replay(listener);
      return snapshot.position();
    }
  }

  private static long replayRecords(RecordCursor cursor, RecoveryListener listener)
      throws IOException {
    long replayed = 0;
    for (; cursor.next(); replayed++) {
      if (cursor.kind() == RecordKind.MOVED) throw moved(cursor);
      listener.record(cursor.record());
    }
    return replayed;
  }

  private static FolderRefusedException moved(RecordCursor cursor) {
    return new FolderRefusedException(
        FolderRefusedException.Reason.MOVED,
        "%s: the log was moved to %s with record %d; start there. This folder is its history up to then."
            .formatted(cursor.disk().place(), cursor.record().movedTo(), cursor.sequence()));
  }

  private End openEnd(RecordCursor cursor, Recovery recovery, boolean vouchedFor)
      throws IOException {
    Cut cut = recovery.cut();
    if (cut != null)
      LOG.warn(
          "{}: cutting {} unreadable bytes from {} at offset {}, where record {} would be: {}",
          disk.place(),
          cut.bytes(),
          cut.file(),
          cut.offset(),
          cut.sequence(),
          cut.what());
    int number = cursor.segment();
    keepSpare(cursor, cut);
    if (cursor.lastSegment() == 0)
      return new End(first(), 1, Format.SEGMENT_HEAD_BYTES, vouchedFor, recovery);
    DiskFile current = disk.open(Format.segmentName(number));
    try {
      if (!vouchedFor) rewriteEnd(current, cursor, cut);
      return new End(current, number, cursor.offset(), vouchedFor, recovery);
    } catch (IOException | RuntimeException e) {
      current.close();
      throw e;
    }
  }

  private DiskFile first() throws IOException {
    try {
      return maker.make(1);
    } catch (IOException e) {
      throw new NoSpaceException(
          disk.place()
              + ": the first segment of "
              + config.segmentBytes()
              + " bytes cannot be made: "
              + e.getMessage(),
          e);
    }
  }

  /** Keeps the next segment if it is as a new one would be, and deletes other unused ones. */
  private void keepSpare(RecordCursor cursor, @Nullable Cut cut) throws IOException {
    int next = cursor.segment() + 1;
    boolean deleted = false;
    for (int number = cursor.lastSegment(); number >= next; number--) {
      String name = Format.segmentName(number);
      DiskFile file = disk.open(name);
      if (number == next
          && file.size() == config.segmentBytes()
          && SegmentHead.version(file) == Format.VERSION
          && (cut == null || !cut.file().equals(name))) {
        maker.has(file);
      } else {
        file.close();
        disk.delete(name);
        deleted = true;
      }
    }
    if (deleted) disk.forceFolder();
  }

  private void rewriteEnd(DiskFile current, RecordCursor cursor, @Nullable Cut cut)
      throws IOException {
    long end = rewriteRecord(current, cursor);
    rewriteZeros(current, end, zeros(current, end, cut));
    current.force(false);
  }

  /**
   * Writes all blocks of the last record once more. In version 1 it shares the first one with
   * records before it, and the last one with what was cut.
   *
   * @return behind the last block
   */
  private long rewriteRecord(DiskFile current, RecordCursor cursor) throws IOException {
    if (cursor.recordOffset() == 0) return cursor.offset();
    long from = cursor.recordOffset() / Format.BLOCK_BYTES * Format.BLOCK_BYTES;
    long to = Math.min(current.size(), Format.padded(cursor.offset()));
    ByteBuffer blocks = ByteBuffer.allocateDirect((int) (to - from));
    if (current.read(from, blocks) < blocks.capacity())
      throw new IOException(current.name() + " cannot be read any more at offset " + from);
    for (int at = (int) (cursor.offset() - from); at < blocks.capacity(); at++)
      blocks.put(at, (byte) 0);
    LastRecord.rewrite(disk, folder, current, cursor.segment(), from, blocks.flip());
    return to;
  }

  private long zeros(DiskFile current, long offset, @Nullable Cut cut) throws IOException {
    long most = current.size() - offset;
    long cutBytes =
        cut != null && cut.file().equals(current.name()) ? cut.offset() + cut.bytes() - offset : 0;
    return Math.min(most, Math.max(config.recordBytesMax(), cutBytes));
  }

  private static void rewriteZeros(DiskFile current, long offset, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(bytes, ZEROS_BYTES));
    for (long at = 0; at < bytes; at += zeros.limit()) {
      current.write(offset + at, zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - at)));
    }
  }
}
