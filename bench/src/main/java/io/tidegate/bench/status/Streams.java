package io.tidegate.bench.status;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.HdrHistogram.Histogram;

/**
 * Thousands of streams of one room, read by one thread. Notes for each event how old the oldest
 * join is that it reports to its stream for the first time.
 */
public final class Streams implements AutoCloseable {

  static final String PATH = "/api/v1/rooms/default/events";

  private static final ByteBuffer REQUEST =
      ByteBuffer.wrap(
          ("GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));

  private final JoinGenerator joins;
  private final Selector selector = Selector.open();
  private final ByteBuffer in = ByteBuffer.allocateDirect(64 * 1024);
  private final Thread reader;
  private final int count;
  private volatile boolean closed;

  private long begun;
  private long ended;
  private Counts counts = new Counts();

  /** What was read since this was last taken. */
  public static final class Counts {
    private final Histogram ageNs = new Histogram(60_000_000_000L, 3);
    private long events;
    private long bytes;

    /** Of each event that reported a join: the age of the oldest, ns. */
    public Histogram ageNs() {
      return ageNs;
    }

    /** Events, of all streams. */
    public long events() {
      return events;
    }

    /** Bytes, with heads, comments and the framing of chunks. */
    public long bytes() {
      return bytes;
    }
  }

  /** One of them, and the last number it was told. */
  private static final class Stream {
    long told = -1;
  }

  private Streams(int port, int count, JoinGenerator joins) throws IOException {
    this.joins = joins;
    this.count = count;
    for (int i = 0; i < count; i++) open(port);
    reader = Thread.ofPlatform().name("streams").start(this::run);
  }

  /** Opens so many, and waits until each has had its first event. */
  public static Streams open(int port, int count, JoinGenerator joins)
      throws IOException, InterruptedException {
    Streams streams = new Streams(port, count, joins);
    long deadlineNs = System.nanoTime() + 30_000_000_000L;
    while (!streams.allBegun()) {
      if (System.nanoTime() > deadlineNs) {
        streams.close();
        throw new IOException("not all streams have begun after 30 s");
      }
      Thread.sleep(10);
    }
    return streams;
  }

  private void open(int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    channel.write(REQUEST.clear());
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, new Stream());
  }

  private synchronized boolean allBegun() {
    return begun == count;
  }

  /** How many have ended by themselves, which none should. */
  public synchronized long ended() {
    return ended;
  }

  /** What was read since this was last asked. */
  public synchronized Counts take() {
    Counts taken = counts;
    counts = new Counts();
    return taken;
  }

  private void run() {
    try {
      while (!closed) selector.select(this::read, 100);
    } catch (IOException e) {
      synchronized (this) {
        ended = count;
      }
    }
  }

  private synchronized void read(SelectionKey key) {
    in.clear();
    try {
      int read = ((SocketChannel) key.channel()).read(in);
      if (read >= 0) {
        counts.bytes += read;
        look((Stream) key.attachment(), System.nanoTime());
        return;
      }
    } catch (IOException _) {
      // a reset ends it too
    }
    key.cancel();
    ended++;
  }

  /** An event is small and comes alone, once a second at most: it is not cut between two reads. */
  private void look(Stream stream, long nowNs) {
    long number = StatusReader.lastNumber(in, 0);
    if (number < 0) return;
    counts.events++;
    if (stream.told < 0) begun++;
    else if (number > stream.told) counts.ageNs.recordValue(nowNs - joins.atNs(stream.told + 1));
    stream.told = number;
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
