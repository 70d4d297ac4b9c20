package io.tidegate.cluster;

import java.util.HashSet;
import java.util.Set;

/**
 * Whether the log has been silent for so long that nobody leads any more: when it last showed life,
 * and whether the peers, asked before a claim, have read further.
 *
 * <p>Life is a record or a sign that was not seen before, however it came. Behind a closing record
 * the place is vacant, and the waits are short. Not thread-safe; times are monotonic, in ms.
 */
final class Suspicion {

  /** How many times shorter the waits are where the leader has said that it leaves. */
  private static final int VACANT_SHORTER = 10;

  private final TakeoverConfig config;
  private final Set<String> answered = new HashSet<>();

  private boolean started;
  private boolean newborn = true;
  private boolean caughtUpOnce;
  private boolean vacant;
  private long newsMs;
  private long signs = -1;
  private boolean asking;
  private long askedMs;

  Suspicion(TakeoverConfig config) {
    this.config = config;
  }

  /** The time of the first input: silence is counted from there. */
  void begin(long nowMs) {
    if (started) return;
    started = true;
    newsMs = nowMs;
  }

  /** The log, or a peer that has read it, showed life. */
  void news(long nowMs) {
    // What was there before this instance came says nothing about who is alive.
    newborn &= !caughtUpOnce;
    newsMs = nowMs;
    asking = false;
  }

  /** How many signs of life the home has counted. */
  void signs(long count, long nowMs) {
    if (count != signs) news(nowMs);
    signs = count;
  }

  /** Everything that was there has been read. */
  void caughtUp() {
    caughtUpOnce = true;
  }

  /** Whether the last record says that nobody leads. */
  void vacant(boolean vacant) {
    this.vacant = vacant;
  }

  /** Whether a read that was begun then, and showed nothing, shows that the log is silent. */
  boolean isSilent(long readBegunMs) {
    long patienceMs = vacant ? 0 : config.suspicionMs();
    return readBegunMs >= newsMs + shorter(config.jitterMs()) + patienceMs;
  }

  /**
   * Begins to ask the peers how far they have read.
   *
   * @return false if they are being asked already
   */
  boolean ask(long nowMs) {
    if (asking) return false;
    asking = true;
    askedMs = nowMs;
    answered.clear();
    return true;
  }

  /** A peer has said how far it has read. */
  void answered(String peer) {
    answered.add(peer);
  }

  /** Whether the peers were asked, and have answered or taken too long. */
  boolean peersAreHeard(long nowMs) {
    if (!asking) return false;
    long waitMs = newborn ? config.newbornWaitMs() : shorter(config.peersWaitMs());
    return answered.containsAll(config.peers()) || nowMs - askedMs >= waitMs;
  }

  /** The claim is made: what was asked is over. */
  void claimed() {
    asking = false;
  }

  /** For how long nobody was served at most. */
  long silentMs(long nowMs) {
    return newborn ? Long.MAX_VALUE : nowMs - newsMs;
  }

  private long shorter(long waitMs) {
    return vacant ? waitMs / VACANT_SHORTER : waitMs;
  }
}
