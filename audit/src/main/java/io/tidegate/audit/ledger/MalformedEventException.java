package io.tidegate.audit.ledger;

/** Bytes that are no event of this format. */
public final class MalformedEventException extends Exception {
  private final int at;

  /** An exception for the byte at {@code at}. */
  MalformedEventException(int at, String reason) {
    super(reason);
    this.at = at;
  }

  /** Where in the array that was read. */
  public int at() {
    return at;
  }
}
