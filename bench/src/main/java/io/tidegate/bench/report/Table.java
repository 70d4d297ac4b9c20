package io.tidegate.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown whose columns stand straight in plain text too. Not thread-safe. */
public final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these column heads; all columns but the first are numbers, to the right. */
  public Table(String... heads) {
    rows.add(List.of(heads));
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException if it has not one cell a column
   */
  public Table row(String... cells) {
    if (cells.length != rows.getFirst().size())
      throw new IllegalArgumentException("a row of " + cells.length);
    rows.add(List.of(cells));
    return this;
  }

  /** The table's text, each line ended. */
  public String show() {
    StringBuilder out = new StringBuilder();
    int[] widths = widths();
    for (int i = 0; i < rows.size(); i++) {
      line(out, rows.get(i), widths);
      if (i == 0) rule(out, widths);
    }
    return out.toString();
  }

  private int[] widths() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) widths[i] = Math.max(widths[i], row.get(i).length());
    }
    return widths;
  }

  private static void line(StringBuilder out, List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String pad = " ".repeat(widths[i] - row.get(i).length());
      out.append("| ").append(i == 0 ? row.get(i) + pad : pad + row.get(i)).append(' ');
    }
    out.append("|\n");
  }

  private static void rule(StringBuilder out, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      out.append(i == 0 ? "|:" : "|-").append("-".repeat(widths[i])).append(i == 0 ? "-" : ":");
    }
    out.append("|\n");
  }
}
