package io.tidegate.cluster;

import java.util.Set;

/**
 * The waiting times and bounds of an instance. Times are in milliseconds of its own monotonic
 * clock.
 *
 * @param mayLead whether it may claim the lead; if not, it always follows
 * @param peers names of the other instances that are known at the start; see {@link Input.Peers}
 * @param jitterMs how much longer than others this instance waits before it claims, in [0, 1_000]
 * @param pollMs pause between two reads that found nothing, in [10, 5_000]
 * @param suspicionMs silence of the log after which the leader is presumed dead, in [500, 60_000]
 * @param signMs how often a leader that writes nothing gives a sign of life, in [50, 10_000]
 * @param standDownMs time without an acknowledgement after which a leader stands down, in [500,
 *     60_000]
 * @param retryMs pause before the identical bytes are sent again, in [1, 5_000]
 * @param peersWaitMs how long a claimant waits for peers that do not answer, in [0, 60_000]
 * @param newbornWaitMs the same for one that has read no record since its start, in [0, 60_000]
 * @param skewMsMax an instance whose clock is farther from the home's does not claim, in [10,
 *     60_000]
 * @param recentBytesMax bytes of counted records that are kept to heal a home, in [0, 2^30]
 */
public record TakeoverConfig(
    boolean mayLead,
    Set<String> peers,
    int jitterMs,
    int pollMs,
    int suspicionMs,
    int signMs,
    int standDownMs,
    int retryMs,
    int peersWaitMs,
    int newbornWaitMs,
    int skewMsMax,
    int recentBytesMax) {

  /** Checks the bounds. */
  public TakeoverConfig {
    peers = Set.copyOf(peers);
    within("jitter-ms", jitterMs, 0, 1_000);
    within("poll-ms", pollMs, 10, 5_000);
    within("suspicion-ms", suspicionMs, 500, 60_000);
    within("sign-ms", signMs, 50, 10_000);
    within("stand-down-ms", standDownMs, 500, 60_000);
    within("retry-ms", retryMs, 1, 5_000);
    within("peers-wait-ms", peersWaitMs, 0, 60_000);
    within("newborn-wait-ms", newbornWaitMs, 0, 60_000);
    within("skew-ms-max", skewMsMax, 10, 60_000);
    within("recent-bytes-max", recentBytesMax, 0, 1 << 30);
    if (signMs * 2 > standDownMs || signMs * 2 > suspicionMs)
      throw new IllegalArgumentException(
          "cluster.sign-ms must be at most half of stand-down-ms and of suspicion-ms");
  }

  /** The usual patience. */
  public static TakeoverConfig usual(boolean mayLead, Set<String> peers, int jitterMs) {
    return new TakeoverConfig(
        mayLead, peers, jitterMs, 250, 1_800, 500, 2_000, 100, 1_000, 10_000, 500, 64 << 20);
  }

  private static void within(String key, long value, long least, long most) {
    if (value < least || value > most)
      throw new IllegalArgumentException(
          "cluster." + key + " must be in [" + least + ", " + most + "], not " + value);
  }
}
