package io.tidegate.lab.report;

import io.tidegate.lab.recording.Text;
import java.util.List;
import java.util.Locale;

/**
 * A figure of a report: values over others, as SVG without a script, so that it is the same on
 * paper, offline and in years. Its colours come from the page's style.
 *
 * @param id for links within a page
 * @param reading how to read it
 * @param xs of all series, ascending but for points
 */
record Figure(
    String id, Text title, Text reading, Axis x, Axis y, double[] xs, List<Series> series) {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 250;
  private static final int LEFT = 66;
  private static final int RIGHT = 14;
  private static final int TOP = 12;
  private static final int BOTTOM = 28;
  private static final int TABLE_ROWS_MOST = 60;

  /** How values are drawn. */
  enum Shape {
    LINE,
    POINTS,
    /** From its value of x to the next one. */
    BARS
  }

  /**
   * Values that belong together.
   *
   * @param ys one for each x; not a number where there is none
   */
  record Series(Text name, Shape shape, double[] ys) {}

  /** Whether there is anything to see. */
  boolean isEmpty() {
    if (xs.length < 2) return true;
    for (Series one : series) for (double y : one.ys) if (Double.isFinite(y) && y > 0) return false;
    return true;
  }

  // ---- as a drawing ----

  private double xFrom() {
    double least = Double.POSITIVE_INFINITY;
    for (double value : xs) least = Math.min(least, value);
    return x.scale() == Axis.Scale.LOG ? least : Math.min(0, least);
  }

  private double xTo() {
    double most = 0;
    for (double value : xs) most = Math.max(most, value);
    return x.end(most);
  }

  private double yTo() {
    double most = 0;
    for (Series one : series)
      for (double value : one.ys) if (Double.isFinite(value)) most = Math.max(most, value);
    return y.end(most);
  }

  /**
   * Names of the page's elements that title and explain it are {@code id-title}, {@code id-how}.
   */
  String svg() {
    StringBuilder svg = new StringBuilder(8_192);
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"%s-title\">\n"
            .formatted(WIDTH, HEIGHT, id));
    double xFrom = xFrom();
    double xTo = xTo();
    double yTo = yTo();
    grid(svg, xFrom, xTo, yTo);
    for (int i = 0; i < series.size(); i++) {
      svg.append("<g class=\"s").append(i + 1).append("\">");
      switch (series.get(i).shape) {
        case LINE -> line(svg, series.get(i).ys, xFrom, xTo, yTo);
        case POINTS -> points(svg, series.get(i).ys, xFrom, xTo, yTo);
        case BARS -> bars(svg, series.get(i).ys, xFrom, xTo, yTo);
      }
      svg.append("</g>\n");
    }
    return svg.append("</svg>\n").toString();
  }

  private void grid(StringBuilder svg, double xFrom, double xTo, double yTo) {
    for (double tick : y.ticks(0, yTo)) {
      String at = number(yAt(tick, yTo));
      svg.append("<path class=\"grid\" d=\"M").append(LEFT).append(' ').append(at).append('H');
      svg.append(WIDTH - RIGHT).append("\"/>");
      svg.append("<text class=\"y\" x=\"").append(LEFT - 8).append("\" y=\"").append(at);
      svg.append("\" dy=\".35em\">").append(y.tick(tick)).append("</text>\n");
    }
    for (double tick : x.ticks(xFrom, xTo)) {
      String at = number(xAt(tick, xFrom, xTo));
      svg.append("<path class=\"tick\" d=\"M").append(at).append(' ').append(HEIGHT - BOTTOM);
      svg.append("v5\"/><text class=\"x\" x=\"").append(at).append("\" y=\"");
      svg.append(HEIGHT - BOTTOM + 19).append("\">").append(x.tick(tick));
      svg.append("</text>\n");
    }
  }

  private void line(StringBuilder svg, double[] ys, double xFrom, double xTo, double yTo) {
    svg.append("<path d=\"");
    boolean down = false;
    for (int i = 0; i < xs.length; i++) {
      if (!Double.isFinite(ys[i])) {
        down = false;
        continue;
      }
      svg.append(down ? 'L' : 'M').append(number(xAt(xs[i], xFrom, xTo))).append(' ');
      svg.append(number(yAt(ys[i], yTo)));
      // A lone point between gaps is a dot: the line's ends are round.
      if (!down) svg.append("h0");
      down = true;
    }
    svg.append("\"/>");
  }

  private void points(StringBuilder svg, double[] ys, double xFrom, double xTo, double yTo) {
    for (int i = 0; i < xs.length; i++)
      if (Double.isFinite(ys[i]))
        svg.append("<circle r=\"2.5\" cx=\"")
            .append(number(xAt(xs[i], xFrom, xTo)))
            .append("\" cy=\"")
            .append(number(yAt(ys[i], yTo)))
            .append("\"/>");
  }

  private void bars(StringBuilder svg, double[] ys, double xFrom, double xTo, double yTo) {
    svg.append("<path class=\"bar\" d=\"");
    for (int i = 0; i + 1 < xs.length; i++) {
      if (!(ys[i] > 0)) continue;
      svg.append('M').append(number(xAt(xs[i], xFrom, xTo))).append(' ').append(HEIGHT - BOTTOM);
      svg.append('V').append(number(yAt(ys[i], yTo)));
      svg.append('H').append(number(xAt(xs[i + 1], xFrom, xTo)));
      svg.append('V').append(HEIGHT - BOTTOM);
    }
    svg.append("\"/>");
  }

  private double xAt(double value, double from, double to) {
    return LEFT + x.place(value, from, to) * (WIDTH - LEFT - RIGHT);
  }

  private double yAt(double value, double to) {
    return HEIGHT - BOTTOM - y.place(value, 0, to) * (HEIGHT - TOP - BOTTOM);
  }

  private static String number(double value) {
    double tenths = Math.round(value * 10) / 10.0;
    return tenths == Math.rint(tenths)
        ? Long.toString((long) tenths)
        : String.format(Locale.ROOT, "%.1f", tenths);
  }

  // ---- as a table ----

  /** Its values, of at most {@value #TABLE_ROWS_MOST} places. */
  Table table() {
    Table.Column[] columns = new Table.Column[series.size() + 1];
    columns[0] = new Table.Column(x.title(), true);
    for (int i = 0; i < series.size(); i++)
      columns[i + 1] = new Table.Column(series.get(i).name, true);
    Table table = Table.of(id + "-values", title, reading, columns);
    int step = (xs.length + TABLE_ROWS_MOST - 1) / TABLE_ROWS_MOST;
    for (int i = 0; i < xs.length; i += step) {
      String[] row = new String[series.size() + 1];
      row[0] = x.label().apply(xs[i]);
      for (int s = 0; s < series.size(); s++) {
        double value = series.get(s).ys[i];
        row[s + 1] = Double.isFinite(value) ? y.label().apply(value) : "–";
      }
      table.add(row);
    }
    return table;
  }
}
