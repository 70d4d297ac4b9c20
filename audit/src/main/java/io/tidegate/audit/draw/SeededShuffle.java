package io.tidegate.audit.draw;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Shuffles a cohort from a seed: steps 2 to 5 of {@code docs/draw.md}.
 *
 * <h2>How</h2>
 *
 * Secret, digest and beacon give a seed. The seed gives an endless row of 64-bit words, four from
 * each SHA-256. The remainder of a word gives a number below n; the few lowest words, which would
 * make some remainders likelier, are not used. These numbers shuffle the cohort (Fisher and Yates).
 */
public final class SeededShuffle {
  private static final String HMAC = "HmacSHA256";
  private static final String SHA = "SHA-256";
  private static final int HASH = 32;

  private SeededShuffle() {}

  /**
   * Who comes first, second, and so on.
   *
   * @param secret the key, at least one byte
   * @param digest SHA-256 of the cohort's text, 32 bytes
   * @param beaconValue empty where no beacon was named
   * @param size of the cohort, at least 0
   * @return for each position of the order, the position in the ascending cohort, from 0, of the
   *     number that stands there
   */
  public static int[] positions(byte[] secret, byte[] digest, String beaconValue, int size) {
    int[] list = new int[size];
    for (int i = 0; i < size; i++) list[i] = i;
    LongSupplier words = new Words(seed(secret, digest, beaconValue));
    for (int i = size - 1; i >= 1; i--) {
      int j = (int) below(i + 1, words);
      int other = list[j];
      list[j] = list[i];
      list[i] = other;
    }
    return list;
  }

  /** SHA-256, as commitments and digests have it. */
  public static byte[] sha256(byte[] bytes) {
    return sha().digest(bytes);
  }

  private static byte[] seed(byte[] secret, byte[] digest, String beaconValue) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret, HMAC));
      mac.update(digest);
      return mac.doFinal(beaconValue.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + HMAC, e);
    }
  }

  /** Each number in [0, n) equally likely; n from 1. */
  static long below(long n, LongSupplier words) {
    long thrownAway = Long.remainderUnsigned(-n, n); // 2^64 mod n, since -n is 2^64 - n
    long word = words.getAsLong();
    while (Long.compareUnsigned(word, thrownAway) < 0) word = words.getAsLong();
    return Long.remainderUnsigned(word, n);
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance(SHA);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + SHA, e);
    }
  }

  /** The endless row of words: SHA-256 of the seed and 0, of the seed and 1, and so on. */
  private static final class Words implements LongSupplier {
    private final MessageDigest sha = sha();
    private final byte[] block = new byte[HASH];
    private final ByteBuffer words = ByteBuffer.wrap(block);
    private final ByteBuffer hashed = ByteBuffer.allocate(HASH + Long.BYTES);
    private long next;

    Words(byte[] seed) {
      hashed.put(seed);
      words.position(HASH);
    }

    @Override
    public long getAsLong() {
      if (!words.hasRemaining()) fill();
      return words.getLong();
    }

    private void fill() {
      hashed.putLong(HASH, next++);
      sha.update(hashed.array());
      try {
        sha.digest(block, 0, HASH);
      } catch (DigestException e) {
        throw new IllegalStateException("32 bytes are room enough", e);
      }
      words.rewind();
    }
  }
}
