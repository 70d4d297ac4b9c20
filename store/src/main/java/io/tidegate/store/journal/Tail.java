package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.journal.Recovery.Cut;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.RecordKind;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Judges what stands behind the last whole record.
 *
 * <p>A crash can interrupt only the write of the last record, since everything before was forced
 * before that write began. It leaves any mixture of the bytes of the record and zeros, and zeros
 * behind it. So:
 *
 * <ul>
 *   <li>everything is zero: the journal ends here;
 *   <li>there is a whole record of this sequence or a later one, here or anywhere behind: this
 *       place is not the end, it is damaged;
 *   <li>the length of the record can be read, and there is something behind the record: more than
 *       one record is unreadable, which no crash causes;
 *   <li>a snapshot or a clean stop names this record: it was durable once, so it is damaged;
 *   <li>a clean stop says that the journal ends elsewhere, or that nothing stands behind its end:
 *       damaged;
 *   <li>otherwise the record was torn, or damaged later, which cannot be told apart. It may be cut.
 * </ul>
 */
final class Tail {
  private final Disk disk;
  private final RecordCursor cursor;
  private final SegmentReader reader;
  private final long expected;

  // Where the unreadable part begins.
  private int badSegment;
  private long badOffset = -1;
  private long badEnd;

  private Tail(RecordCursor cursor, SegmentReader reader) {
    this.disk = cursor.disk();
    this.cursor = cursor;
    this.reader = reader;
    this.expected = cursor.sequence() + 1;
    this.badSegment = cursor.segment();
  }

  /**
   * What is to be cut behind the cursor's last whole record; null if all is zero there.
   *
   * @param snapshot the highest sequence that a snapshot was made at, 0 if none
   * @param stopped the end that a clean stop vouches for, null if none does
   * @throws DamageException if this cannot be the end of the journal
   */
  static @Nullable Cut judge(RecordCursor cursor, long snapshot, @Nullable LogPosition stopped)
      throws IOException {
    try (SegmentReader reader = new SegmentReader(cursor.disk(), cursor.folder())) {
      Tail tail = new Tail(cursor, reader);
      if (cursor.lastSegment() > 0) tail.scan();
      Cut cut = cursor.lastSegment() > 0 ? tail.verdict(snapshot) : null;
      if (stopped != null) tail.compare(stopped, cut);
      return cut;
    }
  }

  private void compare(LogPosition stopped, @Nullable Cut cut) throws DamageException {
    LogPosition end = cursor.position();
    String vouched = Format.STOPPED + " says that the journal ends with record ";
    if (end.sequence() < stopped.sequence())
      throw damage(what() + "; but " + vouched + stopped.sequence());
    if (end.sequence() > stopped.sequence())
      throw damage(
          "the last record is " + end.sequence() + "; but " + vouched + stopped.sequence());
    if (!end.chain().equals(stopped.chain()))
      throw damage(
          "the chain value of record " + end.sequence() + " is not the one in " + Format.STOPPED);
    if (cut != null) throw damage(what() + "; but " + vouched + stopped.sequence());
  }

  private void scan() throws IOException {
    for (int number = cursor.segment(); number <= cursor.lastSegment(); number++) {
      reader.open(number);
      long from = number == cursor.segment() ? cursor.offset() : Format.SEGMENT_HEAD_BYTES;
      for (long at = reader.nextNonzero(from); at >= 0; at = reader.nextNonzero(at + 8))
        note(number, from, at);
    }
  }

  private void note(int number, long from, long at) throws IOException {
    if (badOffset < 0) {
      badSegment = number;
      badOffset = from;
    }
    boolean here = number == badSegment && at == badOffset;
    if (reader.holdsRecord(at, here ? 0 : expected))
      throw damage(
          here
              ? foundHere()
              : what()
                  + "; record "
                  + reader.sequence()
                  + " stands whole in "
                  + reader.name()
                  + " at offset "
                  + at);
    if (number != badSegment)
      throw damage(what() + "; and there is something in " + reader.name() + " at offset " + at);
    badEnd = at + 8;
  }

  private @Nullable Cut verdict(long snapshot) throws IOException {
    if (expected <= snapshot)
      throw damage(
          what()
              + "; but "
              + Format.snapshotName(snapshot)
              + " was made when record "
              + snapshot
              + " was there");
    if (badOffset < 0) return null;
    if (cursor.kind() == RecordKind.MOVED)
      throw damage(what() + "; and nothing may follow the record that moved the log");
    reader.open(badSegment);
    if (reader.holdsLess(badOffset, badEnd))
      throw damage(what() + "; and there is something behind it, up to offset " + badEnd);
    return new Cut(Format.segmentName(badSegment), badOffset, badEnd - badOffset, expected, what());
  }

  private DamageException damage(String what) {
    return new DamageException(
        disk.place(),
        Format.segmentName(badSegment),
        badOffset < 0 ? cursor.offset() : badOffset,
        expected,
        what);
  }

  private String foundHere() {
    String problem = cursor.problem();
    return problem != null ? problem : "record " + reader.sequence() + " stands there";
  }

  private String what() {
    if (badOffset < 0) return "nothing stands there";
    String problem = cursor.problem();
    return problem != null ? problem : "its beginning is missing";
  }
}
