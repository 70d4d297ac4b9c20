package io.tidegate.audit.ledger;

import java.util.Locale;

/** The state of a ticket. */
public enum TicketState {
  /** In line. */
  WAITING,
  CALLED,
  /** Its call lapsed and nobody asked since. */
  LAPSED,
  /** In the return lane. */
  RETURNED,
  INSIDE,
  ENDED;

  /** As a word in a sentence. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
