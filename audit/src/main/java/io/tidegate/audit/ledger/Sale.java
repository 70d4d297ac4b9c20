package io.tidegate.audit.ledger;

/** A sale, and the state to which it was switched last. */
final class Sale {
  static final int PLANNED = 0;
  static final int OPEN = 1;
  static final int PAUSED = 2;
  static final int CLOSED = 3;
  static final int STOPPED = 4;
  static final long DAY_MS = 24 * 60 * 60 * 1_000L;
  private static final long OVER_KEPT_MS = 30 * DAY_MS;
  private static final long STOPPED_KEPT_MS = 30 * DAY_MS;
  private static final String[] STATES = {"planned", "open", "paused", "closed", "stopped"};

  final long id;
  final boolean roomOnly;
  final long room;
  String name;

  /** From when on it may be open; claims end at {@code closesMs}. */
  long opensMs;

  long closesMs;
  int state;

  /** Why it was stopped; empty while it is not. */
  String stopReason = "";

  /** When it was closed or stopped, whichever was last; 0 while it is neither. */
  long overMs;

  /** Whether it ever was closed, which is for good. */
  boolean wasClosed;

  /** It left memory, with all its offers; nothing may speak of it any more. */
  boolean retired;

  /** Claims that have not retired. */
  long claims;

  Sale(Event.SaleCreated e) {
    this.id = e.sale();
    this.roomOnly = e.entry() == 1;
    this.room = e.room();
    this.name = e.name();
    this.opensMs = e.opensMs();
    this.closesMs = e.closesMs();
  }

  /** Whether it was closed at least a day ago, or stopped 30: what it kept may leave memory. */
  boolean isLongOver(long timeMs) {
    return over() && timeMs - overMs >= (state == STOPPED ? STOPPED_KEPT_MS : DAY_MS);
  }

  /** Whether nothing may be handed out any more. */
  boolean over() {
    return state == CLOSED || state == STOPPED;
  }

  /** Whether it has been over for 30 days: it may leave memory itself. */
  boolean mayRetire(long timeMs) {
    return over() && timeMs - overMs >= OVER_KEPT_MS;
  }

  String stateName() {
    return STATES[state];
  }
}
