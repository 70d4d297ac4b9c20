package io.tidegate.store.codec;

import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fields of records as bytes, big-endian: what all codecs are made of. Each value has exactly one
 * encoding. Writing and reading begin at the buffer's position; a reader throws {@link
 * java.nio.BufferUnderflowException} for a value that is cut short and {@link
 * IllegalArgumentException} for bytes that are no value, and allocates no more than a few times
 * what is there to be read.
 */
public final class Fields {

  /** Bytes of the longest text that the journal holds. */
  public static final int TEXT_BYTES_MAX = 4_096;

  private static final int ROOM_STATES = RoomState.values().length;

  private Fields() {}

  /** Writes a text of at most {@link #TEXT_BYTES_MAX} bytes. */
  public static ByteBuffer text(ByteBuffer out, String text) {
    return text(out, text, TEXT_BYTES_MAX);
  }

  /**
   * Writes a text: two bytes with its length, then UTF-8.
   *
   * @param bytesMax in [0, 65_535]
   * @throws IllegalArgumentException if it has more bytes
   */
  public static ByteBuffer text(ByteBuffer out, String text, int bytesMax) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > bytesMax) throw tooLong(bytes.length);
    return out.putShort((short) bytes.length).put(bytes);
  }

  /** Reads a text of at most {@link #TEXT_BYTES_MAX} bytes. */
  public static String text(ByteBuffer in) {
    return text(in, TEXT_BYTES_MAX);
  }

  /** Reads a text of at most so many bytes. */
  public static String text(ByteBuffer in, int bytesMax) {
    int length = Short.toUnsignedInt(in.getShort());
    if (length > bytesMax) throw tooLong(length);
    byte[] bytes = new byte[length];
    in.get(bytes);
    String text = new String(bytes, StandardCharsets.UTF_8);
    // What is not UTF-8 decodes to another text, which encodes to other bytes.
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes))
      throw new IllegalArgumentException("a text that is not UTF-8");
    return text;
  }

  private static IllegalArgumentException tooLong(int bytes) {
    return new IllegalArgumentException("a text of " + bytes + " bytes");
  }

  /** Writes numbers, preceded by how many there are. */
  public static void longs(ByteBuffer out, long[] values) {
    out.putInt(values.length);
    for (long value : values) out.putLong(value);
  }

  /** Reads numbers. */
  public static long[] longs(ByteBuffer in) {
    int length = in.getInt();
    if (length < 0 || length > in.remaining() / Long.BYTES)
      throw new IllegalArgumentException("a list of " + length);
    long[] values = new long[length];
    for (int i = 0; i < length; i++) values[i] = in.getLong();
    return values;
  }

  /** Writes a key; one byte for none. */
  public static void key(ByteBuffer out, @Nullable IdempotencyKey key) {
    if (key == null) out.put((byte) 0);
    else out.put((byte) 1).putLong(key.hi()).putLong(key.lo()).putLong(key.fingerprint());
  }

  /** Reads a key, or none. */
  public static @Nullable IdempotencyKey key(ByteBuffer in) {
    if (code(in, 2) == 0) return null;
    IdempotencyKey key = new IdempotencyKey(in.getLong(), in.getLong(), in.getLong());
    if (in.getLong(in.position() - 24) == 0) throw new IllegalArgumentException("a key of 0");
    return key;
  }

  /** Writes 32 bytes. */
  public static void bytes32(ByteBuffer out, Bytes32 value) {
    out.putLong(value.a()).putLong(value.b()).putLong(value.c()).putLong(value.d());
  }

  /** Reads 32 bytes. */
  public static Bytes32 bytes32(ByteBuffer in) {
    return new Bytes32(in.getLong(), in.getLong(), in.getLong(), in.getLong());
  }

  /**
   * Reads a byte that names one of some values.
   *
   * @param count how many there are, at most 128; the code is in [0, count)
   */
  public static int code(ByteBuffer in, int count) {
    int code = in.get();
    if (code < 0 || code >= count) throw new IllegalArgumentException("a code of " + code);
    return code;
  }

  /** Writes what an organiser set for a room. */
  public static void settings(ByteBuffer out, RoomSettings s) {
    settings(out, s, TEXT_BYTES_MAX);
  }

  /** The same, with a name of at most so many bytes. */
  public static void settings(ByteBuffer out, RoomSettings s, int nameBytesMax) {
    text(out, s.name(), nameBytesMax);
    out.put((byte) s.state().ordinal()).putInt(s.people()).putLong(s.intervalMs());
    out.putInt(s.insideMax()).putLong(s.callMs()).putLong(s.insideMs());
  }

  /** Reads what an organiser set for a room. */
  public static RoomSettings settings(ByteBuffer in) {
    return settings(in, TEXT_BYTES_MAX);
  }

  /** The same, with a name of at most so many bytes. */
  public static RoomSettings settings(ByteBuffer in, int nameBytesMax) {
    return new RoomSettings(
        text(in, nameBytesMax),
        RoomState.of(code(in, ROOM_STATES)),
        in.getInt(),
        in.getLong(),
        in.getInt(),
        in.getLong(),
        in.getLong());
  }
}
