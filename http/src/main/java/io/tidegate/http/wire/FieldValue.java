package io.tidegate.http.wire;

/** Reads the values of header fields where they stand. Pure. */
public final class FieldValue {

  private FieldValue() {}

  /** Whether the list in {@code bytes[from, to)} has this member, whatever its case. */
  public static boolean hasToken(String token, byte[] bytes, int from, int to) {
    for (int at = from; at < to; ) {
      int comma = at;
      while (comma < to && bytes[comma] != ',') comma++;
      int tokenFrom = at;
      int tokenTo = comma;
      while (tokenFrom < tokenTo && Ascii.isSpace(bytes[tokenFrom])) tokenFrom++;
      while (tokenTo > tokenFrom && Ascii.isSpace(bytes[tokenTo - 1])) tokenTo--;
      if (Ascii.equalIgnoringCase(token, bytes, tokenFrom, tokenTo)) return true;
      at = comma + 1;
    }
    return false;
  }

  /**
   * The number in {@code bytes[from, to)}, which has to consist of digits alone.
   *
   * @return {@link Long#MAX_VALUE} for more than a long holds, -1 for what is no number
   */
  public static long digits(byte[] bytes, int from, int to) {
    if (from == to) return -1;
    long number = 0;
    for (int i = from; i < to; i++) {
      if (!Ascii.isDigit(bytes[i])) return -1;
      number = number > Long.MAX_VALUE / 20 ? Long.MAX_VALUE : number * 10 + bytes[i] - '0';
    }
    return number;
  }
}
