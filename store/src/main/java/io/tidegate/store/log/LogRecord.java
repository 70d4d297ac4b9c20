package io.tidegate.store.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * One sealed record: its bytes, as {@code docs/journal-format.md} 1.4 has them. Head and body, and
 * so the chain value, are the same in every home; padding, and the checksum over it, are the
 * home's. Nothing is copied: the bytes belong to the buffer or reader they came from, see {@link
 * #kept}.
 */
public final class LogRecord {
  /** No record is larger, head and padding included; a home may have a smaller bound. */
  public static final int BYTES_MAX = 16 << 20;

  private final ByteBuffer bytes;
  private final int at;
  private final int length;
  private final int size;

  /**
   * A record that is known to be whole, padded to eight bytes.
   *
   * @param at where it begins
   */
  public LogRecord(ByteBuffer bytes, int at) {
    this(bytes, at, (int) RecordLayout.aligned(bytes.getInt(at + RecordLayout.LENGTH)));
  }

  /**
   * A record that is known to be whole.
   *
   * @param at where it begins
   * @param size bytes with the padding that its home gives it, over which its checksum goes
   */
  public LogRecord(ByteBuffer bytes, int at, int size) {
    this.bytes = bytes;
    this.at = at;
    this.length = bytes.getInt(at + RecordLayout.LENGTH);
    this.size = size;
  }

  /**
   * What is wrong with the bytes from {@code at} to the limit, as one record; null if they are one
   * record of that log, whole. Says nothing about whether it counts: {@link ValidityRule} does.
   */
  public static @Nullable String problem(LogIdentity log, ByteBuffer bytes, int at) {
    int most = bytes.limit() - at;
    if (most < RecordLayout.BODY) return "it is shorter than a record's head";
    int length = bytes.getInt(at + RecordLayout.LENGTH);
    if (length < RecordLayout.BODY || RecordLayout.aligned(length) > most)
      return "its length of " + Integer.toUnsignedString(length) + " bytes is impossible";
    if (bytes.getInt(at + RecordLayout.CRC) != checksum(log, bytes, at, length))
      return "its checksum does not fit its bytes";
    if (RecordKind.of(bytes.get(at + RecordLayout.KIND)) == null) return "its kind is unknown";
    return null;
  }

  static int checksum(LogIdentity log, ByteBuffer bytes, int at, int length) {
    CRC32C crc = new CRC32C();
    log.salt(crc);
    crc.update(
        bytes.slice(
            at + RecordLayout.LENGTH, (int) RecordLayout.aligned(length) - RecordLayout.LENGTH));
    return (int) crc.getValue();
  }

  /** Its place in the log, from 1; of a sign, that of the record it was written behind. */
  public long sequence() {
    return bytes.getLong(at + RecordLayout.SEQUENCE);
  }

  /** Its time, epoch milliseconds. */
  public long timeMs() {
    return bytes.getLong(at + RecordLayout.TIME);
  }

  /** What it is. */
  public RecordKind kind() {
    RecordKind kind = RecordKind.of(bytes.get(at + RecordLayout.KIND));
    if (kind == null) throw new IllegalStateException("no whole record");
    return kind;
  }

  /** How many events its body holds. */
  public int events() {
    return bytes.getInt(at + RecordLayout.EVENTS);
  }

  /** Its chain value, 64 hexadecimal digits. */
  public String chain() {
    byte[] chain = new byte[RecordLayout.CHAIN_BYTES];
    bytes.get(at + RecordLayout.CHAIN, chain);
    return HexFormat.of().formatHex(chain);
  }

  /** The place behind it. */
  public LogPosition position() {
    return new LogPosition(sequence(), timeMs(), chain());
  }

  /** Its body, big-endian. */
  public ByteBuffer body() {
    return bytes.slice(at + RecordLayout.BODY, length - RecordLayout.BODY);
  }

  /** All of it, with padding. */
  public ByteBuffer bytes() {
    return bytes.slice(at, size);
  }

  /** Bytes with padding. */
  public int size() {
    return size;
  }

  /** Bytes of head and body. */
  public int length() {
    return length;
  }

  /** Seconds by which the hour was behind its time. */
  public int lagSeconds() {
    return bytes.getInt(at + RecordLayout.KIND) & RecordLayout.LAG_MAX;
  }

  /** The same record in bytes of its own, to be kept. */
  public LogRecord kept() {
    ByteBuffer copy = ByteBuffer.allocate(size);
    copy.put(0, bytes, at, size);
    return new LogRecord(copy, 0, size);
  }

  /** Where a {@link RecordKind#MOVED} record says that the log has gone. */
  public String movedTo() {
    ByteBuffer body = body();
    byte[] text = new byte[Short.toUnsignedInt(body.getShort())];
    body.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "%s %d at %d, %s".formatted(kind(), sequence(), timeMs(), chain().substring(0, 8));
  }
}
