package io.tidegate.lab.client;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one user that nothing is asked of, the one used last on top. Any thread of that
 * user.
 */
final class ConnectionPool {

  /** So soon hardly any server ends a connection that it has just answered on. */
  private static final long FRESH_NS = 1_000_000;

  private final int idlePerOrigin;
  private final Map<String, ArrayDeque<Connection>> idle = new HashMap<>(4);
  private boolean closed;

  ConnectionPool(int idlePerOrigin) {
    this.idlePerOrigin = idlePerOrigin;
  }

  /**
   * One to that origin that is as it should be; null without one. Those that are not are closed.
   *
   * @param nowNs moment of the request
   * @param repeatable whether it can go out once more, so that one used a moment ago need not be
   *     looked at
   */
  @Nullable Connection take(String origin, long nowNs, boolean repeatable) {
    while (true) {
      Connection connection = pop(origin);
      if (connection == null) return null;
      boolean fresh = repeatable && nowNs - connection.restNs() < FRESH_NS;
      if (fresh || connection.isQuiet()) return connection;
      connection.close();
    }
  }

  private synchronized @Nullable Connection pop(String origin) {
    ArrayDeque<Connection> connections = idle.get(origin);
    return connections == null ? null : connections.pollLast();
  }

  /**
   * Takes one back that was used until now. Beyond the bound the one that lay longest is closed.
   */
  void give(Connection connection, long nowNs) {
    connection.rest(nowNs);
    Connection tooMuch = push(connection);
    if (tooMuch != null) tooMuch.close();
  }

  private synchronized @Nullable Connection push(Connection connection) {
    if (closed || idlePerOrigin == 0) return connection;
    ArrayDeque<Connection> connections =
        idle.computeIfAbsent(connection.origin(), _ -> new ArrayDeque<>(2));
    connections.addLast(connection);
    return connections.size() > idlePerOrigin ? connections.pollFirst() : null;
  }

  /** Closes all there are. */
  synchronized void clear() {
    idle.values().forEach(connections -> connections.forEach(Connection::close));
    idle.clear();
  }

  /** The same, and takes none back from now on. */
  synchronized void close() {
    closed = true;
    clear();
  }
}
