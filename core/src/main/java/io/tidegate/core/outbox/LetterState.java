package io.tidegate.core.outbox;

/** What becomes of a letter. Its ordinal is in the journal. */
public enum LetterState {
  /** It is sent again. */
  WAITING,
  /** It is not sent any more, until an operator says so. */
  DEAD;

  private static final LetterState[] ALL = values();

  /** The state with that ordinal. */
  public static LetterState of(int ordinal) {
    return ALL[ordinal];
  }
}
