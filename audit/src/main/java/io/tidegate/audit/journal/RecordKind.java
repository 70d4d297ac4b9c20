package io.tidegate.audit.journal;

import org.jspecify.annotations.Nullable;

/** The kinds of records (1.4). */
public enum RecordKind {
  /** The events of one batch. */
  BATCH,
  /** Written by a clean stop; without a body. */
  CLOSING,
  /** Says who leads from here on; without events. */
  LEADER,
  /** The last one of a log that goes on elsewhere; its body says where. */
  MOVED;

  /** The kind with that number, null if there is none. */
  static @Nullable RecordKind of(byte number) {
    return switch (number) {
      case 1 -> BATCH;
      case 2 -> CLOSING;
      case 3 -> LEADER;
      // 4, a sign of life, never stands in a folder.
      case 5 -> MOVED;
      default -> null;
    };
  }
}
