package io.tidegate.store.journal;

/** Where a record's fields stand, in bytes from its beginning; big-endian. */
final class RecordLayout {
  /** CRC32C over the folder's id and everything from {@link #LENGTH} to the padding's end. */
  static final int CRC = 0;

  /** Header and body, without padding; 0 where no record is. */
  static final int LENGTH = 4;

  static final int SEQUENCE = 8;
  static final int TIME = 16;

  /** The kind in the highest byte, then three zero bytes. */
  static final int KIND = 24;

  static final int EVENTS = 28;
  static final int CHAIN = 32;
  static final int BODY = 64;

  private RecordLayout() {}
}
