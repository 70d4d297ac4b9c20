package io.tidegate.store.log;

/** Where a record's fields stand, in bytes from its beginning; big-endian. */
public final class RecordLayout {
  /** CRC32C over the folder's id and everything from {@link #LENGTH} to the padding's end. */
  public static final int CRC = 0;

  /** Header and body, without padding; 0 where no record is. */
  public static final int LENGTH = 4;

  public static final int SEQUENCE = 8;
  public static final int TIME = 16;

  /** The kind in the highest byte, then three bytes of {@link #LAG_MAX} at most. */
  public static final int KIND = 24;

  /** The most seconds by which a record can say that the hour was behind its time. */
  public static final int LAG_MAX = 0xff_ffff;

  public static final int EVENTS = 28;

  /** SHA-256, {@link #CHAIN_BYTES} long. */
  public static final int CHAIN = 32;

  public static final int CHAIN_BYTES = 32;

  public static final int BODY = 64;

  private RecordLayout() {}

  /** The bytes of a record with padding. */
  public static long aligned(long bytes) {
    return (bytes + 7) & -8;
  }
}
