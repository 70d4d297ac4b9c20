package io.tidegate.lab.client.transport;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection. Over a {@link SocketChannel}: a virtual thread that waits in it gives its
 * carrier back, its interruption closes the channel, and so does the {@linkplain Deadlines watcher}
 * when the deadline has passed.
 */
public final class TcpTransport implements Transport, Deadlines.Timed {

  /**
   * Of one call to the system: the JDK copies what it reads and writes through native memory of
   * this size.
   */
  private static final int BYTES_MAX = 64 * 1024;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
  private static final VarHandle DEADLINE;

  static {
    try {
      DEADLINE = MethodHandles.lookup().findVarHandle(TcpTransport.class, "deadlineNs", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SocketChannel channel;
  private final Deadlines deadlines;
  private volatile long deadlineNs = Deadlines.NONE;
  private ByteBuffer reading = NOTHING;
  private ByteBuffer writing = NOTHING;
  private long sentBytes;
  private long receivedBytes;

  private TcpTransport(SocketChannel channel, Deadlines deadlines) {
    this.channel = channel;
    this.deadlines = deadlines;
  }

  /**
   * One that is not connected yet.
   *
   * @param of whose family it has
   * @throws IOException if the system gives none
   */
  public static TcpTransport open(InetAddress of, Deadlines deadlines) throws IOException {
    StandardProtocolFamily family =
        of instanceof Inet6Address ? StandardProtocolFamily.INET6 : StandardProtocolFamily.INET;
    TcpTransport transport = new TcpTransport(SocketChannel.open(family), deadlines);
    deadlines.watch(transport);
    return transport;
  }

  /**
   * Connects. Whatever fails, it has to be closed.
   *
   * @param local address to come from, null for the system's choice
   */
  public void connect(InetSocketAddress remote, @Nullable InetAddress local) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (local != null) channel.bind(new InetSocketAddress(local, 0));
    channel.connect(remote);
  }

  /**
   * From now on, until {@link #end}, it is closed when that moment has passed.
   *
   * @param atNs of {@link System#nanoTime}
   */
  public void begin(long atNs) {
    if (deadlineNs == Deadlines.EXPIRED) return;
    deadlineNs = atNs;
    deadlines.noted(atNs);
  }

  /**
   * What was under way is over; false where its deadline had passed, and the connection is closed.
   */
  public boolean end() {
    long before = (long) DEADLINE.getAndSet(this, Deadlines.NONE);
    if (before != Deadlines.EXPIRED) return true;
    deadlineNs = Deadlines.EXPIRED;
    return false;
  }

  /** Whether it was closed because the deadline had passed. */
  public boolean isExpired() {
    return deadlineNs == Deadlines.EXPIRED;
  }

  @Override
  public long deadlineNs() {
    return deadlineNs;
  }

  /** Closes it if that is its deadline still. */
  @Override
  public void expire(long atNs) {
    if (DEADLINE.compareAndSet(this, atNs, Deadlines.EXPIRED)) close();
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    reading = over(into, reading, from, Math.min(length, BYTES_MAX));
    int count = channel.read(reading);
    if (count > 0) receivedBytes += count;
    return count;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int at = from;
    int end = from + length;
    while (at < end) {
      writing = over(bytes, writing, at, Math.min(end - at, BYTES_MAX));
      int count = channel.write(writing);
      sentBytes += count;
      at += count;
    }
  }

  @Override
  public boolean isQuiet() {
    try {
      channel.configureBlocking(false);
      int count = channel.read(ByteBuffer.allocate(1));
      channel.configureBlocking(true);
      return count == 0;
    } catch (IOException _) {
      return false;
    }
  }

  /** Whether nobody has closed it on this side. Any thread. */
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** What has been sent, in bytes above TCP. */
  public long sentBytes() {
    return sentBytes;
  }

  /** What has been received, in bytes above TCP. */
  public long receivedBytes() {
    return receivedBytes;
  }

  /** Far side of the connection. */
  public InetSocketAddress remote() throws IOException {
    return (InetSocketAddress) channel.getRemoteAddress();
  }

  @Override
  public void close() {
    deadlines.forget(this);
    try {
      channel.close();
    } catch (IOException _) {
      // It is of no use any more, which is all that was wanted.
    }
  }

  /** The same array comes nearly always. */
  @SuppressWarnings({"ReferenceEquality", "ByteBufferBackingArray"}) // made here, whole arrays
  private static ByteBuffer over(byte[] bytes, ByteBuffer last, int from, int length) {
    ByteBuffer wrapped = last.array() == bytes ? last : ByteBuffer.wrap(bytes);
    return wrapped.limit(from + length).position(from);
  }
}
