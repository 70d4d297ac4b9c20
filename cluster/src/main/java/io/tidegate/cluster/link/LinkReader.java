package io.tidegate.cluster.link;

import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.FrameCodec;
import io.tidegate.cluster.wire.WireFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads frames from a socket. Confined to one thread but for the figures. */
final class LinkReader {

  private static final int RECORD_BYTES_MAX =
      RecordSealer.LENGTH_BYTES + RecordSealer.BYTES_MAX + RecordKey.TAG_BYTES;
  private static final int BUFFER_BYTES = 2 * RecordSealer.BYTES_MAX;

  private final InputStream from;
  private final RecordOpener opener;
  private final ByteBuffer raw = ByteBuffer.allocate(2 * RECORD_BYTES_MAX).limit(0);
  private ByteBuffer plain = ByteBuffer.allocate(BUFFER_BYTES).limit(0);
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong records = new AtomicLong();

  LinkReader(InputStream from, byte[] secret) {
    this.from = from;
    opener = new RecordOpener(secret);
  }

  /**
   * Waits for the next record.
   *
   * @return false if the connection ended behind the last one
   * @throws IOException if it ended elsewhere, nothing came for too long, or what came is no record
   */
  boolean fill() throws IOException {
    if (!need(RecordSealer.LENGTH_BYTES)) return false;
    int length = RecordOpener.length(raw.getInt(raw.position()));
    int whole = RecordSealer.LENGTH_BYTES + length;
    if (!need(whole)) throw new IOException("the connection ended within a record");
    makeRoom(length);
    int at = raw.arrayOffset() + raw.position() + RecordSealer.LENGTH_BYTES;
    int opened = opener.open(raw.array(), at, length, plain.array(), plain.limit());
    plain.limit(plain.limit() + opened);
    raw.position(raw.position() + whole);
    bytes.addAndGet(whole);
    records.incrementAndGet();
    return true;
  }

  /** Whether so many bytes are there; reads until they are, or the connection ends. */
  private boolean need(int count) throws IOException {
    if (raw.remaining() < count && raw.capacity() - raw.position() < count) {
      raw.compact();
      raw.flip();
    }
    while (raw.remaining() < count) {
      if (!raw.hasRemaining()) raw.position(0).limit(0);
      int read = from.read(raw.array(), raw.limit(), raw.capacity() - raw.limit());
      if (read < 0) {
        if (raw.hasRemaining()) throw new IOException("the connection ended within a record");
        return false;
      }
      raw.limit(raw.limit() + read);
    }
    return true;
  }

  /** Room for a record's content behind what is there. */
  private void makeRoom(int length) {
    int wanted = plain.remaining() + length;
    if (plain.capacity() > BUFFER_BYTES && wanted <= BUFFER_BYTES / 2) moveTo(BUFFER_BYTES);
    else if (wanted > plain.capacity()) moveTo(2 * wanted);
    else if (plain.capacity() - plain.limit() < length) plain.compact().flip();
  }

  private void moveTo(int capacity) {
    plain = ByteBuffer.allocate(capacity).put(plain).flip();
  }

  /**
   * The next frame, null if it is not there as a whole yet.
   *
   * @throws WireFormatException if what is there is none
   */
  @Nullable Frame next() throws WireFormatException {
    if (plain.remaining() < Integer.BYTES) return null;
    int length = plain.getInt(plain.position());
    if (length < 1 || length > Frame.BYTES_MAX)
      throw new WireFormatException("a frame of " + Integer.toUnsignedString(length) + " bytes");
    if (plain.remaining() - Integer.BYTES < length) return null;
    int end = plain.position() + Integer.BYTES + length;
    ByteBuffer bytesOfFrame = plain.slice(plain.position() + Integer.BYTES, length);
    Frame frame = FrameCodec.read(bytesOfFrame);
    if (bytesOfFrame.hasRemaining())
      throw new WireFormatException(bytesOfFrame.remaining() + " bytes behind a frame");
    plain.position(end);
    frames.incrementAndGet();
    return frame;
  }

  /** Whether a part of a frame has come, and the rest has not. */
  boolean isWithinFrame() {
    return plain.hasRemaining();
  }

  long frames() {
    return frames.get();
  }

  long bytes() {
    return bytes.get();
  }

  long records() {
    return records.get();
  }
}
