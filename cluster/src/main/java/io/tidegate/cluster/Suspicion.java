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
  private Set<String> peers;
  private long signs = -1;
  private boolean signSeen;
  private long signedMs;
  private long lookedMs;
  private boolean asking;
  private long askedMs;

  Suspicion(TakeoverConfig config) {
    this.config = config;
    this.peers = config.peers();
  }

  /** Which other instances there are from now on. */
  void peers(Set<String> names) {
    peers = Set.copyOf(names);
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

  /**
   * How many signs of life the home has counted, and how long ago the last one was; -1 where it
   * does not say. Then it was at any time since the look before, and people are given the most.
   */
  void signs(long count, long silentMs, long nowMs) {
    boolean fresh = count != signs;
    boolean lookedBefore = signs != -1;
    signs = count;
    if (silentMs >= 0) signed(nowMs - silentMs);
    else if (fresh && lookedBefore) signed(lookedMs);
    lookedMs = nowMs;
    if (fresh) news(nowMs);
  }

  /** A sign of life was given at that time. */
  void signed(long atMs) {
    signedMs = signSeen ? Math.max(signedMs, atMs) : atMs;
    signSeen = true;
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
    return answered.containsAll(peers) || nowMs - askedMs >= waitMs;
  }

  /** The claim is made: what was asked is over. */
  void claimed() {
    asking = false;
  }

  /**
   * How long ago whoever led gave its last sign of life, ms; {@link Long#MAX_VALUE} if nobody
   * knows. A record that came since is no such sign: it may have waited for its home through an
   * outage.
   */
  long unsignedMs(long nowMs) {
    return signSeen ? Math.max(0, nowMs - signedMs) : Long.MAX_VALUE;
  }

  private long shorter(long waitMs) {
    return vacant ? waitMs / VACANT_SHORTER : waitMs;
  }
}
