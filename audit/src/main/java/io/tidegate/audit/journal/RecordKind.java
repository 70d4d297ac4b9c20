package io.tidegate.audit.journal;

import org.jspecify.annotations.Nullable;

/** What a record is (1.4). */
public enum RecordKind {
  /** The events of one batch. */
  BATCH,
  /** Written by a clean stop; without a body. */
  CLOSING,
  /** Says who leads from here on; without events. */
  LEADER;

  private static final RecordKind[] ALL = values();

  /** The kind with that number, null if there is none. */
  static @Nullable RecordKind of(byte number) {
    return number >= 1 && number <= ALL.length ? ALL[number - 1] : null;
  }
}
