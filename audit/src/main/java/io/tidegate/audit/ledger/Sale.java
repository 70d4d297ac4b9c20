package io.tidegate.audit.ledger;

/** A sale and the state it was switched to last. */
final class Sale {
  static final int OPEN = 1;
  static final int CLOSED = 3;
  static final int STOPPED = 4;
  private static final String[] STATES = {"planned", "open", "paused", "closed", "stopped"};

  final long id;
  final boolean roomOnly;
  final long room;
  String name;
  int state;
  long closedMs;

  Sale(Event.SaleCreated e) {
    this.id = e.sale();
    this.roomOnly = e.entry() == 1;
    this.room = e.room();
    this.name = e.name();
  }

  String stateName() {
    return STATES[state];
  }
}
