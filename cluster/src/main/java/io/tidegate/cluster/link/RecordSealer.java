package io.tidegate.cluster.link;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;

/**
 * Makes the records of one direction of a link. Confined to one thread.
 *
 * <h2>Records</h2>
 *
 * <p>A record is four bytes with the length of what follows, then at most {@link #BYTES_MAX} bytes
 * of frames, encrypted by AES-256-GCM, and its tag of 16 bytes. Its number, from 0, is the nonce
 * and is not sent: a record that is altered, left out, repeated or moved does not open, nor does
 * one of the other direction, which has another key. After {@link RecordKey#RECORDS_MAX} records
 * the next key follows from the one before.
 */
final class RecordSealer {

  /** Bytes of frames in one record. */
  static final int BYTES_MAX = 64 << 10;

  /** Bytes of a record's length. */
  static final int LENGTH_BYTES = Integer.BYTES;

  private final RecordKey key;

  RecordSealer(byte[] secret) {
    key = RecordKey.sealing(secret);
  }

  /**
   * Writes one record.
   *
   * @param length in [1, {@link #BYTES_MAX}]
   * @param out array-backed, with room for the record
   */
  void seal(byte[] frames, int at, int length, ByteBuffer out) {
    try {
      out.putInt(length + RecordKey.TAG_BYTES);
      int sealed =
          key.next().doFinal(frames, at, length, out.array(), out.arrayOffset() + out.position());
      out.position(out.position() + sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing of this can be wrong", e);
    }
  }
}
