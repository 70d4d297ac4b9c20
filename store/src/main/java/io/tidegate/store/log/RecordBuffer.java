package io.tidegate.store.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/**
 * The buffer in which a record is made: its body is encoded directly into the bytes that go to the
 * log. One thread, one record at a time.
 *
 * <pre>{@code
 * buffer.begin();
 * ByteBuffer body = buffer.room(EVENT_BYTES);  // before each event: there may be a larger buffer now
 * encode(event, body);
 * LogRecord record = buffer.seal(BATCH, sequence, timeMs, 1, chain);
 * }</pre>
 */
public final class RecordBuffer {
  private static final int FIRST_BYTES = 256 << 10;

  private final LogIdentity log;
  private final int recordBytesMax;
  private final int paddedTo;
  private final ByteBuffer zeros;
  private final CRC32C crc = new CRC32C();
  private ByteBuffer bytes;

  /**
   * @param log whose records are made
   * @param recordBytesMax no record is larger, in [1 KiB, {@link LogRecord#BYTES_MAX}]
   */
  public RecordBuffer(LogIdentity log, int recordBytesMax) {
    this(log, recordBytesMax, 8);
  }

  /**
   * @param paddedTo what the padded size of a record is a multiple of, a power of two from 8 on
   */
  public RecordBuffer(LogIdentity log, int recordBytesMax, int paddedTo) {
    this.log = log;
    this.recordBytesMax = recordBytesMax & -8;
    this.paddedTo = paddedTo;
    zeros = ByteBuffer.allocateDirect(paddedTo);
    bytes = ByteBuffer.allocateDirect(Math.min(FIRST_BYTES, recordBytesMax + paddedTo));
    begin();
  }

  /** The largest body a record may have. */
  public int bodyBytesMax() {
    return recordBytesMax - RecordLayout.BODY;
  }

  /** Bytes of the body so far. */
  public int bodyBytes() {
    return bytes.position() - RecordLayout.BODY;
  }

  /**
   * Begins a record; one begun before is dropped.
   *
   * @return where its body goes: big-endian, at the body's first byte; see {@link #room}
   */
  public ByteBuffer begin() {
    return bytes.clear().position(RecordLayout.BODY);
  }

  /**
   * Room for more of the body.
   *
   * @param more bytes about to be written
   * @return the buffer that {@link #begin} gave or a larger one that begins the same, with at least
   *     that many bytes remaining; older ones are void
   * @throws IllegalArgumentException if the body would exceed {@link #bodyBytesMax}
   */
  public ByteBuffer room(int more) {
    long body = bodyBytes() + (long) more;
    if (body > bodyBytesMax()) throw tooLarge(body);
    int needed = more + paddedTo - 1;
    if (bytes.remaining() >= needed) return bytes;
    long wanted = Math.max(2L * bytes.capacity(), (long) bytes.position() + needed);
    long most = (long) recordBytesMax + paddedTo - 1;
    ByteBuffer larger = ByteBuffer.allocateDirect((int) Math.min(wanted, most));
    bytes = larger.put(bytes.flip());
    return bytes;
  }

  /** Puts the body of a {@link RecordKind#MOVED} record: where the log has gone. */
  public void movedTo(String where) {
    byte[] text = where.getBytes(StandardCharsets.UTF_8);
    room(2 + text.length).putShort((short) text.length).put(text);
  }

  /**
   * Finishes the record that was begun: head, padding, chain value, checksum.
   *
   * @param sequence its place in the log
   * @param timeMs its time, epoch milliseconds
   * @param events how many events the body holds
   * @param chain at the record before; it stays there, and is moved on by {@link Chain#advance()}
   *     once the record counts
   * @return the record, in this buffer's bytes: void once the next one is begun
   */
  public LogRecord seal(RecordKind kind, long sequence, long timeMs, int events, Chain chain) {
    return seal(kind, sequence, timeMs, 0, events, chain);
  }

  /**
   * The same, for a batch whose hour was behind its time.
   *
   * @param lagSeconds how far, in [0, {@link RecordLayout#LAG_MAX}]
   */
  public LogRecord seal(
      RecordKind kind, long sequence, long timeMs, int lagSeconds, int events, Chain chain) {
    return new LogRecord(bytes, 0, finish(kind, sequence, timeMs, lagSeconds, events, chain));
  }

  /**
   * The same for a writer that needs the bytes alone, see {@link #finished}.
   *
   * @return the record's bytes with padding
   */
  public int finish(
      RecordKind kind, long sequence, long timeMs, int lagSeconds, int events, Chain chain) {
    int length = bytes.position();
    if (length - RecordLayout.BODY > bodyBytesMax()) throw tooLarge(length - RecordLayout.BODY);
    int padded = (length + paddedTo - 1) & -paddedTo;
    bytes.put(zeros.slice(0, padded - length));
    bytes.putInt(RecordLayout.LENGTH, length);
    bytes.putLong(RecordLayout.SEQUENCE, sequence);
    bytes.putLong(RecordLayout.TIME, timeMs);
    bytes.putInt(RecordLayout.KIND, kind.code() << 24 | lagSeconds);
    bytes.putInt(RecordLayout.EVENTS, events);
    if (kind == RecordKind.SIGN) chain.put(bytes, 0);
    else chain.seal(bytes, 0, length);
    log.salt(crc);
    bytes.limit(padded).position(RecordLayout.LENGTH);
    crc.update(bytes);
    bytes.limit(bytes.capacity()).position(length);
    bytes.putInt(RecordLayout.CRC, (int) crc.getValue());
    return padded;
  }

  /** The finished record's bytes, of which there are so many; void once the next one is begun. */
  public ByteBuffer finished(int size) {
    return bytes.limit(size).position(0);
  }

  /**
   * The same record with the padding of this buffer.
   *
   * @param chain at the record before
   * @throws IllegalArgumentException if it does not follow from there
   */
  public LogRecord padded(LogRecord record, Chain chain) {
    begin();
    room(record.length() - RecordLayout.BODY).put(record.body());
    LogRecord same =
        seal(
            record.kind(),
            record.sequence(),
            record.timeMs(),
            record.lagSeconds(),
            record.events(),
            chain);
    if (same.chain().equals(record.chain())) return same;
    throw new IllegalArgumentException("record " + record + " does not follow from the end");
  }

  private IllegalArgumentException tooLarge(long body) {
    return new IllegalArgumentException(
        "a body of " + body + " bytes does not fit in a record, which takes " + bodyBytesMax());
  }
}
