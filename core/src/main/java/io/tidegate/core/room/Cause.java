package io.tidegate.core.room;

/** Why a ticket ended. */
public enum Cause {
  /** The user paid for a claim. */
  PAID,
  /** The user left. */
  LEFT,
  /** The visit took too long. */
  TIMED_OUT;

  private static final Cause[] ALL = values();

  /** The cause with this ordinal. */
  public static Cause of(long code) {
    return ALL[(int) code];
  }
}
