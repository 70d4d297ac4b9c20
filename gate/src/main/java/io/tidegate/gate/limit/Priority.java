package io.tidegate.gate.limit;

/** Who goes first where not all can go; the first one first. */
public enum Priority {
  /** Who is about to pay: routes that say so. */
  CHECKOUT,
  /** Who was let in, and every request without a room. */
  ADMITTED,
  /** Who comes in now, and routes that can wait. */
  ENTERING
}
