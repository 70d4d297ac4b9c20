package io.tidegate.gate.upstream;

import java.util.concurrent.TimeUnit;

/**
 * For how long a connection to an endpoint may have been idle and still be used. A server ends idle
 * connections when it likes (uvicorn after 5 s, gunicorn after 2), and a request that meets the end
 * is lost; so a connection is given up well before that. When that is, is learned from what the
 * server says in {@code Keep-Alive} and from when it was seen to end one. Any thread.
 *
 * <h2>An end that came early</h2>
 *
 * A server that was restarted, or a worker that was replaced, ends connections long before its idle
 * time. The bound falls to that at once, and comes back slowly. After each {@value
 * #PROBATION_SECONDS} s without such an end it rises to the age of the oldest connection that was
 * seen open in this time, to that of the youngest that ended, or to twice what it was, whichever is
 * least. What cannot be sent again rides only on connections of half the usable age, so a higher
 * bound is tried by requests that can be.
 */
final class IdleTime {

  /** Before anything is known: below the shortest time-out that common servers have. */
  static final long FIRST_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

  static final int PROBATION_SECONDS = 30;

  /** An end sooner than this says nothing of idleness: the server was stopping, say. */
  private static final long SHORTEST_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final long LONGEST_NS = TimeUnit.SECONDS.toNanos(60);
  private static final long PROBATION_NS = TimeUnit.SECONDS.toNanos(PROBATION_SECONDS);

  private volatile long survivedNs;
  private volatile long endedNs = Long.MAX_VALUE;

  // Of the probation under way: since when, the oldest connection seen open, the youngest ended.
  private volatile long sinceNs;
  private volatile long oldestNs;
  private long youngestNs;

  /** A connection of that age is still open. */
  void survived(long idleNs, long nowNs) {
    if (idleNs > survivedNs) survivedNs = Math.min(idleNs, LONGEST_NS);
    boolean news = idleNs > oldestNs || nowNs - sinceNs >= PROBATION_NS;
    if (endedNs != Long.MAX_VALUE && news) onProbation(idleNs, nowNs);
  }

  private synchronized void onProbation(long idleNs, long nowNs) {
    oldestNs = Math.max(oldestNs, Math.min(idleNs, LONGEST_NS));
    if (nowNs - sinceNs < PROBATION_NS) return;
    endedNs = Math.max(endedNs, Math.min(2 * endedNs, Math.min(oldestNs, youngestNs)));
    begin(nowNs);
  }

  private void begin(long nowNs) {
    sinceNs = nowNs;
    oldestNs = 0;
    youngestNs = Long.MAX_VALUE;
  }

  /** The server says that it keeps connections for so long. */
  void said(int seconds) {
    long saidNs = TimeUnit.SECONDS.toNanos(seconds);
    if (saidNs > survivedNs) survivedNs = Math.min(saidNs, LONGEST_NS);
  }

  /** The server ended a connection of that age. */
  synchronized void ended(long idleNs, long nowNs) {
    if (idleNs < SHORTEST_NS) return;
    if (idleNs >= endedNs) {
      youngestNs = Math.min(youngestNs, idleNs);
      return;
    }
    endedNs = idleNs;
    begin(nowNs);
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
