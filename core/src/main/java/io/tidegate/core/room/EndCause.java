package io.tidegate.core.room;

/** Why a ticket ended. */
public enum EndCause {
  /** The user paid for a claim. */
  PAID,
  /** The user left. */
  LEFT,
  /** The visit took too long, or nobody came back in time after a call had lapsed. */
  TIMED_OUT;

  private static final EndCause[] ALL = values();

  /** The cause with this ordinal. */
  public static EndCause of(long code) {
    return ALL[(int) code];
  }
}
