package io.tidegate.audit.draw;

import java.util.Arrays;

/**
 * Reads and writes the text of {@code cohort.txt} and {@code order.txt}: one number in decimal
 * digits on each line, each line ended by a line feed.
 */
public final class NumberLines {
  private static final long MOST = (1L << 53) - 1;
  private static final int DIGITS_MAX = 16;

  private NumberLines() {}

  /** The text of these numbers, each at least 0. */
  public static byte[] text(int[] numbers) {
    byte[] text = new byte[Math.multiplyExact(numbers.length, 11)];
    int end = 0;
    for (int number : numbers) {
      int begin = end;
      for (int rest = number; rest > 0 || end == begin; rest /= 10)
        text[end++] = (byte) ('0' + rest % 10);
      turnRound(text, begin, end - 1);
      text[end++] = '\n';
    }
    return Arrays.copyOf(text, end);
  }

  private static void turnRound(byte[] text, int from, int to) {
    for (; from < to; from++, to--) {
      byte other = text[from];
      text[from] = text[to];
      text[to] = other;
    }
  }

  /**
   * Reads such a text, strictly: no other bytes, no empty line, no zero in front, and the last
   * number ends with a line feed too.
   *
   * @return the numbers, each in [1, 2^53 - 1], in the order of the text
   * @throws MalformedDrawException if it is anything else, with the line
   */
  static long[] read(String name, byte[] text) throws MalformedDrawException {
    long[] numbers = new long[lines(text)];
    int at = 0;
    for (int line = 0; line < numbers.length; line++) {
      int begin = at;
      long number = 0;
      for (; text[at] != '\n'; at++) {
        int digit = text[at] - '0';
        if (digit < 0 || digit > 9 || at - begin >= DIGITS_MAX) throw noNumber(name, line);
        number = number * 10 + digit;
      }
      if (at == begin || text[begin] == '0' || number > MOST) throw noNumber(name, line);
      numbers[line] = number;
      at++;
    }
    if (at != text.length)
      throw new MalformedDrawException(name + " does not end with a line feed");
    return numbers;
  }

  /** How many line feeds there are. */
  static int lines(byte[] text) {
    int lines = 0;
    for (byte b : text) if (b == '\n') lines++;
    return lines;
  }

  private static MalformedDrawException noNumber(String name, int line) {
    return new MalformedDrawException(
        name + ", line " + (line + 1) + ", is not a number in decimal digits");
  }
}
