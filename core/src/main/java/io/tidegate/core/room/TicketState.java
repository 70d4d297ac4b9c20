package io.tidegate.core.room;

/**
 * The state of a ticket. A ticket that has ended has no row any more.
 *
 * <pre>
 *   WAITING ──▶ CALLED ──arrives──▶ INSIDE ──▶ (ended)
 *                 │  ▲
 *              lapses │ called again
 *                 ▼  │
 *               AWAY ──asks──▶ RETURNING
 *                 │
 *                 └──a day──▶ (ended)
 * </pre>
 */
public enum TicketState {
  /** No such ticket, or ended. */
  ENDED,
  /** In the line, by number. */
  WAITING,
  /** May enter until a time. */
  CALLED,
  /** Inside until a time. */
  INSIDE,
  /** Was called, did not come; keeps the place for a day, stands in no line until the next ask. */
  AWAY,
  /** Came back after a lapsed call: in the return lane, which is served first. */
  RETURNING;

  private static final TicketState[] ALL = values();

  /** The state with this ordinal. */
  public static TicketState of(long code) {
    return ALL[(int) code];
  }
}
