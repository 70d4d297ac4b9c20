package io.tidegate.core.room;

/**
 * The state of a room.
 *
 * <pre>
 *   IDLE ──▶ GATHERING ──opening──▶ DRAWING ──drawn──▶ OPEN ◀──▶ PAUSED
 *                                                       ▲ a room without an opening time begins here
 * </pre>
 *
 * Every state can change to CLOSED or to QUARANTINED, and from there back to the state before.
 */
public enum RoomState {
  /** Made, not opened; one that will draw takes nobody yet. */
  IDLE,
  /** Collects those who come before the opening, in no order. */
  GATHERING,
  /** Calls people. */
  OPEN,
  /** Lines people up, calls nobody. */
  PAUSED,
  /** Takes nobody any more. */
  CLOSED,
  /** The cohort is closed, its turns are not drawn yet; who joins now stands behind it. */
  DRAWING,
  /** A rule failed here: nothing happens by itself, and nobody new is taken, until it is lifted. */
  QUARANTINED;

  private static final RoomState[] ALL = values();

  /** The state with this ordinal. */
  public static RoomState of(long code) {
    return ALL[(int) code];
  }
}
