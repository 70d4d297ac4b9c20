package io.tidegate.store.log;

import org.jspecify.annotations.Nullable;

/** The kinds of records. */
public enum RecordKind {
  /** The events of one batch. */
  BATCH(1),
  /** Written by a clean stop; its body is empty. */
  CLOSING(2),
  /** Says who leads from here on, and which time nobody was served; no events. */
  LEADER(3),
  /**
   * A sign of life of whoever leads. It never counts and takes no sequence: its sequence and chain
   * value are those of the record it was written behind. Files have none.
   */
  SIGN(4),
  /** The last record of a log that was moved elsewhere; its body says where. */
  MOVED(5);

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  /** What stands for it in a record's head. */
  public byte code() {
    return code;
  }

  /** The kind with that code, null if there is none. */
  public static @Nullable RecordKind of(byte code) {
    return switch (code) {
      case 1 -> BATCH;
      case 2 -> CLOSING;
      case 3 -> LEADER;
      case 4 -> SIGN;
      case 5 -> MOVED;
      default -> null;
    };
  }
}
