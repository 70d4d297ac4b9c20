package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.ValidityRule;
import io.tidegate.store.log.ValidityRule.Home;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks the records of a folder in order, checking checksum, sequence and chain, up to the first
 * place where no whole record follows. One thread.
 *
 * <p>{@link Tail} decides what that place means.
 */
final class RecordCursor implements Closeable {
  private final Disk disk;
  private final Folder folder;
  private final SegmentReader reader;
  private final ValidityRule rule;

  private int lastSegment;

  // Behind the last whole record.
  private int segment = 1;
  private long offset = Format.SEGMENT_HEAD_BYTES;
  private long timeMs;
  private RecordKind kind = RecordKind.CLOSING;
  private long recordOffset;

  private @Nullable String problem;

  /** At the beginning of the journal. */
  RecordCursor(Disk disk, Folder folder) throws IOException {
    this.disk = disk;
    this.folder = folder;
    this.reader = new SegmentReader(disk, folder);
    this.rule = new ValidityRule(Home.STRICT, folder.identity().beginning());
    refresh();
  }

  /** Looks at the folder anew, since a writer may have gone on; the place stays. */
  void refresh() throws IOException {
    List<Integer> segments = Format.segments(disk.names());
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i) != i + 1)
        throw new DamageException(
            disk.place(),
            Format.segmentName(i + 1),
            0,
            0,
            "the file is missing, and later ones are there");
    }
    lastSegment = segments.size();
    reader.close();
  }

  /**
   * Goes behind the record of that position, reading only the segment in which it stands.
   *
   * @param file the snapshot that tells of the position, for messages
   */
  void seek(LogPosition position, String file) throws IOException {
    if (position.sequence() == 0) {
      if (!rule.endsWith(Chain.parse(position.chain())))
        throw apart(position, file, "the journal's beginning");
      return;
    }
    rule.skipTo(0);
    goToSegmentOf(position.sequence());
    while (rule.sequence() < position.sequence()) {
      if (!next()) return;
    }
    if (!Arrays.equals(reader.chain(), Chain.parse(position.chain())))
      throw apart(position, file, "the record");
    rule.knows(reader.chain());
  }

  /** Goes to that record, which must be there; false if it is not. */
  boolean goTo(long wanted) throws IOException {
    rule.skipTo(0);
    goToSegmentOf(wanted);
    while (rule.sequence() < wanted) if (!next()) return false;
    rule.knows(reader.chain());
    return rule.sequence() == wanted;
  }

  /** Makes certain that the last record is on the disk. */
  void force() throws IOException {
    reader.force(offset);
  }

  private DamageException apart(LogPosition position, String file, String what) {
    return new DamageException(
        disk.place(),
        Format.segmentName(segment),
        recordOffset,
        position.sequence(),
        "the chain value of " + what + " is not the one that " + file + " was made at");
  }

  private void goToSegmentOf(long wanted) throws IOException {
    for (int number = lastSegment; number > 1; number--) {
      reader.open(number);
      if (reader.begins(Format.SEGMENT_HEAD_BYTES)
          && reader.read(Format.SEGMENT_HEAD_BYTES) == null
          && reader.sequence() <= wanted) {
        segment = number;
        rule.skipTo(reader.sequence() - 1);
        return;
      }
    }
  }

  /**
   * Goes on by one record; false if no whole one follows, and then {@link #problem} says what
   * stands there.
   */
  boolean next() throws IOException {
    problem = null;
    if (lastSegment == 0) return false;
    reader.open(segment);
    if (reader.begins(offset)) return accept(segment, offset);
    if (segment == lastSegment) return false;
    reader.open(segment + 1);
    if (!reader.begins(Format.SEGMENT_HEAD_BYTES)) return false;
    if (restIsZero()) return accept(segment + 1, Format.SEGMENT_HEAD_BYTES);
    problem = "its beginning is missing";
    return false;
  }

  private boolean restIsZero() throws IOException {
    reader.open(segment);
    boolean zero = reader.nextNonzero(offset) < 0;
    reader.open(segment + 1);
    return zero;
  }

  private boolean accept(int number, long at) throws IOException {
    problem = check(at);
    if (problem != null) return false;
    reader.accept(rule);
    segment = number;
    offset = at + reader.recordBytes();
    recordOffset = at;
    timeMs = reader.timeMs();
    kind = reader.kind();
    return true;
  }

  private @Nullable String check(long at) throws IOException {
    String what = reader.read(at);
    return ValidityRule.why(what == null ? reader.judge(rule) : rule.unreadable(what));
  }

  /** What is wrong where the next record should stand; null where nothing stands. */
  @Nullable String problem() {
    return problem;
  }

  /** The segment of the last whole record; 1 before the first. */
  int segment() {
    return segment;
  }

  /** Behind the last whole record, in its segment. */
  long offset() {
    return offset;
  }

  /** Folder, file and offset of the last whole record. */
  String place() {
    return "%s: %s, at offset %d"
        .formatted(disk.place(), Format.segmentName(segment), recordOffset);
  }

  /** Where the last whole record begins; 0 before the first. */
  long recordOffset() {
    return recordOffset;
  }

  int lastSegment() {
    return lastSegment;
  }

  long sequence() {
    return rule.sequence();
  }

  long timeMs() {
    return timeMs;
  }

  RecordKind kind() {
    return kind;
  }

  /** The last record; valid until the next. */
  LogRecord record() {
    return reader.record();
  }

  LogPosition position() {
    return new LogPosition(rule.sequence(), timeMs, rule.chain());
  }

  byte[] chain() {
    return Chain.parse(rule.chain());
  }

  Disk disk() {
    return disk;
  }

  Folder folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
