package io.tidegate.core.draw;

import org.jspecify.annotations.Nullable;

/**
 * A room's draw, from its plan to its end. Immutable.
 *
 * <pre>
 *   planned ──opening──▶ closed (the cohort is fixed) ──at once, or with the beacon's value──▶ drawn
 * </pre>
 *
 * @param gathersAtMs from when on people may join, epoch ms
 * @param opensAtMs when the cohort is closed, epoch ms, not before {@code gathersAtMs}
 * @param beacon name of a public source of randomness, empty for none
 * @param secret published only when drawn; until then its SHA-256
 * @param closed null until the opening
 * @param drawn null until drawn
 */
public record Draw(
    long gathersAtMs,
    long opensAtMs,
    String beacon,
    Bytes32 secret,
    @Nullable Closed closed,
    @Nullable Drawn drawn) {

  /** The cohort as it was at the close. */
  public record Closed(long atMs, Cohort cohort, Bytes32 digest) {}

  /**
   * That turns were given out.
   *
   * @param beaconValue empty where no beacon was named
   */
  public record Drawn(long atMs, String beaconValue) {}

  /** A plan. */
  public static Draw plan(long gathersAtMs, long opensAtMs, String beacon, Bytes32 secret) {
    return new Draw(gathersAtMs, opensAtMs, beacon, secret, null, null);
  }

  /** The same with its cohort fixed. */
  public Draw close(long atMs, Cohort cohort, Bytes32 digest) {
    return new Draw(
        gathersAtMs, opensAtMs, beacon, secret, new Closed(atMs, cohort, digest), drawn);
  }

  /** The same with turns given out. */
  public Draw draw(long atMs, String beaconValue) {
    return new Draw(gathersAtMs, opensAtMs, beacon, secret, closed, new Drawn(atMs, beaconValue));
  }

  /** Published before: SHA-256 of the secret. */
  public Bytes32 commitment() {
    return secret.sha256();
  }

  /** Whether a beacon was named. */
  public boolean hasBeacon() {
    return !beacon.isEmpty();
  }

  /**
   * Positions of the cohort in the order in which they are called, by {@link Order#of}; once drawn.
   */
  public int[] order() {
    if (closed == null || drawn == null) throw new IllegalStateException("not drawn yet");
    return Order.of(closed.cohort.size(), secret, closed.digest, drawn.beaconValue);
  }
}
