package io.tidegate.lab.agent;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for coordinators and makes the load that they ask for, one run at a time. Any thread.
 *
 * <p>A run is a script: whoever may start one may have this machine ask anything of anybody. So it
 * takes runs only from those who know its secret, and has to have one unless it listens on the
 * loopback alone.
 */
public final class Agent implements AutoCloseable {

  private static final Duration HANDSHAKE_MOST = Duration.ofSeconds(5);
  private static final Duration ACCEPTS_AGAIN = Duration.ofMillis(100);
  private static final int CONNECTIONS_MOST = 16;

  private final ServerSocket server;
  private final Secret secret;
  private final Consumer<String> log;
  private final Semaphore places = new Semaphore(CONNECTIONS_MOST);
  private final AtomicReference<@Nullable Link> served = new AtomicReference<>();
  private final Set<AgentRun> runs = ConcurrentHashMap.newKeySet();

  private Agent(ServerSocket server, Secret secret, Consumer<String> log) {
    this.server = server;
    this.secret = secret;
    this.log = log;
  }

  /**
   * One that listens.
   *
   * @param log is told of each run and of whoever was turned away, a line each, by any thread
   * @throws IOException if it cannot listen there, or must not; the message is for people
   */
  public static Agent listen(InetSocketAddress at, Secret secret, Consumer<String> log)
      throws IOException {
    if (at.isUnresolved()) throw new IOException("the address " + at + " is not known");
    if (secret.isEmpty() && !at.getAddress().isLoopbackAddress())
      throw new IOException(
          "an agent that others can reach needs a secret: whoever reaches it may have this machine"
              + " ask anything of anybody");
    ServerSocket server = new ServerSocket();
    try {
      server.setReuseAddress(true);
      server.bind(at);
      return new Agent(server, secret, log);
    } catch (IOException e) {
      server.close();
      throw new IOException("cannot listen on " + at + ": " + e.getMessage(), e);
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getLocalSocketAddress();
  }

  /** Serves until it is closed. */
  public void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        if (places.tryAcquire()) Thread.ofVirtual().name("agent-link").start(() -> serve(socket));
        else socket.close();
      } catch (IOException e) {
        if (server.isClosed()) return;
        log.accept("cannot take connections: " + e.getMessage());
        LockSupport.parkNanos(ACCEPTS_AGAIN.toNanos()); // until others give descriptors back
      }
    }
  }

  private void serve(Socket socket) {
    String peer = String.valueOf(socket.getRemoteSocketAddress());
    try (socket;
        Link link = new Link(socket, HANDSHAKE_MOST)) {
      try {
        greet(link);
        log.accept("a run begins, for " + peer);
        log.accept("the run has ended" + run(link));
      } finally {
        served.compareAndSet(link, null);
      }
    } catch (IOException e) {
      log.accept("turned away " + peer + ": " + e.getMessage());
    } finally {
      places.release();
    }
  }

  /** Comes back for a peer who may start a run, and is the only one from then on. */
  private void greet(Link link) throws IOException {
    // Each of its bytes may come just within the socket's own bound.
    Thread clock =
        Thread.ofVirtual()
            .start(() -> {
              try {
                Thread.sleep(HANDSHAKE_MOST);
                link.close();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });
    try {
      Handshake.accept(link, secret, () -> served.compareAndSet(null, link));
    } finally {
      clock.interrupt();
    }
  }

  /** Why a run ended so; empty where all went as it should. */
  private String run(Link link) {
    try (AgentRun run = new AgentRun(link)) {
      runs.add(run);
      try {
        link.silenceMost(Link.SILENCE_MOST);
        run.serve();
        return "";
      } catch (IOException e) {
        return ": the coordinator is lost" + (e.getMessage() == null ? "" : ", " + e.getMessage());
      } finally {
        runs.remove(run);
      }
    }
  }

  /** Takes no more runs, and ends the one that goes on in order, within bounds. */
  @Override
  public void close() throws IOException {
    server.close();
    for (AgentRun run : runs) run.leave();
  }
}
