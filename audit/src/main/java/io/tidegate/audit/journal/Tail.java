package io.tidegate.audit.journal;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Decides what it means that there is no whole record at a place, by the table in 1.7, from top to
 * bottom. A crash leaves no more than one interrupted write; anything beyond that is damage.
 */
final class Tail {
  /** No journal has so many records; a sequence farther away is none. */
  private static final long FAR = 1L << 40;

  private final Folder folder;
  private final long segments;
  private final long expected;
  private final String broken;

  /** What stands behind the last whole record. */
  sealed interface Verdict {
    /** Nothing: the journal ends. */
    record End() implements Verdict {}

    /** An unreadable last record, of this many bytes. */
    record Unreadable(Path file, long offset, long bytes) implements Verdict {}

    /** Damage. */
    record Damaged(Path file, long offset, String reason) implements Verdict {}
  }

  /**
   * A judge for one place.
   *
   * @param segments how many there are
   * @param expected the sequence that a record must have at the place
   * @param broken what is wrong with what stands there, if something does
   */
  Tail(Folder folder, long segments, long expected, @Nullable String broken) {
    this.folder = folder;
    this.segments = segments;
    this.expected = expected;
    this.broken = broken == null ? "no record stands there" : broken;
  }

  /**
   * Judges the place right behind the last whole record.
   *
   * @param newestSnapshot the highest sequence of a snapshot, or -1
   */
  Verdict judge(long number, long offset, long newestSnapshot) throws IOException {
    long first = number;
    long place = offset;
    while (first <= segments && firstNonZero(first, place) < 0) {
      first++;
      place = Segment.HEAD;
    }
    Verdict verdict = first > segments ? new Verdict.End() : judgeBytes(first, place);
    if (newestSnapshot < expected || verdict instanceof Verdict.Damaged) return verdict;
    Path file = folder.segment(first > segments ? number : first);
    return new Verdict.Damaged(
        file,
        first > segments ? offset : place,
        reason("a snapshot contains it: " + newestSnapshot));
  }

  private long firstNonZero(long number, long from) throws IOException {
    try (Segment segment = Segment.open(folder, number)) {
      return segment.firstNonZero(from);
    }
  }

  /** This segment has bytes that are not zero from the place on; none before it has. */
  private Verdict judgeBytes(long number, long place) throws IOException {
    try (Segment segment = Segment.open(folder, number)) {
      String reason = judgeSegment(segment, place);
      if (reason == null) reason = judgeLater(number);
      if (reason != null) return new Verdict.Damaged(segment.path(), place, reason(reason));
      long bytes = segment.endOfBytes(place) - place;
      return new Verdict.Unreadable(segment.path(), place, bytes);
    }
  }

  private @Nullable String judgeSegment(Segment segment, long place) throws IOException {
    boolean head = segment.size() - place >= JournalRecord.HEAD;
    long length = head ? Bytes.u32(segment.window(), segment.load(place, 8) + 4) : 0;
    boolean possible = head && segment.possible(place, length);
    if (possible && segment.checksumFits(place, length)) return broken;
    long later = findRecord(segment, place + 8);
    if (later >= 0) return broken + "; a later record stands at offset " + later;
    long behind = place + segment.padded(length);
    if (possible && segment.firstNonZero(behind) >= 0) return broken + "; more stands behind it";
    return null;
  }

  /** Later segments: any byte there is one too many, and a record says so more clearly. */
  private @Nullable String judgeLater(long number) throws IOException {
    String reason = null;
    for (long later = number + 1; later <= segments; later++) {
      try (Segment segment = Segment.open(folder, later)) {
        if (findRecord(segment, Segment.HEAD) >= 0)
          return broken + "; a later record stands in " + segment.path().getFileName();
        if (reason == null && segment.firstNonZero(Segment.HEAD) >= 0)
          reason = broken + "; " + segment.path().getFileName() + " is not empty";
      }
    }
    return reason;
  }

  /** Where the first record of the expected or a later sequence stands from there on, or -1. */
  private long findRecord(Segment segment, long from) throws IOException {
    long offset = from;
    while ((offset = segment.firstNonZero(offset)) >= 0) {
      offset &= ~7L;
      if (isRecord(segment, offset)) return offset;
      offset += 8;
    }
    return -1;
  }

  // Kind and sequence are looked at before the checksum: bytes that are no record hardly
  // ever pass them, and a checksum over the rest of the segment at each offset would take hours.
  private boolean isRecord(Segment segment, long offset) throws IOException {
    if (segment.size() - offset < JournalRecord.HEAD) return false;
    int at = segment.load(offset, JournalRecord.HEAD);
    if (RecordKind.of(segment.window()[at + 24]) == null) return false;
    long sequence = Bytes.u64(segment.window(), at + 8);
    if (sequence < expected || sequence - expected > FAR) return false;
    long length = Bytes.u32(segment.window(), at + 4);
    return segment.possible(offset, length) && segment.checksumFits(offset, length);
  }

  private String reason(String reason) {
    return "damaged: expected record " + expected + "; " + reason;
  }
}
