package io.tidegate.store.log;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a log, whatever its home: an id that salts the checksum of every record, and the
 * value with which the chain begins. Two logs with the same identity and the same end are the same
 * log. Immutable.
 */
public final class LogIdentity {
  /** Bytes of an id. */
  public static final int ID_BYTES = 16;

  private final byte[] id;
  private final byte[] firstChain;
  private final byte @Nullable [] founding;

  /**
   * An identity that no data folder can have.
   *
   * @param id {@link #ID_BYTES} bytes, random
   * @param firstChain what stands for the record before the first one, {@link
   *     RecordLayout#CHAIN_BYTES} bytes
   */
  public LogIdentity(byte[] id, byte[] firstChain) {
    this(id, firstChain, null);
  }

  /**
   * @param founding the bytes from which the other two follow, see {@link
   *     io.tidegate.store.journal.Founding}
   */
  public LogIdentity(byte[] id, byte[] firstChain, byte @Nullable [] founding) {
    if (id.length != ID_BYTES || firstChain.length != RecordLayout.CHAIN_BYTES)
      throw new IllegalArgumentException("an id of " + id.length + " bytes");
    this.id = id.clone();
    this.firstChain = firstChain.clone();
    this.founding = founding == null ? null : founding.clone();
  }

  /**
   * What the log was founded with, which a home keeps so that the log can move to a data folder;
   * null where nobody knows it.
   */
  public byte @Nullable [] founding() {
    return founding == null ? null : founding.clone();
  }

  /** What the first record's chain value is computed from. */
  public byte[] firstChain() {
    return firstChain.clone();
  }

  /** The end of a log without a record. */
  public LogPosition beginning() {
    return new LogPosition(0, 0, HexFormat.of().formatHex(firstChain));
  }

  /** Makes the checksum one that holds the id already, as every record's does. */
  public void salt(CRC32C crc) {
    crc.reset();
    crc.update(id, 0, ID_BYTES);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogIdentity o
        && Arrays.equals(id, o.id)
        && Arrays.equals(firstChain, o.firstChain);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(id);
  }

  /** The id, 32 hexadecimal digits. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(id);
  }
}
