package io.tidegate.core.draw;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A room's draw, from its plan to its end. Immutable. All times are by the hour, as those that the
 * organiser set: so they can be compared.
 *
 * <pre>
 *   planned ──opening──▶ closed (the cohort is fixed) ──at once, or with the beacon's value──▶ drawn
 * </pre>
 *
 * @param gathersAtMs from when on people may join, epoch ms
 * @param opensAtMs when the cohort is closed, epoch ms, not before {@code gathersAtMs}
 * @param firstOpensAtMs when it was to be closed as it was planned first, epoch ms
 * @param moves each change of {@code opensAtMs} since, in their order
 * @param commits what its commitment binds
 * @param beacon name of a public source of randomness, empty for none
 * @param secret published only when drawn; until then its commitment
 * @param closed null until the opening
 * @param drawn null until drawn
 */
public record Draw(
    long gathersAtMs,
    long opensAtMs,
    long firstOpensAtMs,
    List<Move> moves,
    CommitmentVersion commits,
    String beacon,
    Bytes32 secret,
    @Nullable Closed closed,
    @Nullable Drawn drawn) {

  /**
   * That the hour was moved.
   *
   * @param atMs when, epoch ms; 0 where the clock was so far behind that no hour had come
   * @param opensAtMs the hour from then on, epoch ms
   */
  public record Move(long atMs, long opensAtMs) {}

  /** The cohort as it was at the close. */
  public record Closed(long atMs, Cohort cohort, Bytes32 digest) {}

  /**
   * That turns were given out.
   *
   * @param atMs when, epoch ms; never before the close, though the clock may go back
   * @param beaconValue empty where no beacon was named
   */
  public record Drawn(long atMs, String beaconValue) {}

  /** Keeps a copy of the moves. */
  public Draw {
    moves = List.copyOf(moves);
  }

  /** A plan. */
  public static Draw plan(
      CommitmentVersion commits, long gathersAtMs, long opensAtMs, String beacon, Bytes32 secret) {
    return new Draw(
        gathersAtMs, opensAtMs, opensAtMs, List.of(), commits, beacon, secret, null, null);
  }

  /** The same at other times; what it commits to, its beacon and its secret stay. */
  public Draw moved(long atMs, long newGathersAtMs, long newOpensAtMs) {
    List<Move> all = new ArrayList<>(moves);
    if (newOpensAtMs != opensAtMs) all.add(new Move(Math.max(0, atMs), newOpensAtMs));
    return new Draw(
        newGathersAtMs, newOpensAtMs, firstOpensAtMs, all, commits, beacon, secret, closed, drawn);
  }

  /** The same with its cohort fixed. */
  public Draw close(long atMs, Cohort cohort, Bytes32 digest) {
    return with(new Closed(atMs, cohort, digest), drawn);
  }

  /** The same with turns given out. */
  public Draw draw(long atMs, String beaconValue) {
    long closedMs = closed == null ? 0 : closed.atMs;
    return with(closed, new Drawn(Math.max(closedMs, atMs), beaconValue));
  }

  private Draw with(@Nullable Closed newClosed, @Nullable Drawn newDrawn) {
    return new Draw(
        gathersAtMs,
        opensAtMs,
        firstOpensAtMs,
        moves,
        commits,
        beacon,
        secret,
        newClosed,
        newDrawn);
  }

  /**
   * Published before anybody joins.
   *
   * @param room the room's id
   * @param name the room's name
   */
  public Bytes32 commitment(long room, String name) {
    return commits.of(secret, room, name, beacon, firstOpensAtMs);
  }

  /** Whether a beacon was named. */
  public boolean hasBeacon() {
    return !beacon.isEmpty();
  }

  /**
   * Positions of the cohort in the order in which they are called, by {@link DrawOrder#of}; once
   * drawn.
   */
  public int[] order() {
    if (closed == null || drawn == null) throw new IllegalStateException("not drawn yet");
    return DrawOrder.of(closed.cohort.size(), secret, closed.digest, drawn.beaconValue);
  }
}
