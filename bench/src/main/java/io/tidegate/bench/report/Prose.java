package io.tidegate.bench.report;

/** Breaks Markdown's prose into lines. */
final class Prose {

  /** Where a line of prose ends at the latest; {@code HouseRulesTest} holds all pages to it. */
  private static final int COLUMNS = 120;

  private Prose() {}

  /**
   * The paragraph in lines of at most 120 columns, each ended; a word longer than that stays whole.
   *
   * @param first what the first line begins with, such as {@code "- "}; the others are indented by
   *     as much
   */
  static String lines(String first, String paragraph) {
    StringBuilder out = new StringBuilder(first);
    String indent = " ".repeat(first.length());
    int column = first.length();
    for (String word : paragraph.strip().split("\\s+", -1)) {
      boolean begun = column > first.length();
      if (begun && column + 1 + word.length() > COLUMNS) {
        out.append('\n').append(indent);
        column = indent.length();
        begun = false;
      }
      if (begun) out.append(' ');
      out.append(word);
      column += (begun ? 1 : 0) + word.length();
    }
    return out.append('\n').toString();
  }
}
