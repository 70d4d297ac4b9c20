package io.tidegate.lab.client.h2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersEncoder;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.client.transport.TcpTransport;
import io.tidegate.lab.client.transport.Transport;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What goes out on one connection. Requests are written by whoever has the {@linkplain #lock lock};
 * small frames that answer the server are queued by any thread, and go out with what is written
 * next: so the thread that reads never waits for one that writes.
 */
final class FrameOutput {

  static final int FRAME_HEAD_BYTES = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  /** Replies to a server that does not read them. */
  private static final int QUEUED_BYTES_MAX = 16 * 1024;

  /** Beyond it the buffer is given back. */
  private static final int KEPT_BYTES_MAX = 32 * 1024;

  private static final int BUFFER_BYTES = 512;

  /** A server that takes no small frame for so long is none. */
  private static final long CONTROL_NS_MAX = 10_000_000_000L;

  private final TcpTransport tcp;
  private final Transport transport;
  private final ReentrantLock writing = new ReentrantLock();
  private final DefaultHttp2HeadersEncoder hpack =
      new DefaultHttp2HeadersEncoder(Http2HeadersEncoder.NEVER_SENSITIVE);
  private ByteBuf out = Unpooled.buffer(BUFFER_BYTES);
  private ByteBuf queue = Unpooled.buffer(64);
  private volatile boolean queued;
  private volatile long sentBytes;
  private volatile long tableBytesMax = 4096;
  private volatile long listBytesMax = Long.MAX_VALUE;

  FrameOutput(TcpTransport tcp, Transport transport) {
    this.tcp = tcp;
    this.transport = transport;
    sentBytes = tcp.sentBytes();
  }

  /** Above TCP, with a handshake of TLS. Any thread. */
  long sentBytes() {
    return sentBytes;
  }

  /** Whether anything may go out still. Any thread. */
  boolean isOpen() {
    return tcp.isOpen();
  }

  /** What the server's table of fields holds. Any thread. */
  void tableBytesMax(long bytes) {
    tableBytesMax = bytes;
  }

  /** What heads the server takes. Any thread. */
  void listBytesMax(long bytes) {
    listBytesMax = bytes;
  }

  /**
   * Waits until nobody else writes.
   *
   * @throws Fault if that takes too long
   */
  void lock(long deadlineNs) throws Fault, InterruptedException {
    if (writing.tryLock()) return;
    if (!writing.tryLock(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS))
      throw Fault.timeout();
  }

  /** Lets others write, and answers what came meanwhile. */
  void unlock() throws IOException {
    writing.unlock();
    pump();
  }

  /** Adds the head of a request. With the lock. */
  void head(int id, Http2Headers head, boolean ends, int frameBytesMax) throws Fault {
    int begin = out.writerIndex();
    out.writeZero(FRAME_HEAD_BYTES);
    try {
      if (hpack.maxHeaderTableSize() != tableBytesMax) hpack.maxHeaderTableSize(tableBytesMax);
      if (hpack.maxHeaderListSize() != listBytesMax && listBytesMax != Long.MAX_VALUE)
        hpack.maxHeaderListSize(listBytesMax);
      hpack.encodeHeaders(id, head, out);
    } catch (Http2Exception _) {
      out.writerIndex(begin);
      throw Fault.generic("http2: request header list larger than peer's advertised limit");
    }
    int length = out.writerIndex() - begin - FRAME_HEAD_BYTES;
    int first = Math.min(length, frameBytesMax);
    int flags = (ends ? END_STREAM : 0) | (first == length ? END_HEADERS : 0);
    frameHead(begin, first, Http2FrameTypes.HEADERS, flags, id);
    if (first < length) continuations(begin + FRAME_HEAD_BYTES + first, id, frameBytesMax);
  }

  /** A block that is too long for one frame is cut into several. */
  private void continuations(int from, int id, int frameBytesMax) {
    ByteBuf rest = out.copy(from, out.writerIndex() - from);
    out.writerIndex(from);
    while (rest.isReadable()) {
      int length = Math.min(rest.readableBytes(), frameBytesMax);
      int begin = out.writerIndex();
      out.writeZero(FRAME_HEAD_BYTES).writeBytes(rest, length);
      int flags = rest.isReadable() ? 0 : END_HEADERS;
      frameHead(begin, length, Http2FrameTypes.CONTINUATION, flags, id);
    }
  }

  /** Adds some of a body. With the lock. */
  void data(int id, byte[] bytes, int from, int length, boolean ends) {
    int begin = out.writerIndex();
    out.writeZero(FRAME_HEAD_BYTES).writeBytes(bytes, from, length);
    frameHead(begin, length, Http2FrameTypes.DATA, ends ? END_STREAM : 0, id);
  }

  /** A number as frames have it. */
  static byte[] bytes(int number) {
    return new byte[] {
      (byte) (number >> 24), (byte) (number >> 16), (byte) (number >> 8), (byte) number
    };
  }

  private void frameHead(int at, int length, byte type, int flags, int id) {
    out.setMedium(at, length).setByte(at + 3, type).setByte(at + 4, flags).setInt(at + 5, id);
  }

  /** Hands to the system what was added. With the lock. */
  void flush(long deadlineNs) throws IOException {
    unqueue();
    tcp.begin(deadlineNs);
    try {
      transport.write(out.array(), out.arrayOffset(), out.writerIndex());
      if (!tcp.end()) throw new IOException("the server took nothing in time");
    } finally {
      sentBytes = tcp.sentBytes();
      if (out.capacity() > KEPT_BYTES_MAX) out = Unpooled.buffer(BUFFER_BYTES);
      else out.clear();
    }
  }

  /** What is queued goes first: the very first of it has to. */
  private synchronized void unqueue() {
    if (!queue.isReadable()) return;
    if (out.isReadable()) {
      queue.writeBytes(out);
      ByteBuf written = queue;
      queue = out.clear();
      out = written;
    } else {
      out.writeBytes(queue);
      queue.clear();
    }
    queued = false;
  }

  /** Queues what is said before anything else. */
  synchronized void first(byte[] bytes) {
    queue.writeBytes(bytes);
    queued = true;
  }

  /** Sends a small frame as soon as nobody writes. Any thread. */
  void control(byte type, int flags, int id, byte[] payload) throws IOException, ConnectionFault {
    synchronized (this) {
      if (queue.readableBytes() > QUEUED_BYTES_MAX)
        throw ConnectionFault.of(
            Http2Faults.ENHANCE_YOUR_CALM, "the server does not read what it asks for");
      queue.writeMedium(payload.length).writeByte(type).writeByte(flags).writeInt(id);
      queue.writeBytes(payload);
      queued = true;
    }
    pump();
  }

  private void pump() throws IOException {
    while (queued && writing.tryLock()) {
      try {
        flush(System.nanoTime() + CONTROL_NS_MAX);
      } finally {
        writing.unlock();
      }
    }
  }
}
