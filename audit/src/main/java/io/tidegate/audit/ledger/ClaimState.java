package io.tidegate.audit.ledger;

import java.util.Locale;

/** The state of a claim. */
public enum ClaimState {
  HELD,
  ISSUED,
  LAPSED,
  CANCELLED,
  REFUNDED;

  /** As a word in a sentence. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether its units are taken from the offer. */
  public boolean takes() {
    return this == HELD || this == ISSUED;
  }
}
