package io.tidegate.core;

/** The ids that were given out so far, with one counter for each kind. */
public final class Ids {

  /** What has ids of its own. */
  public enum Kind {
    /** Sales. */
    SALE,
    /** Offers, those of schedules included. */
    OFFER,
    /** Concerts. */
    CONCERT,
    /** Schedules. */
    SCHEDULE,
    /** Seats. */
    SEAT,
    /** Claims. */
    CLAIM,
    /** Rooms. */
    ROOM,
    /** Posts. */
    POST
  }

  private final long[] last = new long[Kind.values().length];

  /** The next id of a kind; does not take it. */
  public long next(Kind kind) {
    return last[kind.ordinal()] + 1;
  }

  /** The last id of a kind that was given out. */
  public long last(Kind kind) {
    return last[kind.ordinal()];
  }

  /** Notes that ids up to this one are given out. */
  public void used(Kind kind, long id) {
    last[kind.ordinal()] = id;
  }

  long[] freeze() {
    return last.clone();
  }
}
