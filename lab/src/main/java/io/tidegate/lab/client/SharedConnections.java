package io.tidegate.lab.client;

import io.tidegate.lab.client.h2.Http2Connection;
import io.tidegate.lab.client.transport.Deadlines;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one user that carry several exchanges at the same time. One to an origin is
 * enough, until the server takes no more streams on it. Any thread of that user.
 */
final class SharedConnections {

  /** A connection of HTTP/2 and whom it leads to. */
  record Shared(Http2Connection connection, Peer peer) {}

  private final int headBytesMax;
  private final Deadlines deadlines;
  private final Map<String, List<Shared>> open = new HashMap<>(4);
  private boolean closed;

  /**
   * @param headBytesMax of a reply
   */
  SharedConnections(int headBytesMax, Deadlines deadlines) {
    this.headBytesMax = headBytesMax;
    this.deadlines = deadlines;
  }

  /** One to that origin, with a place for an exchange; null without one. */
  synchronized @Nullable Shared take(String origin) {
    List<Shared> there = open.get(origin);
    if (there == null) return null;
    there.removeIf(one -> one.connection().isOver());
    for (Shared one : there) if (one.connection().reserve()) return one;
    closeIdle(there); // their servers take no streams at all
    return null;
  }

  /**
   * The one to be used now that this was opened, with a place: another where several were opened at
   * the same time. Then this is closed.
   *
   * @param reuse false where it is for one exchange alone
   * @param clock learns what a closed one has cost
   */
  synchronized Shared adopt(String origin, Dialer.Dialed dialed, boolean reuse, PhaseClock clock) {
    Shared other = reuse ? take(origin) : null;
    if (other != null) {
      clock.sentBytes += dialed.tcp().sentBytes();
      clock.receivedBytes += dialed.tcp().receivedBytes();
      dialed.transport().close();
      return other;
    }
    Http2Connection connection =
        Http2Connection.over(dialed.tcp(), dialed.transport(), deadlines, headBytesMax);
    Shared made = new Shared(connection, dialed.peer());
    if (reuse && !closed) open.computeIfAbsent(origin, _ -> new ArrayList<>(1)).add(made);
    else connection.close();
    return made;
  }

  /** Closes all of which nothing is asked. */
  synchronized void clear() {
    open.values().forEach(SharedConnections::closeIdle);
  }

  private static void closeIdle(List<Shared> there) {
    there.removeIf(one -> {
      boolean idle = one.connection().isIdle();
      if (idle) one.connection().close();
      return idle;
    });
  }

  /** Closes all when nothing is asked of them, and takes none from now on. */
  synchronized void close() {
    closed = true;
    open.values().forEach(there -> there.forEach(one -> one.connection().close()));
    open.clear();
  }
}
