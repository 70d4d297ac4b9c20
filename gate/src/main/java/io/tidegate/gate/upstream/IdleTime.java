package io.tidegate.gate.upstream;

import java.util.concurrent.TimeUnit;

/**
 * For how long a connection to an endpoint may have been idle and still be used. A server ends idle
 * connections when it likes (uvicorn after 5 s, gunicorn after 2), and a request that meets the end
 * is lost; so a connection is given up well before that. When that is, is learned from what the
 * server says in {@code Keep-Alive} and from when it was seen to end one. Any thread.
 */
final class IdleTime {

  /** Before anything is known: below the shortest time-out that common servers have. */
  static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

  /** An end sooner than this says nothing of idleness: the server was stopping, say. */
  private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);

  private volatile long survivedNs;
  private volatile long endedNs = Long.MAX_VALUE;

  /** A connection of that age is still open. */
  void survived(long idleNs) {
    if (idleNs > survivedNs) survivedNs = Math.min(idleNs, LONGEST_NS);
  }

  /** The server says that it keeps connections for so long. */
  void said(int seconds) {
    if (seconds > 0) survived(TimeUnit.SECONDS.toNanos(seconds));
  }

  /** The server ended a connection of that age. */
  void ended(long idleNs) {
    if (idleNs >= SHORTEST_NS && idleNs < endedNs) endedNs = idleNs;
  }

  /** A connection that has been idle for longer than this is not used. */
  long usableNs() {
    long known = Math.max(FIRST_NS, withMargin(survivedNs));
    return endedNs == Long.MAX_VALUE ? known : Math.min(known, withMargin(endedNs));
  }

  private static long withMargin(long ns) {
    return ns - ns / 4;
  }
}
