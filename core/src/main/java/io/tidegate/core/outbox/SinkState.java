package io.tidegate.core.outbox;

/** Whether events are sent to a sink. Its ordinal is in the journal. */
public enum SinkState {
  /** They are. */
  ON,
  /** They are not, until an operator switches it on again. */
  OFF;

  private static final SinkState[] ALL = values();

  /** The state with that ordinal. */
  public static SinkState of(int ordinal) {
    return ALL[ordinal];
  }
}
