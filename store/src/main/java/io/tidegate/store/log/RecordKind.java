package io.tidegate.store.log;

import org.jspecify.annotations.Nullable;

/** What a record is. */
public enum RecordKind {
  /** The events of one batch. */
  BATCH(1),
  /** Written by a clean stop; its body is empty. */
  CLOSING(2),
  /** Says who leads from here on, and which time nobody was served; no events. */
  LEADER(3);

  private final byte code;

  RecordKind(int code) {
    this.code = (byte) code;
  }

  public byte code() {
    return code;
  }

  public static @Nullable RecordKind of(byte code) {
    return switch (code) {
      case 1 -> BATCH;
      case 2 -> CLOSING;
      case 3 -> LEADER;
      default -> null;
    };
  }
}
