package io.tidegate.core.room;

/**
 * Why a room calls nobody now, or calls people who will find nothing to take now. People who wait
 * are told, and people inside are told the reasons that lie in the sales. If several reasons hold,
 * the first in this order is given, except that a stopped sale comes before one that is sold out or
 * over, since it may go on.
 */
public enum WaitReason {
  /** The room opens later. Calls nobody. */
  NOT_OPEN_YET,
  /** The cohort is closed, and its turns wait for the beacon's value. Calls nobody. */
  DRAW_PENDING,
  /** The organiser paused the room. Calls nobody. */
  ROOM_PAUSED,
  /** The organiser closed the room. Calls nobody. */
  ROOM_CLOSED,
  /** A rule failed in the room; an operator looks into it. Calls nobody. */
  ROOM_QUARANTINED,
  /** Nothing is left, but a sale that was stopped may go on. Calls nobody. */
  SALE_STOPPED,
  /** Every unit is issued; some may come back. Calls nobody. */
  SOLD_OUT,
  /** Every sale is closed. Calls nobody. */
  SALE_OVER,
  /** No sale that is open has a unit left, and one that is paused has. */
  SALE_PAUSED,
  /** No sale that is open or paused has a unit left, and one that opens later has. */
  SALE_NOT_OPEN,
  /** No sale that is open has a unit available, but held ones may come back. */
  ALL_HELD
}
