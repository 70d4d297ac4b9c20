package io.tidegate.engine.room;

/** What decides how many people a room calls now: the least of its bounds. */
public enum RoomBound {
  /** It opens later, or its draw is not over. Calls nobody. */
  NOT_OPEN,
  /** It is paused, closed or in quarantine. Calls nobody. */
  PAUSED,
  /** The sales behind it have nothing left. Calls nobody. */
  STOCK,
  /** As many people are called or inside as may be: the next is called when one leaves. */
  SPACE,
  /** What stands behind it takes no more, as measured. */
  MEASURED,
  /** The rate that its organiser set. */
  RATE
}
