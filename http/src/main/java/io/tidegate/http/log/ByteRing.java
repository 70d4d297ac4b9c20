package io.tidegate.http.log;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded ring of lines between one thread that adds and one that takes, without locks. What does
 * not fit, or cannot be written, is lost and counted.
 *
 * <p>The adder owns {@code head}, the taker {@code tail}; each publishes its own with release order
 * after touching the bytes.
 */
final class ByteRing {

  private final byte[] bytes;
  private final int mask;
  private final AtomicLong head = new AtomicLong();
  private final AtomicLong tail = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();

  /** What the adder last saw of {@code tail}: looking again costs a cache miss. */
  private long tailSeen;

  /** A ring of {@code capacity} bytes, a power of two. */
  ByteRing(int capacity) {
    if (Integer.bitCount(capacity) != 1)
      throw new IllegalArgumentException("capacity must be a power of two, not " + capacity);
    bytes = new byte[capacity];
    mask = capacity - 1;
  }

  /** Adds a line, {@code source[0, length)}, or refuses it. True when it just became half full. */
  boolean add(byte[] source, int length) {
    long from = head.getPlain();
    if (from + length - tailSeen > bytes.length / 2) tailSeen = tail.getAcquire();
    long used = from - tailSeen;
    if (used + length > bytes.length) {
      lost.incrementAndGet();
      return false;
    }
    int at = (int) from & mask;
    int first = Math.min(length, bytes.length - at);
    System.arraycopy(source, 0, bytes, at, first);
    System.arraycopy(source, first, bytes, 0, length - first);
    head.setRelease(from + length);
    return used <= bytes.length / 2 && used + length > bytes.length / 2;
  }

  /** Writes everything that is there and makes room, also where writing fails. */
  void writeTo(LineOutput out) throws IOException {
    long from = tail.getPlain();
    long to = head.getAcquire();
    if (from == to) return;
    try {
      int at = (int) from & mask;
      int length = (int) (to - from);
      int first = Math.min(length, bytes.length - at);
      OutputStream stream = out.ready(length);
      stream.write(bytes, at, first);
      if (first < length) stream.write(bytes, 0, length - first);
    } catch (IOException e) {
      lost.addAndGet(lines(from, to));
      throw e;
    } finally {
      tail.setRelease(to);
    }
  }

  private long lines(long from, long to) {
    long lines = 0;
    for (long at = from; at < to; at++) if (bytes[(int) at & mask] == '\n') lines++;
    return lines;
  }

  /** How many lines were lost since this was last asked. */
  long takeLost() {
    return lost.getAndSet(0);
  }
}
