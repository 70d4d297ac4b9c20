package io.tidegate.gate.limit;

/** Who goes first where not all can go; the first one first. */
public enum Priority {
  /** Who is about to pay. */
  CHECKOUT,
  /** Who was let in. */
  ADMITTED,
  /** Who comes in now. */
  ENTERING
}
