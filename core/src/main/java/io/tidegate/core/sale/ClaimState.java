package io.tidegate.core.sale;

/**
 * The state of a claim. {@code HELD} becomes {@code ISSUED}, {@code LAPSED} or {@code CANCELLED};
 * an issued claim may still be cancelled, or refunded by an organiser.
 */
public enum ClaimState {
  /** No such claim. */
  NONE,
  /** Units are held for the user until a time. */
  HELD,
  /** Units are the user's. */
  ISSUED,
  /** The hold ran out. */
  LAPSED,
  /** The user gave it back. */
  CANCELLED,
  /** An organiser took it back and gave the money back. */
  REFUNDED;

  private static final ClaimState[] ALL = values();

  /** The state with this ordinal. */
  public static ClaimState of(long code) {
    return ALL[(int) code];
  }

  /** Whether the user has the units. */
  public boolean takes() {
    return this == HELD || this == ISSUED;
  }
}
