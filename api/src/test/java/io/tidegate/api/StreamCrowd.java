package io.tidegate.api;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Thousands of streams read by one thread, which looks into each event for the last number given
 * out and notes how old the oldest fact was that the event was the first to tell its stream.
 */
final class StreamCrowd implements AutoCloseable {

  private static final byte[] LAST_NUMBER = "\"lastNumber\":".getBytes(StandardCharsets.US_ASCII);

  private final Selector selector = Selector.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
  private final List<Stream> streams = new ArrayList<>();
  private final AtomicLongArray factNs;
  private final Thread reader;
  private volatile boolean closed;

  /** Ages seen, ns. Written by the reader. */
  final List<Long> agesNs = new ArrayList<>();

  final AtomicLong events = new AtomicLong();
  final AtomicInteger ended = new AtomicInteger();

  /** One of them, and the last number it was told of. */
  private static final class Stream {
    long told = -1;
  }

  /**
   * @param factNs when each number was given out
   */
  StreamCrowd(int port, String path, int count, AtomicLongArray factNs) throws IOException {
    this.factNs = factNs;
    ByteBuffer request =
        ByteBuffer.wrap(
            ("GET " + path + " HTTP/1.1\r\nHost: test\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < count; i++) {
      SocketChannel channel = SocketChannel.open();
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(request.clear());
      channel.configureBlocking(false);
      Stream stream = new Stream();
      streams.add(stream);
      channel.register(selector, SelectionKey.OP_READ, stream);
    }
    reader = Thread.ofPlatform().name("stream-crowd").start(this::read);
  }

  /** Streams that have been told of this number, or a later one. */
  synchronized int told(long number) {
    int count = 0;
    for (Stream stream : streams) if (stream.told >= number) count++;
    return count;
  }

  private void read() {
    try {
      while (!closed) selector.select(key -> read(key, (Stream) key.attachment()), 100);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized void read(SelectionKey key, Stream stream) {
    in.clear();
    try {
      if (((SocketChannel) key.channel()).read(in) >= 0) {
        look(stream, System.nanoTime());
        return;
      }
    } catch (IOException _) {
      // a reset ends it too
    }
    key.cancel();
    ended.incrementAndGet();
  }

  /** Events are small and come one a second, so none is cut between two reads. */
  private void look(Stream stream, long nowNs) {
    in.flip();
    for (int at = 0; at < in.limit() - LAST_NUMBER.length; at++) {
      if (in.get(at) != '"' || !isAt(at)) continue;
      long number = number(at + LAST_NUMBER.length);
      events.incrementAndGet();
      if (stream.told >= 0 && number > stream.told)
        agesNs.add(nowNs - factNs.get((int) stream.told + 1));
      stream.told = number;
    }
  }

  private boolean isAt(int at) {
    for (int i = 0; i < LAST_NUMBER.length; i++) if (in.get(at + i) != LAST_NUMBER[i]) return false;
    return true;
  }

  private long number(int from) {
    long number = 0;
    for (int at = from; in.get(at) >= '0' && in.get(at) <= '9'; at++)
      number = number * 10 + in.get(at) - '0';
    return number;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    try {
      reader.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (SelectionKey key : selector.keys()) key.channel().close();
    selector.close();
  }
}
