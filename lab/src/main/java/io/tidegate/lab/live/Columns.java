package io.tidegate.lab.live;

/** Text in the columns of a screen: cut to its width, and drawn as bars and curves. Pure. */
final class Columns {

  private static final String SPARKS = "▁▂▃▄▅▆▇█";

  private Columns() {}

  /** A curve of the last values, one column each, from 0 to the greatest. */
  static String sparkline(double[] values, int columns) {
    int from = Math.max(0, values.length - columns);
    double most = 0;
    for (int i = from; i < values.length; i++)
      if (Double.isFinite(values[i])) most = Math.max(most, values[i]);
    StringBuilder line = new StringBuilder();
    for (int i = from; i < values.length; i++) {
      if (!Double.isFinite(values[i])) line.append(' ');
      else line.append(SPARKS.charAt(most == 0 ? 0 : (int) Math.min(7, 8 * values[i] / most)));
    }
    return line.toString();
  }

  /** A bar of that many columns. */
  static String bar(double part, int columns) {
    int full = (int) Math.round(part * columns);
    return "█".repeat(full) + "░".repeat(columns - full);
  }

  /** Cut to so many columns; what is escaped takes none, and letters of East Asia take two. */
  static String cut(String text, int columns) {
    StringBuilder cut = new StringBuilder();
    int at = 0;
    boolean escaped = false;
    boolean over = false;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (c == '\u001b') escaped = true;
      if (!escaped) {
        at += width(c);
        over |= at > columns;
      }
      if (escaped || !over) cut.appendCodePoint(c);
      if (escaped && Character.isLetter(c)) escaped = false;
    }
    return cut.toString();
  }

  static int width(String text) {
    return text.codePoints().map(Columns::width).sum();
  }

  private static int width(int c) {
    boolean wide =
        (c >= 0x1100 && c <= 0x115f)
            || (c >= 0x2e80 && c <= 0xa4cf)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0x1f300 && c <= 0x1faff);
    return wide ? 2 : 1;
  }
}
