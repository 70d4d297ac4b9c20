package io.tidegate.gate.upstream;

import io.netty.channel.EventLoop;
import io.tidegate.http.client.ClientConnection;
import io.tidegate.http.client.ClientConnector;
import io.tidegate.http.client.ConnectionOwner;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The idle connections of one event loop to one endpoint. The one that was used last is used next,
 * so that those that are not needed grow old; they are kept open until the server ends them, which
 * is how its {@link IdleTime} is learned. Confined to the loop.
 */
final class ConnectionPool implements ConnectionOwner {

  private static final int IDLE_MAX = 1_024;

  private final Endpoint endpoint;
  private final EventLoop loop;
  private final ArrayDeque<ClientConnection> idle = new ArrayDeque<>();
  private boolean closed;

  ConnectionPool(Endpoint endpoint, EventLoop loop) {
    this.endpoint = endpoint;
    this.loop = loop;
  }

  /**
   * An idle connection.
   *
   * @param careful whether the request must not meet the end of a connection, since it cannot be
   *     sent again: then only one that was used a moment ago will do
   * @return null without one
   */
  @Nullable ClientConnection take(boolean careful) {
    ClientConnection newest = newest();
    if (newest == null) return null;
    long nowNs = System.nanoTime();
    endpoint.idleTime().survived(nowNs - idle.getFirst().idleSinceNs(), nowNs);
    long usableNs = endpoint.idleTime().usableNs();
    long idleNs = nowNs - newest.idleSinceNs();
    if (idleNs > (careful ? usableNs / 2 : usableNs)) return null;
    return idle.pollLast();
  }

  /** One may have said something unasked, and not have told its end yet. */
  private @Nullable ClientConnection newest() {
    ClientConnection newest = idle.peekLast();
    while (newest != null && !newest.isIdle()) {
      idle.removeLast();
      newest = idle.peekLast();
    }
    return newest;
  }

  void connect(ClientConnector connector, ClientConnector.Listener listener) {
    connector.connect(loop, endpoint.address(), this, listener);
  }

  /** Closes what is idle, and from then on whatever becomes idle. Any thread. */
  void closeSoon() {
    loop.execute(this::close);
  }

  private void close() {
    closed = true;
    for (ClientConnection connection : idle.toArray(ClientConnection[]::new)) connection.abort();
    idle.clear();
  }

  @Override
  public void idle(ClientConnection connection) {
    endpoint.idleTime().said(connection.idleSeconds());
    if (closed || idle.size() >= IDLE_MAX) connection.abort();
    else idle.addLast(connection);
  }

  @Override
  public void closed(ClientConnection connection) {
    if (!idle.remove(connection)) return;
    long nowNs = System.nanoTime();
    endpoint.idleTime().ended(nowNs - connection.idleSinceNs(), nowNs);
  }
}
