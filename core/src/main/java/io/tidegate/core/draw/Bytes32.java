package io.tidegate.core.draw;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * 32 bytes as a value: a secret or a SHA-256.
 *
 * @param a the first eight, big-endian
 * @param b the next
 * @param c the next
 * @param d the last
 */
public record Bytes32(long a, long b, long c, long d) {

  /** Bytes in it. */
  public static final int LENGTH = 32;

  /** All zero. */
  public static final Bytes32 ZERO = new Bytes32(0, 0, 0, 0);

  /**
   * These bytes.
   *
   * @throws IllegalArgumentException if they are not 32
   */
  public static Bytes32 of(byte[] bytes) {
    if (bytes.length != LENGTH)
      throw new IllegalArgumentException(LENGTH + " bytes are needed, not " + bytes.length);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Bytes32(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  /** Their SHA-256. */
  public Bytes32 sha256() {
    return of(newSha256().digest(bytes()));
  }

  /** 64 lower-case hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }

  /** Not the bytes, which may be a secret. */
  @Override
  public String toString() {
    return "Bytes32";
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
