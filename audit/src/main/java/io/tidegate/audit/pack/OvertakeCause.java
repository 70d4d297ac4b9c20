package io.tidegate.audit.pack;

/** Why somebody with a later turn entered before somebody with an earlier one. */
public enum OvertakeCause {
  LEFT("had left before entering"),
  AWAY("did not come when called, and has not come back"),
  RETURNED("did not come when called, and came back through the return lane"),
  SLOWER("was called in turn, and took longer to come"),
  EPOCH("had the ticket ended by an epoch"),
  /** None of these: somebody was called out of turn. */
  NONE("stood in line, and was passed over");

  private final String text;

  OvertakeCause(String text) {
    this.text = text;
  }

  /** What the overtaken person did, as the end of a sentence. */
  public String text() {
    return text;
  }
}
