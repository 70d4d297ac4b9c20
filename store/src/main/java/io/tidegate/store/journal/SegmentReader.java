package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.log.Chain;
import io.tidegate.store.log.LogRecord;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.RecordLayout;
import io.tidegate.store.log.ValidityRule;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads one segment after another through a window: single records, and the next byte that is not
 * zero. One thread.
 *
 * <p>It checks checksums, not order: {@link RecordCursor} checks whether a record stands in the
 * right place.
 */
final class SegmentReader implements Closeable {
  private static final int WINDOW_BYTES = 4 << 20;
  private static final int SPAN_BYTES = 64 << 10;
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(64 << 10);

  private final Disk disk;
  private final Folder folder;
  private final CRC32C crc = new CRC32C();

  private @Nullable DiskFile file;
  private int number;
  private long size;
  private int version = Format.VERSION;

  private ByteBuffer window = ByteBuffer.allocateDirect(0);
  private long windowAt;
  private long forcedTo;

  // The record read last: where it begins in the window, and its length without padding.
  private int at;
  private int length;

  SegmentReader(Disk disk, Folder folder) {
    this.disk = disk;
    this.folder = folder;
  }

  /** Turns to a segment, whose head must be whole. */
  void open(int segment) throws IOException {
    if (file != null && number == segment) return;
    close();
    file = disk.openToRead(Format.segmentName(segment));
    number = segment;
    size = SegmentHead.read(disk, folder, file, segment);
    version = SegmentHead.version(file);
    forcedTo = 0;
    forget();
  }

  /**
   * Makes certain that what was read up to there is on the disk: a writer may have written it and
   * not forced it yet.
   */
  void force(long end) throws IOException {
    if (end <= forcedTo || file == null) return;
    file.force(false);
    // What the window holds was there before.
    forcedTo = windowAt + window.limit();
  }

  /** Drops what was read before, which a writer may have changed since. */
  void forget() {
    windowAt = 0;
    window.limit(0);
  }

  int number() {
    return number;
  }

  String name() {
    return Format.segmentName(number);
  }

  long size() {
    return size;
  }

  /** Whether something that begins like a record stands there, whole or not. */
  boolean begins(long offset) throws IOException {
    if (offset + RecordLayout.BODY > size) return false;
    load(offset, RecordLayout.BODY);
    return window.getLong((int) (offset - windowAt)) != 0;
  }

  /** Reads the record there; null if it is whole, otherwise what is wrong with it. */
  @Nullable String read(long offset) throws IOException {
    if (offset + RecordLayout.BODY > size) return "the segment has no room for a record there";
    load(offset, RecordLayout.BODY);
    length = window.getInt((int) (offset - windowAt) + RecordLayout.LENGTH);
    if (!fits(offset))
      return "its length of " + Integer.toUnsignedString(length) + " bytes is impossible";
    int bytes = (int) padded();
    load(offset, bytes);
    at = (int) (offset - windowAt);
    folder.salt(crc);
    int sum = Format.crc(crc, window, at + RecordLayout.LENGTH, at + bytes);
    if (sum != window.getInt(at + RecordLayout.CRC)) return "its checksum does not fit its bytes";
    if (RecordKind.of(window.get(at + RecordLayout.KIND)) == null) return "its kind is unknown";
    return null;
  }

  private boolean fits(long offset) {
    return length >= RecordLayout.BODY && padded() <= size - offset;
  }

  private long padded() {
    return Format.padded(length, version);
  }

  /** Whether a whole record of that sequence or a later one stands there; quick where none does. */
  boolean holdsRecord(long offset, long sequenceMin) throws IOException {
    if (offset + RecordLayout.BODY > size) return false;
    load(offset, RecordLayout.BODY);
    int here = (int) (offset - windowAt);
    length = window.getInt(here + RecordLayout.LENGTH);
    return fits(offset)
        && window.getLong(here + RecordLayout.SEQUENCE) >= sequenceMin
        && read(offset) == null;
  }

  /** Whether the length that can be read there is a possible one, and ends before that place. */
  boolean holdsLess(long offset, long end) throws IOException {
    if (offset + RecordLayout.BODY > size) return false;
    load(offset, RecordLayout.BODY);
    length = window.getInt((int) (offset - windowAt) + RecordLayout.LENGTH);
    return fits(offset) && offset + padded() < end;
  }

  /**
   * Where the next eight bytes stand that are not all zero, at or behind {@code from}; -1 if there
   * are none.
   */
  long nextNonzero(long from) throws IOException {
    for (long offset = from & -8; offset < size; ) {
      load(offset, (int) Math.min(8, size - offset));
      int here = (int) (offset - windowAt);
      int bytes = Math.min(window.limit() - here, ZEROS.capacity());
      int mismatch = window.slice(here, bytes).mismatch(ZEROS.slice(0, bytes));
      if (mismatch >= 0) return (offset + mismatch) & -8;
      offset += bytes;
    }
    return -1;
  }

  /** Behind the last byte that is not zero; the head is not. */
  long end() throws IOException {
    for (long to = size, span = SPAN_BYTES; to > 0; span = Math.min(2 * span, WINDOW_BYTES)) {
      long from = Math.max(0, to - span);
      load(from, (int) (to - from));
      for (int here = (int) (to - windowAt) - 1; here >= from - windowAt; here--)
        if (window.get(here) != 0) return windowAt + here + 1;
      to = from;
    }
    return 0;
  }

  /**
   * Reads the record that is the last one before {@code end}, and covers it; where it begins, or -1
   * if no whole one does.
   */
  long lastRecord(long end) throws IOException {
    long unit = Format.padded(1, version);
    long to = (end - 1) / unit * unit + unit;
    for (long span = SPAN_BYTES;
        to > Format.SEGMENT_HEAD_BYTES;
        span = Math.min(2 * span, WINDOW_BYTES)) {
      long from = Math.max(Format.SEGMENT_HEAD_BYTES, to - span);
      for (long offset = to - unit; offset >= from; offset -= unit) {
        // Backward, a window that begins at the offset would be read anew for each.
        if (offset < windowAt || offset + RecordLayout.BODY > windowAt + window.limit())
          load(from, (int) Math.min(to, size) - (int) from);
        if (covers(offset, end) && read(offset) == null) return offset;
      }
      to = from;
    }
    return -1;
  }

  private boolean covers(long offset, long end) throws IOException {
    if (offset + RecordLayout.BODY > size) return false;
    load(offset, RecordLayout.BODY);
    length = window.getInt((int) (offset - windowAt) + RecordLayout.LENGTH);
    return fits(offset) && offset + padded() >= end;
  }

  long sequence() {
    return window.getLong(at + RecordLayout.SEQUENCE);
  }

  long timeMs() {
    return window.getLong(at + RecordLayout.TIME);
  }

  RecordKind kind() {
    RecordKind kind = RecordKind.of(window.get(at + RecordLayout.KIND));
    if (kind == null) throw new IllegalStateException("no whole record was read");
    return kind;
  }

  /** With header and padding. */
  long recordBytes() {
    return padded();
  }

  ValidityRule.Verdict judge(ValidityRule rule) {
    return rule.judge(window, at);
  }

  void accept(ValidityRule rule) {
    rule.accept(window, at);
  }

  /** Valid until the next read. */
  LogRecord record() {
    return new LogRecord(window, at, (int) recordBytes());
  }

  /** Whether the record's chain value follows from that one. */
  boolean linksTo(Chain chain) {
    return chain.links(window, at, length);
  }

  byte[] chain() {
    byte[] chain = new byte[Format.CHAIN_BYTES];
    window.get(at + RecordLayout.CHAIN, chain);
    return chain;
  }

  @Override
  public void close() throws IOException {
    if (file != null) file.close();
    file = null;
  }

  private void load(long offset, int bytes) throws IOException {
    if (offset >= windowAt && offset + bytes <= windowAt + window.limit()) return;
    if (file == null) throw new IllegalStateException("no segment is open");
    widen((int) Math.max(bytes, Math.min(WINDOW_BYTES, size)));
    window.clear().limit((int) Math.min(window.capacity(), size - offset));
    windowAt = offset;
    int read = read(file, offset, bytes);
    window.position(0).limit(read);
    if (read < bytes) throw new IOException(name() + " ends early, at " + (offset + read));
  }

  /** What is read ahead need not be readable. */
  private int read(DiskFile from, long offset, int bytes) throws IOException {
    try {
      return from.read(offset, window);
    } catch (IOException e) {
      if (window.limit() == bytes) throw e;
      window.clear().limit(bytes);
      return from.read(offset, window);
    }
  }

  private void widen(int bytes) {
    if (bytes <= window.capacity()) return;
    window = ByteBuffer.allocateDirect(bytes);
  }
}
