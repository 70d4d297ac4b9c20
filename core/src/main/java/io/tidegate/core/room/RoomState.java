package io.tidegate.core.room;

/** Where a room stands. Gathering and the draw are not built yet; the code keeps its place. */
public enum RoomState {
  /** Made, not opened. */
  IDLE,
  /** Collects those who come before the opening. */
  GATHERING,
  /** Calls people. */
  OPEN,
  /** Lines people up, calls nobody. */
  PAUSED,
  /** Takes nobody any more. */
  CLOSED;

  private static final RoomState[] ALL = values();

  /** The state with this ordinal. */
  public static RoomState of(long code) {
    return ALL[(int) code];
  }
}
