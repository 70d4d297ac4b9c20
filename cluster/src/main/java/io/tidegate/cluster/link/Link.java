package io.tidegate.cluster.link;

import io.tidegate.cluster.wire.Frame;
import io.tidegate.cluster.wire.Frame.Ping;
import io.tidegate.cluster.wire.Frame.Pong;
import io.tidegate.cluster.wire.FrameCodec;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a party that knows the secret: encrypted frames in both directions. What arrives
 * is a beginning of what was sent, in order, unaltered, whatever happens on the way.
 *
 * <p>Two threads serve it: {@code link-in-…} reads and calls the {@link Receiver}, {@code
 * link-out-…} sends what waits, as many frames with one write as there are. Each side says at least
 * every {@link LinkConfig#ping} that it is there; a side that is silent for {@link
 * LinkConfig#silence} is given up. Any thread may use it.
 */
public final class Link implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** Takes what comes over a link. All on the link's own reading thread, one call at a time. */
  public interface Receiver {

    /** The link is there: the first call. */
    default void opened(Link link) {}

    /**
     * The next frame; no {@link Ping} or {@link Pong}. While it does not return nothing is read, so
     * it must not wait.
     */
    void received(Link link, Frame frame);

    /** The link has ended: the last call, exactly one. */
    default void ended(Link link, String why) {}
  }

  private final Socket socket;
  private final String peer;
  private final LinkConfig config;
  private final Receiver receiver;
  private final Outbox outbox;
  private final LinkWriter writer;
  private final LinkReader reader;
  private final AtomicReference<String> end = new AtomicReference<>();
  private volatile long roundTripNs = -1;
  private volatile long finishByNs;
  private volatile boolean finishing;

  private Link(Socket socket, byte[] sends, byte[] receives, LinkConfig config, Receiver receiver)
      throws IOException {
    this.socket = socket;
    this.config = config;
    this.receiver = receiver;
    peer = socket.getInetAddress().getHostAddress() + ':' + socket.getPort();
    outbox = new Outbox(config.outboxFrames(), config.outboxBytes());
    writer = new LinkWriter(socket.getOutputStream(), sends, outbox, config.ping());
    reader = new LinkReader(socket.getInputStream(), receives);
    socket.setSoTimeout(Math.toIntExact(config.silence().toMillis()));
  }

  /** A link over a socket whose handshake is done; it runs from now on. */
  static Link start(
      Socket socket, byte[] sends, byte[] receives, LinkConfig config, Receiver receiver)
      throws IOException {
    Link link = new Link(socket, sends, receives, config, receiver);
    Thread.ofVirtual().name("link-out-" + link.peer).start(link::write);
    Thread.ofVirtual().name("link-in-" + link.peer).start(link::read);
    return link;
  }

  /**
   * Hands a frame in to be sent, and does not wait.
   *
   * @return false if it will not be sent: too much waits, or the link has ended. True promises
   *     nothing: the link may end before
   * @throws IllegalArgumentException if the frame is longer than {@link Frame#BYTES_MAX}
   */
  public boolean send(Frame frame) {
    long bytes = FrameCodec.bytesMax(frame);
    if (bytes > Frame.BYTES_MAX)
      throw new IllegalArgumentException("a frame of up to %,d bytes".formatted(bytes));
    return outbox.offer(frame, bytes);
  }

  /** Address of the other side, for people. */
  public String peer() {
    return peer;
  }

  /** Whether it has ended. */
  public boolean hasEnded() {
    return end.get() != null;
  }

  /** What it has done so far. */
  public LinkStats stats() {
    return new LinkStats(
        writer.frames(),
        writer.bytes(),
        writer.records(),
        reader.frames(),
        reader.bytes(),
        reader.records(),
        outbox.frames(),
        outbox.refused(),
        roundTripNs);
  }

  /** Sends what waits, and ends then, within {@link LinkConfig#silence}. */
  public void finish() {
    finishByNs = System.nanoTime() + config.silence().toNanos();
    finishing = true;
    outbox.close();
  }

  /** Ends it now; what waits is not sent. */
  @Override
  public void close() {
    end("closed here");
  }

  private void end(String why) {
    if (!end.compareAndSet(null, why)) return;
    outbox.clear();
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed either way.
    }
  }

  private void write() {
    try {
      writer.run();
      // The other side reads to the end, and closes; closing first might destroy what it has not
      // read yet.
      socket.shutdownOutput();
    } catch (IOException e) {
      end(e.getMessage() == null ? "a write failed" : e.getMessage());
    } catch (InterruptedException _) {
      end("interrupted");
    } catch (RuntimeException e) {
      LOG.error("A frame to {} could not be written.", peer, e);
      end("a frame could not be written");
    }
  }

  private void read() {
    try {
      receiver.opened(this);
      while (end.get() == null && reader.fill()) {
        for (Frame frame = reader.next(); frame != null; frame = reader.next()) take(frame);
        checkTimes();
      }
      end(
          reader.isWithinFrame()
              ? "the connection ended within a frame"
              : "the other side ended it");
    } catch (SocketTimeoutException _) {
      end("nothing came for " + config.silence().toMillis() + " ms");
    } catch (IOException e) {
      end(e.getMessage() == null ? "a read failed" : e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("What came from {} could not be handled.", peer, e);
      end("a failure here");
    }
    tellEnd();
  }

  private void tellEnd() {
    String why = end.get();
    try {
      receiver.ended(this, why == null ? "" : why);
    } catch (RuntimeException e) {
      LOG.error("The end of the link to {} could not be handled.", peer, e);
    }
  }

  private void take(Frame frame) {
    switch (frame) {
      case Ping(long number) -> outbox.offer(new Pong(number), Long.BYTES);
      case Pong(long number) -> roundTripNs = Math.max(0, System.nanoTime() - number);
      default -> receiver.received(this, frame);
    }
  }

  private void checkTimes() throws IOException {
    long nowNs = System.nanoTime();
    long sinceNs = writer.writingSinceNs();
    if (sinceNs != 0 && nowNs - sinceNs > config.stall().toNanos())
      throw new IOException(
          "the other side has read nothing for "
              + TimeUnit.NANOSECONDS.toMillis(nowNs - sinceNs)
              + " ms");
    if (finishing && nowNs - finishByNs > 0) throw new IOException("closed here");
  }

  @Override
  public String toString() {
    return "link to " + peer;
  }
}
