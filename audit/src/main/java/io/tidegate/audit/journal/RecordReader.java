package io.tidegate.audit.journal;

import java.io.IOException;
import java.security.MessageDigest;
import java.util.Arrays;

/** Reads what stands at one place of a segment: a whole record, nothing, or something broken. */
final class RecordReader {
  private static final int CHAIN = 32;
  private final MessageDigest sha = Bytes.sha256();

  /** What stands at a place. */
  sealed interface Found {
    /** A record whose length, checksum, kind, sequence and chain value are as they must be. */
    record Whole(JournalRecord record, long end) implements Found {}

    /** Zeros, or too little room for a record. */
    record Nothing() implements Found {}

    /** Bytes that are no whole record, and why. */
    record Broken(String reason) implements Found {}
  }

  private static final Found NOTHING = new Found.Nothing();

  /**
   * Looks at one place.
   *
   * @param expected the sequence that a record must have here
   * @param before the chain value of the record before
   */
  Found at(Segment segment, long offset, long expected, byte[] before) throws IOException {
    if (segment.size() - offset < JournalRecord.HEAD) return NOTHING;
    int at = segment.load(offset, JournalRecord.HEAD);
    if (Bytes.u64(segment.window(), at) == 0) return NOTHING;
    long length = Bytes.u32(segment.window(), at + 4);
    if (!segment.possible(offset, length) || length > Integer.MAX_VALUE - 16)
      return new Found.Broken("its length " + length + " is not possible");
    if (!segment.checksumFits(offset, length)) return new Found.Broken("its checksum does not fit");
    return follows(segment, offset, (int) length, expected, before);
  }

  private Found follows(Segment segment, long offset, int length, long expected, byte[] before)
      throws IOException {
    int at = segment.load(offset, length);
    byte[] bytes = segment.window();
    RecordKind kind = RecordKind.of(bytes[at + 24]);
    if (kind == null)
      return new Found.Broken("its kind " + (bytes[at + 24] & 0xff) + " is unknown");
    long sequence = Bytes.u64(bytes, at + 8);
    if (sequence != expected)
      return new Found.Broken("its sequence is " + Long.toUnsignedString(sequence));
    byte[] chain = chain(bytes, at, length, before);
    if (!Arrays.equals(bytes, at + CHAIN, at + CHAIN + 32, chain, 0, 32))
      return new Found.Broken("its chain value does not follow from the record before");
    return new Found.Whole(
        new JournalRecord(
            segment.path(),
            offset,
            sequence,
            Bytes.u64(bytes, at + 16),
            Bytes.u32(bytes, at + 24) & 0xff_ffff,
            kind,
            Bytes.u32(bytes, at + 28),
            chain,
            bytes,
            at + JournalRecord.HEAD,
            at + length),
        offset + segment.padded(length));
  }

  /** The chain value (1.5) of the record there. */
  private byte[] chain(byte[] bytes, int at, int length, byte[] before) {
    sha.update(bytes, at + 4, CHAIN - 4);
    sha.update(before);
    sha.update(bytes, at + JournalRecord.HEAD, length - JournalRecord.HEAD);
    return sha.digest();
  }
}
