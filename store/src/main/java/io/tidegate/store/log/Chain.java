package io.tidegate.store.log;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The hash chain: each record's value is SHA-256 over the record with the previous value standing
 * in its place. One thread at a time.
 */
public final class Chain {
  private final MessageDigest digest = sha256();
  private final byte[] value;
  private final byte[] next = new byte[RecordLayout.CHAIN_BYTES];

  /** Goes on behind that value. */
  public Chain(byte[] value) {
    this.value = value.clone();
  }

  /** What chain values are computed with. */
  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** The present value, 64 hexadecimal digits. */
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  /** The value that stands in those 64 hexadecimal digits. */
  public static byte[] parse(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** Puts the record's value into its chain field, without moving on. */
  public void seal(ByteBuffer record, int at, int length) {
    compute(record, at, length);
    record.put(at + RecordLayout.CHAIN, next);
  }

  /** Puts the present value into the record's chain field. */
  void put(ByteBuffer record, int at) {
    record.put(at + RecordLayout.CHAIN, value);
  }

  /** Whether the record's chain field holds what it must, coming behind the present value. */
  public boolean links(ByteBuffer record, int at, int length) {
    compute(record, at, length);
    for (int i = 0; i < next.length; i++) {
      if (record.get(at + RecordLayout.CHAIN + i) != next[i]) return false;
    }
    return true;
  }

  /** Moves on to the chain value of a record that is known to follow. */
  public void advance(ByteBuffer record, int at) {
    record.get(at + RecordLayout.CHAIN, value);
  }

  /** Moves on to the value that {@link #seal} or {@link #links} computed last. */
  public void advance() {
    System.arraycopy(next, 0, value, 0, value.length);
  }

  /** Whether the record's chain field holds the present value. */
  boolean stands(ByteBuffer record, int at) {
    for (int i = 0; i < value.length; i++)
      if (record.get(at + RecordLayout.CHAIN + i) != value[i]) return false;
    return true;
  }

  /** Goes on behind another value. */
  void set(byte[] other) {
    System.arraycopy(other, 0, value, 0, value.length);
  }

  /** Whether it is the present value. */
  public boolean is(byte[] other) {
    return Arrays.equals(value, other);
  }

  private void compute(ByteBuffer record, int at, int length) {
    int position = record.position();
    int limit = record.limit();
    record.limit(at + RecordLayout.CHAIN).position(at + RecordLayout.LENGTH);
    digest.update(record);
    digest.update(value);
    record.limit(at + length).position(at + RecordLayout.BODY);
    digest.update(record);
    record.limit(limit).position(position);
    try {
      digest.digest(next, 0, next.length);
    } catch (DigestException e) {
      throw new AssertionError("32 bytes hold a SHA-256", e);
    }
  }
}
