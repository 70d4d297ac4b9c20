package io.tidegate.cluster.link;

import java.io.IOException;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;

/** Opens the records of one direction of a link, see {@link RecordSealer}. Confined to a thread. */
final class RecordOpener {

  private final RecordKey key;

  RecordOpener(byte[] secret) {
    key = RecordKey.opening(secret);
  }

  /**
   * Checks a record's length, and returns it.
   *
   * @throws IOException if no record has it
   */
  static int length(int length) throws IOException {
    if (length <= RecordKey.TAG_BYTES || length > RecordSealer.BYTES_MAX + RecordKey.TAG_BYTES)
      throw new IOException("a record of " + Integer.toUnsignedString(length) + " bytes");
    return length;
  }

  /**
   * Opens the next record.
   *
   * @param length of what stands behind its length
   * @return bytes of frames
   * @throws IOException if this is not the next record, as it was made
   */
  int open(byte[] record, int at, int length, byte[] to, int toAt) throws IOException {
    try {
      return key.next().doFinal(record, at, length, to, toAt);
    } catch (AEADBadTagException e) {
      throw new IOException("a record was altered, left out, repeated or moved", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("nothing of this can be wrong", e);
    }
  }
}
