package io.tidegate.audit.pack;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Names users in a pack: as in the journal, or by pseudonyms. A pseudonym is the same throughout
 * the pack, and nobody can undo it, since its key is random and kept nowhere.
 */
final class Pseudonyms {
  private static final String HMAC = "HmacSHA256";
  private static final int BYTES = 8;

  private final @Nullable Mac mac;

  private Pseudonyms(@Nullable Mac mac) {
    this.mac = mac;
  }

  static Pseudonyms none() {
    return new Pseudonyms(null);
  }

  static Pseudonyms random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(key, HMAC));
      return new Pseudonyms(mac);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  /** Sixteen hexadecimal digits, or the user. */
  String of(long user) {
    if (mac == null) return Long.toString(user);
    byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(user).array());
    return HexFormat.of().formatHex(hash, 0, BYTES);
  }
}
