package io.tidegate.bench.status;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One poller among the others, every five milliseconds: notes for how long each reply has lacked
 * the oldest join that it does not report, 0 if it lacks none.
 */
public final class StalenessProbe implements AutoCloseable {

  /** What is polled. */
  public static final String PATH = "/api/v1/rooms/default/status";

  private static final long EVERY_NS = 5_000_000;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  private final JoinGenerator joins;
  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(16 * 1024);
  private final Histogram ageNs = new Histogram(60_000_000_000L, 3);
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Exception failure;

  /** Begins at once. */
  public StalenessProbe(int port, JoinGenerator joins) throws IOException {
    this.joins = joins;
    channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    thread = Thread.ofPlatform().name("probe").start(this::run);
  }

  private void run() {
    try {
      while (!closed) {
        long before = joins.last();
        int _ = reply(channel, in);
        long told = StatusReader.lastNumber(in, 0);
        if (told < 0) throw new IOException("no status");
        ageNs.recordValue(told >= before ? 0 : System.nanoTime() - joins.atNs(told + 1));
        LockSupport.parkNanos(EVERY_NS);
      }
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Bytes of one reply, head and body.
   *
   * @param headers of the request, whole lines
   */
  public static int bytes(int port, String... headers) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))) {
      return reply(channel, ByteBuffer.allocate(16 * 1024), headers);
    }
  }

  private static int reply(SocketChannel channel, ByteBuffer in, String... headers)
      throws IOException {
    StringBuilder ask = new StringBuilder("GET " + PATH + " HTTP/1.1\r\nHost: localhost\r\n");
    for (String header : headers) ask.append(header).append("\r\n");
    byte[] bytes = ask.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(bytes));
    in.clear();
    while (!isWhole(in)) {
      if (channel.read(in) < 0) throw new IOException("the connection was closed");
    }
    return in.position();
  }

  /** A status ends with a brace, or with its head where it is none. */
  private static boolean isWhole(ByteBuffer in) {
    int end = in.position();
    if (end < END_OF_HEAD.length) return false;
    if (in.get(end - 1) == '}') return true;
    for (int i = 0; i < END_OF_HEAD.length; i++)
      if (in.get(end - END_OF_HEAD.length + i) != END_OF_HEAD[i]) return false;
    return in.get(9) == '3';
  }

  /** Ends it, and tells what it saw, ns. */
  public Histogram end() throws IOException {
    close();
    if (failure != null) throw new IOException("a poll failed", failure);
    return ageNs;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.close();
  }
}
