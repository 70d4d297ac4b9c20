package io.tidegate.core.draw;

import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The order that a draw gives, by steps 2 to 6 of {@code docs/draw.md}.
 *
 * <p>Random words come from SHA-256 over a seed and a counter, not from the generator of a library,
 * so that the order can be computed again in any language and at any time. A word below 2^64 mod n
 * is not used, since x mod n over all words would favour small numbers.
 */
public final class DrawOrder {

  private static final String HMAC = "HmacSHA256";
  private static final int BLOCK = Bytes32.LENGTH;
  private static final int SEEDED = Bytes32.LENGTH + Long.BYTES;

  private final MessageDigest hash = Bytes32.newSha256();
  private final byte[] seeded = new byte[SEEDED];
  private final byte[] block = new byte[BLOCK];
  private long counter;
  private int at = BLOCK;

  private DrawOrder(byte[] seed) {
    System.arraycopy(seed, 0, seeded, 0, seed.length);
  }

  /**
   * The positions of a cohort in the order in which they are called: who stands at {@code order[t]}
   * of the ascending cohort gets turn t, both counted from 0.
   *
   * @param beaconValue empty for none
   */
  public static int[] of(int size, Bytes32 secret, Bytes32 digest, String beaconValue) {
    DrawOrder words = new DrawOrder(seed(secret, digest, beaconValue));
    int[] order = new int[size];
    for (int i = 0; i < size; i++) order[i] = i;
    for (int i = size - 1; i > 0; i--) {
      int j = words.below(i + 1);
      int moved = order[i];
      order[i] = order[j];
      order[j] = moved;
    }
    return order;
  }

  private static byte[] seed(Bytes32 secret, Bytes32 digest, String beaconValue) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(new SecretKeySpec(secret.bytes(), HMAC));
      mac.update(digest.bytes());
      return mac.doFinal(beaconValue.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java platform has " + HMAC, e);
    }
  }

  private int below(int n) {
    long unfair = Long.remainderUnsigned(-n, n); // 2^64 mod n
    long word = next();
    while (Long.compareUnsigned(word, unfair) < 0) word = next();
    return (int) Long.remainderUnsigned(word, n);
  }

  private long next() {
    if (at == BLOCK) renew();
    long word = 0;
    for (int i = 0; i < Long.BYTES; i++) word = word << 8 | (block[at++] & 0xff);
    return word;
  }

  private void renew() {
    for (int i = 0; i < Long.BYTES; i++)
      seeded[Bytes32.LENGTH + i] = (byte) (counter >>> (8 * (Long.BYTES - 1 - i)));
    counter++;
    try {
      hash.update(seeded);
      hash.digest(block, 0, BLOCK);
    } catch (DigestException e) {
      throw new IllegalStateException(e);
    }
    at = 0;
  }
}
