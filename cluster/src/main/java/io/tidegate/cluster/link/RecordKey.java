package io.tidegate.cluster.link;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** The key of one direction of a link, and the number of its next record. Confined to a thread. */
final class RecordKey {

  /** Bytes of a tag. */
  static final int TAG_BYTES = 16;

  /**
   * Records under one key: far below what AES-GCM can take, 2^24.5 of this size for a chance of
   * 2^-60 (RFC 8446, 5.5).
   */
  static final int RECORDS_MAX = 1 << 20;

  private static final int NONCE_BYTES = 12;
  private static final byte[] KEY = "key".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NEXT = "next".getBytes(StandardCharsets.US_ASCII);

  private final int mode;
  private final Cipher cipher;
  private byte[] secret;
  private SecretKeySpec key;
  private long record;

  private RecordKey(int mode, byte[] secret) {
    this.mode = mode;
    this.secret = secret.clone();
    key = key();
    try {
      cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  static RecordKey sealing(byte[] secret) {
    return new RecordKey(Cipher.ENCRYPT_MODE, secret);
  }

  static RecordKey opening(byte[] secret) {
    return new RecordKey(Cipher.DECRYPT_MODE, secret);
  }

  private SecretKeySpec key() {
    return new SecretKeySpec(Keys.expand(secret, KEY), "AES");
  }

  /** The cipher, ready for the next record and no other. */
  Cipher next() throws GeneralSecurityException {
    if (record > 0 && record % RECORDS_MAX == 0) {
      secret = Keys.expand(secret, NEXT);
      key = key();
    }
    byte[] nonce = new byte[NONCE_BYTES];
    ByteBuffer.wrap(nonce).putLong(NONCE_BYTES - Long.BYTES, record++);
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    return cipher;
  }
}
