package io.tidegate.lab.client;

import io.tidegate.http.wire.Ascii;
import io.tidegate.lab.client.fault.Fault;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads one body to its end, or drops it. One for each reply. */
final class BodyReader {

  /** A length that the server names is believed so far; beyond it room grows with what comes. */
  private static final int BELIEVED_BYTES = 64 * 1024;

  private static final int LINE_MAX = 4 * 1024;
  private static final int TRAILER_MAX = 64 * 1024;
  private static final byte[] NOTHING = {};

  private final Connection in;
  private final boolean keep;
  private final long bytesMax;
  private byte[] kept = NOTHING;
  private int count;

  /**
   * @param keep false to drop it
   * @param bytesMax of what is kept
   */
  BodyReader(Connection in, boolean keep, long bytesMax) {
    this.in = in;
    this.keep = keep;
    this.bytesMax = bytesMax;
  }

  /** Takes all of it. */
  void read(boolean ofHead) throws IOException, Fault {
    ReplyHead head = in.head;
    if (!head.hasBody(ofHead)) return;
    if (head.isChunked()) chunks();
    else if (head.contentLength() == ReplyHead.UNTIL_CLOSE) take(Long.MAX_VALUE);
    else if (take(head.contentLength()) > 0) throw truncated();
  }

  /** What was taken; null if it is dropped, or cannot be. */
  byte @Nullable [] kept() {
    if (!keep || !in.head.mayHaveBody()) return null;
    return count == kept.length ? kept : Arrays.copyOf(kept, count);
  }

  /** Takes that many bytes; returns how many were missing when the connection ended. */
  private long take(long length) throws IOException, Fault {
    long rest = length;
    if (keep) room(Math.min(rest, BELIEVED_BYTES));
    while (rest > 0) {
      long taken = keep ? takeSome(rest) : in.skip(rest);
      if (taken < 0) return rest;
      rest -= taken;
    }
    return 0;
  }

  private long takeSome(long rest) throws IOException, Fault {
    if (count == kept.length) room(Math.min(rest, Math.max(BELIEVED_BYTES, count)));
    int taken = in.read(kept, count, (int) Math.min(rest, kept.length - count));
    if (taken > 0) count += taken;
    return taken;
  }

  private void room(long more) throws Fault {
    if (count >= bytesMax && more > 0)
      throw Fault.generic("the body of the reply has more than " + bytesMax + " bytes");
    long wanted = Math.min(count + more, Math.min(bytesMax, Integer.MAX_VALUE - 8));
    if (wanted > kept.length) kept = Arrays.copyOf(kept, (int) wanted);
  }

  private void chunks() throws IOException, Fault {
    for (long size = size(); size > 0; size = size()) {
      if (take(size) > 0) throw truncated();
      if (in.readByte() != '\r' || in.readByte() != '\n')
        throw Fault.generic("malformed chunked encoding");
    }
    int trailer = 0;
    for (int line = line(); line > 0; line = line()) {
      trailer += line;
      if (trailer > TRAILER_MAX)
        throw Fault.generic("http: suspiciously long trailer after chunked body");
    }
  }

  /** Size of the next chunk; what stands behind the digits is dropped. */
  private long size() throws IOException, Fault {
    long size = 0;
    int digits = 0;
    int b = in.readByte();
    for (; Ascii.hex((byte) b) >= 0; b = in.readByte()) {
      if (++digits > 15) throw Fault.generic("http chunk length too large");
      size = size << 4 | Ascii.hex((byte) b);
    }
    if (digits == 0 || (b != '\r' && b != '\n' && b != ';' && !Ascii.isSpace((byte) b)))
      throw Fault.generic("invalid byte in chunk length");
    for (int length = 0; b != '\n'; b = in.readByte()) {
      if (++length > LINE_MAX) throw Fault.generic("header line too long");
    }
    return size;
  }

  /** Drops a line; returns how long it was without its end. */
  private int line() throws IOException, Fault {
    int length = 0;
    int before = 0;
    for (int b = in.readByte(); b != '\n'; b = in.readByte()) {
      if (++length > TRAILER_MAX) throw Fault.generic("header line too long");
      before = b;
    }
    return before == '\r' ? length - 1 : length;
  }

  private static EOFException truncated() {
    return new EOFException("unexpected EOF");
  }
}
