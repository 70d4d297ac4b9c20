package io.tidegate.lab.script.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** A hash, or an HMAC (RFC 2104), of what is given piece by piece. Not thread-safe. */
final class Hasher {

  private static final byte INNER = 0x36;
  private static final byte OUTER = 0x5c;

  private final String name;
  private final MessageDigest inner;
  private final byte @Nullable [] outerKey;

  private Hasher(String name, MessageDigest inner, byte @Nullable [] outerKey) {
    this.name = name;
    this.inner = inner;
    this.outerKey = outerKey;
  }

  /**
   * A hash.
   *
   * @param name as k6 has it, such as {@code sha512_256}
   * @throws IllegalArgumentException if it has none of that name
   */
  static Hasher hash(String name) {
    return new Hasher(name, digestOf(name), null);
  }

  /** An HMAC; otherwise as {@link #hash}. */
  static Hasher hmac(String name, byte[] key) {
    MessageDigest inner = digestOf(name);
    int block = name.startsWith("sha384") || name.startsWith("sha512") ? 128 : 64;
    byte[] fitting = key.length > block ? digestOf(name).digest(key) : key;
    inner.update(mixed(fitting, block, INNER));
    return new Hasher(name, inner, mixed(fitting, block, OUTER));
  }

  private static byte[] mixed(byte[] key, int block, byte with) {
    byte[] mixed = java.util.Arrays.copyOf(key, block);
    for (int i = 0; i < block; i++) mixed[i] ^= with;
    return mixed;
  }

  private static MessageDigest digestOf(String name) {
    try {
      return switch (name) {
        case "md4" -> new Md4();
        case "ripemd160" -> new Ripemd160();
        case "md5", "sha1", "sha256", "sha384", "sha512" ->
            MessageDigest.getInstance(name.replace("sha", "SHA-"));
        case "sha512_224", "sha512_256" ->
            MessageDigest.getInstance(name.replace("sha512_", "SHA-512/"));
        default -> throw new IllegalArgumentException("invalid algorithm: " + name);
      };
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no " + name, e);
    }
  }

  void update(byte[] bytes) {
    inner.update(bytes);
  }

  /** Of all that was given so far; more may follow. */
  byte[] digest() {
    try {
      byte[] digest = ((MessageDigest) inner.clone()).digest();
      if (outerKey == null) return digest;
      MessageDigest outer = digestOf(name);
      outer.update(outerKey);
      return outer.digest(digest);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException(name + " cannot be asked for twice", e);
    }
  }
}
