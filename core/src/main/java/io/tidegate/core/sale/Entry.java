package io.tidegate.core.sale;

/** Who may claim in a sale. */
public enum Entry {
  /** Anybody. */
  OPEN,
  /** Only people inside the sale's room. */
  ROOM;

  private static final Entry[] ALL = values();

  /** The entry with this ordinal. */
  public static Entry of(long code) {
    return ALL[(int) code];
  }
}
