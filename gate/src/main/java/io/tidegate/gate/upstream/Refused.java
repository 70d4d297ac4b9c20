package io.tidegate.gate.upstream;

/** Why an upstream takes no request now. */
public enum Refused {
  /** It has no endpoint that may get one. */
  NO_ENDPOINT,
  /** It has as many as it may, and so has the queue. */
  FULL,
  /** The request waited for its turn until the deadline. */
  WAITED
}
