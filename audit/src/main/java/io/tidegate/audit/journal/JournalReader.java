package io.tidegate.audit.journal;

import io.tidegate.audit.journal.JournalEnd.UnreadableEnd;
import io.tidegate.audit.journal.RecordReader.Found;
import io.tidegate.audit.journal.Tail.Verdict;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal from record 1 to its last whole record, while another process may be writing it.
 * So anything that looks broken is read again before it is believed. One reading, one thread.
 */
public final class JournalReader {
  private static final int LOOKS = 3;
  private static final int LOOKS_AT_ALL = 1_000;
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Folder folder;
  private final long newestSnapshot;
  private final RecordReader records = new RecordReader();

  /** Right behind the last whole record: segment, offset, and what must follow. */
  private long number = 1;

  private long offset = Segment.HEAD;
  private long expected = 1;
  private byte[] chain;
  private boolean closed;
  private boolean vouchedFor;
  private @Nullable String movedTo;

  private @Nullable String broken;

  /** Takes the records, in their order. */
  @FunctionalInterface
  public interface Sink {
    /** One record, lent until this returns. */
    void accept(JournalRecord record) throws IOException;
  }

  /**
   * A reader for one reading.
   *
   * @param newestSnapshot the highest sequence of a snapshot that was there before, or -1
   */
  public JournalReader(Folder folder, long newestSnapshot) {
    this.folder = folder;
    this.newestSnapshot = newestSnapshot;
    this.chain = folder.start();
  }

  /**
   * Reads all of it.
   *
   * @throws JournalRefusedException if it is damaged
   */
  public JournalEnd read(Sink sink) throws IOException {
    Verdict verdict = look(sink);
    long seen = expected;
    for (int look = 1, all = 1; !(verdict instanceof Verdict.End); look++, all++) {
      if (look >= LOOKS || all >= LOOKS_AT_ALL) return endOf(verdict);
      LockSupport.parkNanos(PAUSE_NS);
      verdict = look(sink);
      if (expected > seen) look = 1;
      seen = expected;
    }
    return endOf(verdict);
  }

  /** One walk to where no whole record stands, and what that means. */
  private Verdict look(Sink sink) throws IOException {
    walk(sink);
    long segments = folder.segments();
    Verdict verdict =
        new Tail(folder, segments, expected, broken).judge(number, offset, newestSnapshot);
    if (movedTo != null && !(verdict instanceof Verdict.End))
      return new Verdict.Damaged(
          folder.segment(number),
          offset,
          "damaged: something stands behind the record that moved the log");
    return compare(verdict, CleanStop.read(folder));
  }

  /** What a clean stop says of the end stands above what it looks like. */
  private Verdict compare(Verdict verdict, @Nullable CleanStop stopped) {
    vouchedFor = stopped != null;
    if (stopped == null || verdict instanceof Verdict.Damaged) return verdict;
    String wrong = stopped.contradicts(expected - 1, chain, verdict instanceof Verdict.Unreadable);
    if (wrong == null) return verdict;
    return verdict instanceof Verdict.Unreadable(var file, long at, long _)
        ? new Verdict.Damaged(file, at, "damaged: " + wrong)
        : new Verdict.Damaged(folder.segment(number), offset, "damaged: " + wrong);
  }

  private void walk(Sink sink) throws IOException {
    long segments = folder.segments();
    broken = null;
    if (segments == 0) return;
    while (true) {
      readSegment(number, sink);
      boolean last = movedTo != null || number == segments;
      if (broken != null || last || !startsIn(number + 1)) return;
      number++;
      offset = Segment.HEAD;
    }
  }

  private void readSegment(long number, Sink sink) throws IOException {
    try (Segment segment = Segment.open(folder, number)) {
      while (movedTo == null
          && look(segment, offset) instanceof Found.Whole(JournalRecord record, long end)) {
        sink.accept(record);
        movedTo = movedTo(record);
        chain = record.chain();
        closed = record.kind() == RecordKind.CLOSING;
        offset = end;
        expected++;
      }
    }
  }

  private static @Nullable String movedTo(JournalRecord record) throws IOException {
    if (record.kind() != RecordKind.MOVED) return null;
    String where = record.movedTo();
    if (where != null) return where;
    throw new JournalRefusedException(
        record.segment(), record.offset(), "malformed: a moved record that does not say where");
  }

  private boolean startsIn(long next) throws IOException {
    try (Segment segment = Segment.open(folder, next)) {
      return look(segment, Segment.HEAD) instanceof Found.Whole;
    }
  }

  private Found look(Segment segment, long offset) throws IOException {
    Found found = records.at(segment, offset, expected, chain);
    broken = found instanceof Found.Broken(String reason) ? reason : null;
    return found;
  }

  private JournalEnd endOf(Verdict verdict) throws IOException {
    if (verdict instanceof Verdict.Damaged(var file, long at, String reason))
      throw new JournalRefusedException(file, at, reason);
    UnreadableEnd unreadable =
        verdict instanceof Verdict.Unreadable(var file, long at, long bytes)
            ? new UnreadableEnd(file, at, bytes)
            : null;
    return new JournalEnd(
        folder.segments(), expected - 1, chain, closed, vouchedFor, unreadable, movedTo);
  }
}
