package io.tidegate.lab.client;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP of one virtual user: its connections, and one exchange after the other on them. Any
 * thread of that user; meant for virtual ones, which give their carrier back while they wait. A
 * thread that is interrupted ends its request at once.
 */
public final class HttpClient implements AutoCloseable {

  private final ClientConfig config;
  private final Dialer dialer;
  private final ConnectionPool pool;
  private final SharedConnections shared;

  HttpClient(Network network, @Nullable InetAddress local) {
    config = network.config();
    dialer = new Dialer(network, local);
    pool = new ConnectionPool(config.idlePerOrigin());
    shared = new SharedConnections(config.headBytesMax(), network.deadlines());
  }

  /**
   * Sends one request and reads its reply. Redirects are not followed.
   *
   * @return the reply; where there is none, why
   * @throws InterruptedException if the thread is interrupted; the connection is closed
   */
  public HttpReply send(HttpCall call) throws InterruptedException {
    return new Exchange(config, dialer, pool, shared, call).run();
  }

  /**
   * Asks for another protocol, on a connection of its own (RFC 9110 §7.8).
   *
   * @param call with the fields that ask for it
   * @throws InterruptedException as {@link #send}
   */
  public Upgraded upgrade(HttpCall call) throws InterruptedException {
    return new Exchange(config, dialer, pool, shared, call).upgrade();
  }

  /**
   * Closes the connections that nothing is asked of: what {@code noVUConnectionReuse} wants after
   * an iteration.
   */
  public void closeIdle() {
    pool.clear();
    shared.clear();
  }

  /** The user is gone. What is under way ends by itself, and its connection with it. */
  @Override
  public void close() {
    pool.close();
    shared.close();
  }
}
