package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.log.Chain;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Checks the two ends of each segment that a start need not read because of its snapshot: the head
 * and the size of the file, the first and the last record, and whether each segment goes on where
 * the one before ended. That takes a few reads for each segment, whatever its size; {@link
 * JournalCheck} reads the records in between.
 */
final class SegmentEndsCheck {
  private final Disk disk;
  private final SegmentReader reader;

  // Behind the last record of the segment before.
  private long sequence;
  private byte[] chain;

  private SegmentEndsCheck(Disk disk, Folder folder, SegmentReader reader) {
    this.disk = disk;
    this.reader = reader;
    this.chain = folder.firstChain();
  }

  /**
   * Checks the segments from the first one to where that one begins.
   *
   * @param last the first segment whose records are read anyway
   * @throws DamageException if one is not whole, or does not follow from the one before
   */
  static void check(Disk disk, Folder folder, int last) throws IOException {
    try (SegmentReader reader = new SegmentReader(disk, folder)) {
      SegmentEndsCheck ends = new SegmentEndsCheck(disk, folder, reader);
      for (int number = 1; number <= last; number++) {
        reader.open(number);
        ends.first();
        if (number < last) ends.last();
      }
    }
  }

  private void first() throws IOException {
    String wrong = reader.read(Format.SEGMENT_HEAD_BYTES);
    if (wrong == null && reader.sequence() != sequence + 1)
      wrong = "record " + reader.sequence() + " stands there";
    if (wrong == null && !reader.linksTo(new Chain(chain)))
      wrong = "its chain value does not follow from the last record of the segment before";
    if (wrong != null) throw damage(Format.SEGMENT_HEAD_BYTES, sequence + 1, wrong);
  }

  private void last() throws IOException {
    long end = reader.end();
    long offset = reader.lastRecord(end);
    if (offset < 0)
      throw damage(
          Math.max(Format.SEGMENT_HEAD_BYTES, end - 8) & -8, 0, "no whole record ends there");
    sequence = reader.sequence();
    chain = reader.chain();
  }

  private DamageException damage(long offset, long expected, @Nullable String what) {
    return new DamageException(disk.place(), reader.name(), offset, expected, String.valueOf(what));
  }
}
