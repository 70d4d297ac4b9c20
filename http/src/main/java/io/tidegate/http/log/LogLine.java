package io.tidegate.http.log;

import io.tidegate.http.wire.Ascii;

/** A line in the making, in an array that is used again. What does not fit is left out. */
public final class LogLine {

  private static final int LINE_MAX = 4 * 1024;

  private final byte[] bytes = new byte[LINE_MAX];
  private int length;

  LogLine begin() {
    length = 0;
    return this;
  }

  /** Appends these bytes. */
  public LogLine put(byte[] from) {
    return put(from, from.length);
  }

  /** Appends the first of these bytes. */
  public LogLine put(byte[] from, int count) {
    int fitting = Math.min(count, LINE_MAX - 1 - length);
    System.arraycopy(from, 0, bytes, length, fitting);
    length += fitting;
    return this;
  }

  /** Appends text of ASCII. */
  public LogLine put(String text) {
    return put(Ascii.bytes(text));
  }

  /** Appends a character of ASCII. */
  public LogLine put(char c) {
    if (length < LINE_MAX - 1) bytes[length++] = (byte) c;
    return this;
  }

  /** Appends a whole number, at least 0. */
  public LogLine put(long value) {
    int digits = 1;
    for (long v = value; v > 9; v /= 10) digits++;
    if (!hasRoom(digits)) return this;
    long rest = value;
    for (int i = length + digits - 1; i >= length; i--) {
      bytes[i] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    length += digits;
    return this;
  }

  /** Whether that many bytes fit behind {@link #length}. */
  public boolean hasRoom(int more) {
    return length + more < LINE_MAX;
  }

  /** The array, for who writes into it at {@link #length} by other hands; see {@link #until}. */
  public byte[] array() {
    return bytes;
  }

  /** Bytes so far. */
  public int length() {
    return length;
  }

  /** What was written into the array by other hands ends there. */
  public LogLine until(int end) {
    length = end;
    return this;
  }

  /** Ends it: the newline always has room. */
  LogLine end() {
    bytes[length++] = '\n';
    return this;
  }
}
