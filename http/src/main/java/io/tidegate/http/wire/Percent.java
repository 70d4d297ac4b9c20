package io.tidegate.http.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Percent-decoding of request targets, strict: once, whole escapes, and what they stand for is
 * UTF-8 without control characters. A gate before other people's services is laxer in one thing,
 * {@code anyBytes}: escapes may stand for text of another encoding, and in a query for any byte.
 * Pure.
 */
public final class Percent {

  private Percent() {}

  /** Stands in a decoded path for an escaped slash. No path has this byte. */
  public static final byte SLASH = 0;

  /**
   * Decodes a path. An escaped slash belongs to its segment, and becomes {@link #SLASH}.
   *
   * @param anyBytes whether it need not be UTF-8; a control character is malformed all the same
   * @return the decoded bytes, or null where they are malformed
   */
  public static byte @Nullable [] path(byte[] bytes, int from, int to, boolean anyBytes) {
    byte[] decoded = decode(bytes, from, to, false);
    if (decoded == null || hasControls(decoded) || !(anyBytes || isUtf8(decoded))) return null;
    int at = 0;
    for (int i = from; i < to; i++, at++) {
      if (bytes[i] != '%') continue;
      if (decoded[at] == '/') decoded[at] = SLASH;
      i += 2;
    }
    return decoded;
  }

  /** Part of a path that {@link #path} gave, as text. */
  public static String pathText(byte[] decoded, int from, int to) {
    byte[] text = Arrays.copyOfRange(decoded, from, to);
    for (int i = 0; i < text.length; i++) if (text[i] == SLASH) text[i] = '/';
    return new String(text, StandardCharsets.UTF_8);
  }

  /**
   * Whether a query decodes to text.
   *
   * @param anyBytes whether whole escapes are enough, whatever they stand for
   */
  public static boolean isQuery(byte[] bytes, int from, int to, boolean anyBytes) {
    byte[] decoded = decode(bytes, from, to, true);
    return decoded != null && (anyBytes || (!hasControls(decoded) && isUtf8(decoded)));
  }

  /**
   * Decodes part of a query that {@link #isQuery} accepted, or that has no escapes; a plus is a
   * space.
   */
  public static String queryText(byte[] bytes, int from, int to) {
    byte[] decoded = decode(bytes, from, to, true);
    return decoded == null ? "" : new String(decoded, StandardCharsets.UTF_8);
  }

  private static byte @Nullable [] decode(byte[] bytes, int from, int to, boolean plusIsSpace) {
    byte[] decoded = new byte[to - from];
    int length = 0;
    for (int i = from; i < to; i++) {
      int b = bytes[i];
      if (b == '+' && plusIsSpace) b = ' ';
      if (b == '%') {
        if (i + 2 >= to) return null;
        int high = Ascii.hex(bytes[i + 1]);
        int low = Ascii.hex(bytes[i + 2]);
        if (high < 0 || low < 0) return null;
        b = high << 4 | low;
        i += 2;
      }
      decoded[length++] = (byte) b;
    }
    return Arrays.copyOf(decoded, length);
  }

  private static boolean hasControls(byte[] bytes) {
    for (byte b : bytes) {
      if ((b >= 0 && b < 0x20) || b == 0x7f) return true;
    }
    return false;
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException _) {
      return false;
    }
  }
}
