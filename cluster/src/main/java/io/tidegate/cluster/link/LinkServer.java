package io.tidegate.cluster.link;

import io.tidegate.cluster.wire.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes links: {@code link-accept} accepts connections, each stranger is met on a virtual thread of
 * its own. Who does not prove in time that it knows the secret is closed; where too many strangers
 * are met at once, the one that came first is, so that silent ones keep nobody out.
 */
public final class LinkServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LinkServer.class);
  private static final int BACKLOG = 128;
  private static final Duration CLOSES_WITHIN = Duration.ofSeconds(1);
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LOG_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

  private final ServerSocket listener;
  private final LinkSecret secret;
  private final LinkConfig config;
  private final Link.Receiver receiver;
  private final Set<Socket> strangers = new LinkedHashSet<>(); // guarded by itself
  private final Set<Link> links = new LinkedHashSet<>(); // guarded by itself
  private int reserved; // guarded by links
  private long refusals; // guarded by strangers
  private long loggedNs; // guarded by strangers
  private final Thread acceptor =
      Thread.ofPlatform().daemon().name("link-accept").unstarted(this::accept);
  private volatile boolean closed;

  private LinkServer(
      ServerSocket listener, LinkSecret secret, LinkConfig config, Link.Receiver receiver) {
    this.listener = listener;
    this.secret = secret;
    this.config = config;
    this.receiver = receiver;
  }

  /**
   * Listens from now on.
   *
   * @param at the port may be 0 for any
   * @param receiver of all links
   * @throws IOException if the address cannot be bound
   */
  public static LinkServer open(
      InetSocketAddress at, LinkSecret secret, LinkConfig config, Link.Receiver receiver)
      throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(at, BACKLOG);
    } catch (IOException e) {
      listener.close();
      throw new IOException("links cannot be taken at " + at + ": " + e.getMessage(), e);
    }
    LinkServer server = new LinkServer(listener, secret, config, receiver);
    server.acceptor.start();
    return server;
  }

  /** The port it listens at. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Links that are open. */
  public int links() {
    synchronized (links) {
      return links.size();
    }
  }

  /** Connections whose handshake is under way. */
  int strangers() {
    synchronized (strangers) {
      return strangers.size();
    }
  }

  /** Connections that were turned away, or did not get through the handshake. */
  public long refusals() {
    synchronized (strangers) {
      return refusals;
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = listener.accept();
        oldestGivesWay(socket);
        Thread.ofVirtual().name("link-stranger").start(() -> meet(socket));
      } catch (IOException e) {
        if (closed) return;
        LOG.warn("A connection could not be accepted: {}", e.getMessage());
        LockSupport.parkNanos(this, PAUSE_NS); // such as too many open files: it may pass
      }
    }
  }

  private void oldestGivesWay(Socket stranger) {
    synchronized (strangers) {
      while (strangers.size() >= config.strangersMost()) {
        Socket oldest = strangers.iterator().next();
        strangers.remove(oldest);
        closeQuietly(oldest);
      }
      strangers.add(stranger);
    }
    if (closed) closeQuietly(stranger);
  }

  private void meet(Socket socket) {
    boolean[] reservation = new boolean[1];
    try {
      socket.setTcpNoDelay(true);
      Handshake.Secrets secrets =
          Handshake.accept(socket, secret, config.handshake(), () -> reservation[0] = reserve());
      synchronized (strangers) {
        if (!strangers.remove(socket)) throw new IOException("it gave way to others");
      }
      Link.start(
          socket, secrets.serverToClient(), secrets.clientToServer(), config, new Counting());
      reservation[0] = false; // it is the link's now
    } catch (IOException e) {
      closeQuietly(socket);
      refused(socket, e);
    } finally {
      if (reservation[0]) release();
    }
  }

  private boolean reserve() {
    synchronized (links) {
      if (closed || links.size() + reserved >= config.linksMost()) return false;
      reserved++;
      return true;
    }
  }

  private void release() {
    synchronized (links) {
      reserved--;
    }
  }

  private void refused(Socket socket, IOException why) {
    synchronized (strangers) {
      strangers.remove(socket);
      refusals++;
      long nowNs = System.nanoTime();
      if (closed || (loggedNs != 0 && nowNs - loggedNs < LOG_EVERY_NS)) return;
      loggedNs = nowNs;
    }
    LOG.warn(
        "No link with {}: {}. {} so far.",
        socket.getRemoteSocketAddress(),
        why.getMessage(),
        refusals());
  }

  /** Knows which links there are, beside the receiver of all. */
  private final class Counting implements Link.Receiver {

    @Override
    public void opened(Link link) {
      synchronized (links) {
        reserved--;
        links.add(link);
      }
      if (closed) link.close();
      receiver.opened(link);
    }

    @Override
    public void received(Link link, Frame frame) {
      receiver.received(link, frame);
    }

    @Override
    public void ended(Link link, String why) {
      synchronized (links) {
        links.remove(link);
      }
      receiver.ended(link, why);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is closed either way.
    }
  }

  /** Listens no more, and ends all links. The address is free when this returns. */
  @Override
  public void close() {
    closed = true;
    try {
      listener.close();
    } catch (IOException _) {
      // It is closed either way.
    }
    synchronized (strangers) {
      strangers.forEach(LinkServer::closeQuietly);
    }
    synchronized (links) {
      for (Link link : Set.copyOf(links)) link.close();
    }
    try {
      acceptor.join(CLOSES_WITHIN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
