package io.tidegate.audit.journal;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** One segment (1.3), read through a window that moves over the file. */
final class Segment implements Closeable {
  static final int HEAD = 4096;
  private static final int BLOCK = 4096;
  private static final int WINDOW = 1 << 20;
  private static final byte[] ZEROS = new byte[WINDOW];

  private final Path path;
  private final FileChannel channel;
  private final byte[] folderId;
  private long size;
  private long version;
  private byte[] window = new byte[WINDOW];
  private long windowAt;
  private int windowLength;

  private Segment(Path path, FileChannel channel, byte[] folderId) {
    this.path = path;
    this.channel = channel;
    this.folderId = folderId;
  }

  /**
   * Opens a segment and checks its head.
   *
   * @throws JournalRefusedException if the head is not whole or not this folder's
   */
  static Segment open(Folder folder, long number) throws IOException {
    Path path = folder.segment(number);
    Segment segment = new Segment(path, FileChannel.open(path), folder.id());
    try {
      segment.size = segment.channel.size();
      segment.checkHead(number);
      return segment;
    } catch (IOException | RuntimeException e) {
      segment.close();
      throw e;
    }
  }

  private void checkHead(long number) throws IOException {
    int at = load(0, (int) Math.min(HEAD, size));
    byte[] head = Arrays.copyOfRange(window, at, at + (int) Math.min(HEAD, size));
    if (!Bytes.startsWith(head, "TIDESEGM"))
      throw refused(0, "damaged: does not begin with TIDESEGM");
    if (head.length >= 12) Folder.checkVersion(path, head);
    if (head.length < HEAD) throw refused(0, "damaged: is shorter than its head");
    if (Bytes.crc32c(head, 0, HEAD - 4) != Bytes.u32(head, HEAD - 4))
      throw refused(HEAD - 4, "damaged: the head's checksum does not fit");
    version = Bytes.u32(head, 8);
    if (!Folder.knows(version)) throw refused(8, "damaged: has format version " + version);
    if (Bytes.u32(head, 12) != HEAD)
      throw refused(12, "damaged: its head has " + Bytes.u32(head, 12) + " bytes");
    if (!Arrays.equals(head, 16, 32, folderId, 0, 16))
      throw refused(16, "damaged: belongs to another data folder");
    if (Bytes.u64(head, 32) != number)
      throw refused(32, "damaged: is segment " + Bytes.u64(head, 32) + " by its head");
    if (Bytes.u64(head, 40) != size)
      throw refused(40, "damaged: has " + size + " bytes, not " + Bytes.u64(head, 40));
  }

  private JournalRefusedException refused(long offset, String reason) {
    return new JournalRefusedException(path, offset, reason);
  }

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  byte[] window() {
    return window;
  }

  /** Lets go of what was read: a writer may have been at work meanwhile. */
  void forget() {
    windowLength = 0;
  }

  /**
   * Brings these bytes into the window; they are within the file.
   *
   * @return where in the window they begin
   */
  int load(long offset, int count) throws IOException {
    if (offset >= windowAt && offset + count <= windowAt + windowLength)
      return (int) (offset - windowAt);
    if (count > window.length) window = new byte[count];
    int wanted = (int) Math.min(window.length, size - offset);
    ByteBuffer buffer = ByteBuffer.wrap(window, 0, wanted);
    windowLength = 0;
    while (buffer.hasRemaining())
      if (read(buffer, offset) < 0)
        throw refused(offset + buffer.position(), "damaged: became shorter");
    windowAt = offset;
    windowLength = wanted;
    return 0;
  }

  /** The system's own text says what happened, but not where. */
  private int read(ByteBuffer buffer, long offset) throws IOException {
    long at = offset + buffer.position();
    try {
      return channel.read(buffer, at);
    } catch (IOException e) {
      throw refused(at, "cannot be read: " + e.getMessage());
    }
  }

  /** Whether a record may have this length here: at least its head, and padded within the file. */
  boolean possible(long offset, long length) {
    return length >= JournalRecord.HEAD && offset + padded(length) <= size;
  }

  /** From version 2 on a record's padding goes to the next block, so that none shares one. */
  long padded(long length) {
    long unit = version == 1 ? 8 : BLOCK;
    return (length + unit - 1) & -unit;
  }

  /** Whether the checksum of a record of a possible length here fits; reads it piece by piece. */
  boolean checksumFits(long offset, long length) throws IOException {
    CRC32C crc = new CRC32C();
    crc.update(folderId);
    long end = offset + padded(length);
    int first = (int) Math.min(WINDOW, end - offset);
    long wanted = Bytes.u32(window, load(offset, first));
    for (long from = offset + 4; from < end; ) {
      int count = (int) Math.min(WINDOW - 8, end - from);
      crc.update(window, load(from, count), count);
      from += count;
    }
    return crc.getValue() == wanted;
  }

  /** The offset of the first byte from there on that is not zero, or -1. */
  long firstNonZero(long from) throws IOException {
    while (from < size) {
      int at = load(from, 1);
      int count = (int) Math.min(WINDOW, windowAt + windowLength - from);
      int found = Arrays.mismatch(window, at, at + count, ZEROS, 0, count);
      if (found >= 0) return from + found;
      from += count;
    }
    return -1;
  }

  /** The offset behind the last byte from there on that is not zero, or {@code from}. */
  long endOfBytes(long from) throws IOException {
    long end = from;
    for (long at = firstNonZero(from); at >= 0; at = firstNonZero(end)) {
      end = at + 1;
      int index = load(end, 0);
      while (index < windowLength && window[index] != 0) index++;
      end = Math.min(size, windowAt + index);
    }
    return end;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
