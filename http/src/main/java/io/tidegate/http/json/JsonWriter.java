package io.tidegate.http.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes JSON as UTF-8 into an array that grows. Names are ASCII and need no escapes; commas come
 * by themselves; nesting is the caller's care. Not thread-safe.
 */
public final class JsonWriter {

  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private static final int LONG_DIGITS_MAX = 20;

  /** Whole numbers below it are written without a fraction: each is exact. */
  private static final double WHOLE_BELOW = 1L << 53;

  private byte[] bytes;
  private int at;
  private boolean comma;

  /**
   * @param expectedBytes size of the first array, at least 1; the closer, the less is copied
   */
  public JsonWriter(int expectedBytes) {
    this(new byte[expectedBytes]);
  }

  private JsonWriter(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Begins anew, in the same array. */
  public JsonWriter clear() {
    at = 0;
    comma = false;
    return this;
  }

  /** Another one that begins with what was written, with room for so many bytes more. */
  public JsonWriter copy(int moreBytes) {
    JsonWriter copy = new JsonWriter(Arrays.copyOf(bytes, at + moreBytes));
    copy.at = at;
    copy.comma = comma;
    return copy;
  }

  /** The array written to, filled up to {@link #length()}; another one after the next write. */
  public byte[] array() {
    return bytes;
  }

  /** Bytes written. */
  public int length() {
    return at;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, at);
  }

  /** Begins an object, as a value. */
  public JsonWriter beginObject() {
    begin('{');
    return this;
  }

  /** Ends it. */
  public JsonWriter endObject() {
    end('}');
    return this;
  }

  /** Begins an array, as a value. */
  public JsonWriter beginArray() {
    begin('[');
    return this;
  }

  /** Ends it. */
  public JsonWriter endArray() {
    end(']');
    return this;
  }

  /** The name of the member whose value comes next. */
  public JsonWriter name(String name) {
    int length = name.length();
    room(length + 4);
    separate();
    bytes[at++] = '"';
    for (int i = 0; i < length; i++) bytes[at++] = (byte) name.charAt(i);
    bytes[at++] = '"';
    bytes[at++] = ':';
    comma = false;
    return this;
  }

  /** The same where the name is anything that others made: it is escaped as needed. */
  public JsonWriter anyName(String name) {
    value(name);
    room(1);
    bytes[at++] = ':';
    comma = false;
    return this;
  }

  /** A number. */
  public JsonWriter value(long value) {
    room(LONG_DIGITS_MAX + 1);
    separate();
    digits(value);
    return this;
  }

  /** A number; null where it is none that JSON can write: infinite, or not a number. */
  public JsonWriter value(double value) {
    if (!Double.isFinite(value)) return nullValue();
    boolean whole = value == Math.rint(value) && Math.abs(value) < WHOLE_BELOW;
    return whole ? value((long) value) : raw(Double.toString(value));
  }

  /** A boolean. */
  public JsonWriter value(boolean value) {
    return raw(value ? "true" : "false");
  }

  /** Text, escaped as needed. */
  public JsonWriter value(String text) {
    room(text.length() * 6 + 3);
    separate();
    bytes[at++] = '"';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c < 0x7f && c != '"' && c != '\\') bytes[at++] = (byte) c;
      else i = special(text, i);
    }
    bytes[at++] = '"';
    return this;
  }

  /** No value. */
  public JsonWriter nullValue() {
    return raw("null");
  }

  /** Thousandths as a number: 1500 becomes 1.5. */
  public JsonWriter thousandths(long value) {
    room(LONG_DIGITS_MAX + 5);
    separate();
    digits(value / 1_000);
    int rest = (int) Math.abs(value % 1_000);
    if (rest == 0) return this;
    bytes[at++] = '.';
    bytes[at++] = (byte) ('0' + rest / 100);
    if (rest % 100 != 0) bytes[at++] = (byte) ('0' + rest / 10 % 10);
    if (rest % 10 != 0) bytes[at++] = (byte) ('0' + rest % 10);
    return this;
  }

  /** A time as text; {@link Long#MAX_VALUE}, which stands for never, as null. */
  public JsonWriter time(long epochMs) {
    if (epochMs == Long.MAX_VALUE) return nullValue();
    room(Times.BYTES_MAX + 3);
    separate();
    bytes[at++] = '"';
    at = Times.put(bytes, at, epochMs);
    bytes[at++] = '"';
    return this;
  }

  /** A member that is a number. */
  public JsonWriter member(String name, long value) {
    return name(name).value(value);
  }

  /** A member that is a boolean. */
  public JsonWriter member(String name, boolean value) {
    return name(name).value(value);
  }

  /** A member that is text. */
  public JsonWriter member(String name, String value) {
    return name(name).value(value);
  }

  /** A member that is an array of numbers. */
  public JsonWriter member(String name, long[] values) {
    name(name).beginArray();
    for (long value : values) value(value);
    return endArray();
  }

  /** A member that is a time; see {@link #time}. */
  public JsonWriter timeMember(String name, long epochMs) {
    return name(name).time(epochMs);
  }

  /** Bytes of JSON made before, as they are; what follows is separated from them by a comma. */
  public JsonWriter ready(byte[] json) {
    room(json.length + 1);
    separate();
    System.arraycopy(json, 0, bytes, at, json.length);
    at += json.length;
    return this;
  }

  /** What was written, as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, at, StandardCharsets.UTF_8);
  }

  private JsonWriter raw(String ascii) {
    room(ascii.length() + 1);
    separate();
    for (int i = 0; i < ascii.length(); i++) bytes[at++] = (byte) ascii.charAt(i);
    return this;
  }

  private void begin(char bracket) {
    room(2);
    separate();
    bytes[at++] = (byte) bracket;
    comma = false;
  }

  private void end(char bracket) {
    room(1);
    bytes[at++] = (byte) bracket;
    comma = true;
  }

  private void separate() {
    if (comma) bytes[at++] = ',';
    comma = true;
  }

  private void digits(long value) {
    long rest = value;
    if (rest < 0) {
      bytes[at++] = '-';
      if (rest == Long.MIN_VALUE) { // its negative is no long
        bytes[at++] = '9';
        rest = -223_372_036_854_775_808L;
      }
      rest = -rest;
    }
    int length = 1;
    for (long v = rest; v > 9; v /= 10) length++;
    for (int i = at + length - 1; i >= at; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    at += length;
  }

  /** Writes a character that is not itself in JSON or not one byte; returns the index it used. */
  private int special(String text, int i) {
    char c = text.charAt(i);
    if (c == '"' || c == '\\') {
      bytes[at++] = '\\';
      bytes[at++] = (byte) c;
    } else if (c < 0x80) {
      escape(c);
    } else if (Character.isHighSurrogate(c)
        && i + 1 < text.length()
        && Character.isLowSurrogate(text.charAt(i + 1))) {
      utf8(Character.toCodePoint(c, text.charAt(i + 1)));
      return i + 1;
    } else {
      utf8(Character.isSurrogate(c) ? 0xfffd : c);
    }
    return i;
  }

  private void escape(char c) {
    bytes[at++] = '\\';
    bytes[at++] = 'u';
    bytes[at++] = '0';
    bytes[at++] = '0';
    bytes[at++] = HEX[c >> 4];
    bytes[at++] = HEX[c & 15];
  }

  private void utf8(int codePoint) {
    if (codePoint < 0x800) {
      bytes[at++] = (byte) (0xc0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        bytes[at++] = (byte) (0xe0 | codePoint >> 12);
      } else {
        bytes[at++] = (byte) (0xf0 | codePoint >> 18);
        bytes[at++] = (byte) (0x80 | ((codePoint >> 12) & 63));
      }
      bytes[at++] = (byte) (0x80 | ((codePoint >> 6) & 63));
    }
    bytes[at++] = (byte) (0x80 | (codePoint & 63));
  }

  private void room(int more) {
    if (bytes.length - at < more)
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, at + more));
  }
}
