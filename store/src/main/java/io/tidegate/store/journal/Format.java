package io.tidegate.store.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** Names, magic numbers and sizes of the files; {@code docs/journal-format.md} in constants. */
final class Format {
  /** What writers write. */
  static final int VERSION = 2;

  /** What readers read, up to {@link #VERSION}. */
  static final int VERSION_OLDEST = 1;

  static final long FOLDER_MAGIC = magic("TIDEGATE");
  static final long SEGMENT_MAGIC = magic("TIDESEGM");
  static final long SNAPSHOT_MAGIC = magic("TIDESNAP");
  static final long STOPPED_MAGIC = magic("TIDESTOP");
  static final long LAST_RECORD_MAGIC = magic("TIDELAST");

  static final int FOLDER_BYTES = 64;
  static final int FOLDER_ID_BYTES = 16;
  static final int SEGMENT_HEAD_BYTES = 4096;
  static final int SNAPSHOT_HEAD_BYTES = 128;
  static final int CHUNK_HEAD_BYTES = 16;
  static final int CHUNK_BODY_BYTES_MAX = 1 << 20;
  static final int TRAILER_SECTION = -1;
  static final int TRAILER_BODY_BYTES = 16;
  static final int CHAIN_BYTES = 32;
  static final int STOPPED_BYTES = 96;

  /** What a disk may destroy when the power goes while it writes there. */
  static final int BLOCK_BYTES = 4096;

  static final String LOCK = "lock";
  static final String FOLDER = "folder";
  static final String STOPPED = "stopped";
  static final String LAST_RECORD = "last-record";
  static final String HALF_MADE = ".tmp";
  private static final String SEGMENT_PREFIX = "journal-";
  private static final String SEGMENT_SUFFIX = ".seg";
  private static final String SNAPSHOT_PREFIX = "snapshot-";
  private static final String SNAPSHOT_SUFFIX = ".snap";

  private Format() {}

  private static long magic(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)).getLong();
  }

  static String segmentName(int number) {
    return SEGMENT_PREFIX + withDigits(number, 8) + SEGMENT_SUFFIX;
  }

  static String snapshotName(long sequence) {
    return SNAPSHOT_PREFIX + withDigits(sequence, 20) + SNAPSHOT_SUFFIX;
  }

  /** Segment numbers among the names, ascending. */
  static List<Integer> segments(List<String> names) {
    List<Integer> numbers = new ArrayList<>();
    for (String name : names) {
      OptionalLong number = number(name, SEGMENT_PREFIX, SEGMENT_SUFFIX);
      if (number.isPresent()
          && number.getAsLong() <= Integer.MAX_VALUE
          && segmentName((int) number.getAsLong()).equals(name)) {
        numbers.add((int) number.getAsLong());
      }
    }
    Collections.sort(numbers);
    return numbers;
  }

  /** Sequences of snapshots among the names, newest first. */
  static List<Long> snapshots(List<String> names) {
    List<Long> sequences = new ArrayList<>();
    for (String name : names) {
      OptionalLong sequence = number(name, SNAPSHOT_PREFIX, SNAPSHOT_SUFFIX);
      if (sequence.isPresent() && snapshotName(sequence.getAsLong()).equals(name))
        sequences.add(sequence.getAsLong());
    }
    sequences.sort(Collections.reverseOrder());
    return sequences;
  }

  /** Whether the name is one that a crash may leave behind half-made. */
  static boolean halfMade(String name) {
    return name.endsWith(HALF_MADE)
        && (name.startsWith(SEGMENT_PREFIX)
            || name.startsWith(SNAPSHOT_PREFIX)
            || name.equals(FOLDER + HALF_MADE)
            || name.equals(STOPPED + HALF_MADE)
            || name.equals(LAST_RECORD + HALF_MADE));
  }

  /** A record's length with its padding, in a segment of the version that is written. */
  static long padded(long bytes) {
    return padded(bytes, VERSION);
  }

  /**
   * A record's length with its padding. From version 2 on no two records share a block: writing one
   * can then not harm another.
   */
  static long padded(long bytes, int version) {
    int unit = version == 1 ? 8 : BLOCK_BYTES;
    return (bytes + unit - 1) & -unit;
  }

  /** CRC32C of the buffer's bytes [from, to), whatever its position and limit, which stay. */
  static int crc(CRC32C crc, ByteBuffer bytes, int from, int to) {
    int position = bytes.position();
    int limit = bytes.limit();
    bytes.limit(to).position(from);
    crc.update(bytes);
    bytes.limit(limit).position(position);
    return (int) crc.getValue();
  }

  private static OptionalLong number(String name, String prefix, String suffix) {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) return OptionalLong.empty();
    String digits =
        name.substring(prefix.length(), Math.max(prefix.length(), name.length() - suffix.length()));
    try {
      long number = Long.parseLong(digits);
      return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private static String withDigits(long number, int digits) {
    String plain = Long.toString(number);
    return "0".repeat(Math.max(0, digits - plain.length())) + plain;
  }
}
