package io.tidegate.audit.snapshot;

/** The tables of a snapshot, in their order, and what their columns mean. */
public enum SnapshotTable {
  SALES(
      "sales",
      12,
      "opens, closes, entry, room, state, units left, over at, units, exists, units available,"
          + " was closed, claims"),
  OFFERS(
      "offers",
      10,
      "sale, schedule, total, available, held, issued, price, per claim, per user, hold"),
  SCHEDULES("schedules", 7, "concert, offer, open date, start, end, rows and per row, first seat"),
  SEATS("seats", 2, "schedule, claim and sold"),
  CLAIMS(
      "claims",
      9,
      "offer, user, quantity and state, amount, made, until, earlier claim, seats from, ended"),
  CLAIM_SEATS("claim-seats", 1, "seat"),
  USERS("users", 3, "user, newest claim, balance"),
  TAKEN("taken", 4, "offer, user, units, newest claim"),
  KEYS("keys", 5, "high half, low half, fingerprint, claim, until"),
  TICKETS("tickets", 5, "room, user, number and state, until or place or turn, joined"),
  POSTS("posts", 2, "post, posted"),
  SINKS("sinks", 2, "cursor, state"),
  LETTERS("letters", 6, "sequence, index, attempts, status, state, tried");

  private final String word;
  private final int width;
  private final String columns;

  SnapshotTable(String word, int width, String columns) {
    this.word = word;
    this.width = width;
    this.columns = columns;
  }

  /** Its name in the layout. */
  public String word() {
    return word;
  }

  /** How many columns a row has. */
  public int width() {
    return width;
  }

  /** A column in words. */
  public String column(int column) {
    return columns.split(", ", -1)[column];
  }

  /** Whether a row is found by its key and not by its number. */
  public boolean keyed() {
    return switch (this) {
      case USERS, TAKEN, KEYS, TICKETS -> true;
      case SALES, OFFERS, SCHEDULES, SEATS, CLAIMS, CLAIM_SEATS, POSTS, SINKS, LETTERS -> false;
    };
  }
}
