package io.tidegate.cluster.link;

import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.FrameCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes frames to a socket: all that wait go out together, in records of at most {@link
 * RecordSealer#BYTES_MAX} bytes. Confined to one thread but for the figures.
 */
final class LinkWriter {

  private static final int BUFFER_BYTES = RecordSealer.BYTES_MAX;
  private static final int RECORD_BYTES_MAX =
      RecordSealer.LENGTH_BYTES + RecordSealer.BYTES_MAX + RecordKey.TAG_BYTES;

  private final OutputStream to;
  private final RecordSealer sealer;
  private final Outbox outbox;
  private final long pingNs;
  private final List<Frame> batch = new ArrayList<>();
  private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES_MAX);
  private ByteBuffer plain = ByteBuffer.allocate(BUFFER_BYTES);
  private volatile long writingSinceNs;
  private final AtomicLong frames = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong records = new AtomicLong();

  LinkWriter(OutputStream to, byte[] secret, Outbox outbox, Duration ping) {
    this.to = to;
    this.outbox = outbox;
    sealer = new RecordSealer(secret);
    pingNs = ping.toNanos();
  }

  /** Writes until the outbox is closed and empty. */
  void run() throws IOException, InterruptedException {
    while (outbox.drain(batch, BUFFER_BYTES, pingNs)) {
      if (batch.isEmpty()) batch.add(new Frame.Ping(System.nanoTime()));
      for (Frame frame : batch) write(frame);
      flush();
      frames.addAndGet(batch.size());
      batch.clear();
    }
  }

  private void write(Frame frame) throws IOException {
    int most = Integer.BYTES + Math.toIntExact(FrameCodec.bytesMax(frame));
    if (most > plain.remaining()) {
      flush();
      if (most > plain.capacity()) plain = ByteBuffer.allocate(most);
    }
    int at = plain.position();
    FrameCodec.write(frame, plain.position(at + Integer.BYTES));
    plain.putInt(at, plain.position() - at - Integer.BYTES);
  }

  private void flush() throws IOException {
    for (int at = 0; at < plain.position(); at += RecordSealer.BYTES_MAX) {
      int length = Math.min(RecordSealer.BYTES_MAX, plain.position() - at);
      sealer.seal(plain.array(), at, length, record.clear());
      writingSinceNs = Math.max(1, System.nanoTime());
      to.write(record.array(), 0, record.position());
      writingSinceNs = 0;
      bytes.addAndGet(record.position());
      records.incrementAndGet();
    }
    // A long frame is rare: its buffer would stay for nothing.
    if (plain.capacity() > BUFFER_BYTES) plain = ByteBuffer.allocate(BUFFER_BYTES);
    plain.clear();
  }

  /** Since when one write goes on, by {@link System#nanoTime}; 0 for none. */
  long writingSinceNs() {
    return writingSinceNs;
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
