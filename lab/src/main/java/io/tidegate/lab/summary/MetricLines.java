package io.tidegate.lab.summary;

import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.Statistic;
import io.tidegate.lab.metric.SubMetric;
import io.tidegate.lab.metric.Totals;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of a summary, one a metric, whose columns stand below each other: {@code http_reqs......:
 * 20 49.8/s}.
 */
final class MetricLines {

  /** How much further in the parts of a metric stand. */
  static final int PART_INDENT = 2;

  private static final int DOTS_MIN = 3;

  /**
   * One line.
   *
   * @param lead what stands before the name
   * @param indent how much further in than others the name stands
   * @param figures of a trend one for each statistic; else the value and what stands behind it
   */
  private record Line(String lead, int indent, String name, boolean trend, List<String> figures) {
    int nameWidth() {
      return indent + width(name);
    }
  }

  private final SummaryOptions options;
  private final Palette palette;
  private final double seconds;
  private final List<Line> lines = new ArrayList<>();

  MetricLines(SummaryOptions options, Palette palette, double seconds) {
    this.options = options;
    this.palette = palette;
    this.seconds = seconds;
  }

  /**
   * One more; returns its number.
   *
   * @param lead of a part of a metric longer by {@link #PART_INDENT}
   */
  int add(String lead, SubMetric of, Totals totals) {
    boolean trend = of.metric().type() == MetricType.TREND;
    boolean part = !of.suffix().isEmpty();
    String name = part ? "{ " + of.suffix() + " }" : of.name();
    lines.add(
        new Line(
            lead,
            part ? PART_INDENT : 0,
            name,
            trend,
            trend ? trend(of, totals) : plain(of, totals)));
    return lines.size() - 1;
  }

  /** One that is of no metric; returns its number. */
  int add(String lead, String name, String value, String more) {
    lines.add(new Line(lead, 0, name, false, List.of(value, more)));
    return lines.size() - 1;
  }

  private List<String> trend(SubMetric of, Totals totals) {
    List<String> figures = new ArrayList<>();
    for (Statistic stat : options.trendStats()) {
      double value = stat.of(totals, seconds);
      figures.add(
          stat.kind() == Statistic.Kind.COUNT ? ValueFormat.number(value) : value(of, value));
    }
    return figures;
  }

  private List<String> plain(SubMetric of, Totals totals) {
    return switch (of.metric().type()) {
      case COUNTER ->
          List.of(value(of, totals.sum()), value(of, perSecond(totals.sum(), seconds)) + "/s");
      case GAUGE ->
          List.of(
              value(of, totals.last()),
              "min=" + value(of, totals.min()),
              "max=" + value(of, totals.max()));
      case RATE ->
          List.of(ValueFormat.percent(totals.mean()), outOf(totals.sum(), (double) totals.count()));
      case TREND -> throw new AssertionError("a trend has columns");
    };
  }

  static double perSecond(double sum, double seconds) {
    return seconds > 0 ? sum / seconds : 0;
  }

  static String outOf(double some, double all) {
    return ValueFormat.number(some) + " out of " + ValueFormat.number(all);
  }

  private String value(SubMetric of, double value) {
    return ValueFormat.value(value, of.metric(), options.timeUnit());
  }

  /** The text of all, in the order in which they were added. */
  List<String> text() {
    int nameWidth = lines.stream().mapToInt(Line::nameWidth).max().orElse(0);
    List<String> text = new ArrayList<>();
    for (Line line : lines) {
      int dots = nameWidth - line.nameWidth() + DOTS_MIN;
      text.add(
          line.lead
              + line.name
              + palette.faint(".".repeat(dots) + ":")
              + " "
              + (line.trend ? trend(line) : plain(line)));
    }
    return text;
  }

  private String trend(Line line) {
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < line.figures.size(); i++) {
      String figure = line.figures.get(i);
      String padding = " ".repeat(columnWidth(true, i) - width(figure));
      cells.add(options.trendStats().get(i).name() + "=" + palette.figure(figure) + padding);
    }
    return String.join(" ", cells);
  }

  private String plain(Line line) {
    StringBuilder text = new StringBuilder(palette.figure(line.figures.getFirst()));
    text.append(padding(line, 0));
    for (int i = 1; i < line.figures.size(); i++) {
      text.append(' ').append(palette.lesserFigure(line.figures.get(i)));
      if (line.figures.size() > 2) text.append(padding(line, i));
    }
    return text.toString();
  }

  private String padding(Line line, int column) {
    return " ".repeat(columnWidth(false, column) - width(line.figures.get(column)));
  }

  private int columnWidth(boolean trend, int column) {
    return lines.stream()
        .filter(line -> line.trend == trend && column < line.figures.size())
        .mapToInt(line -> width(line.figures.get(column)))
        .max()
        .orElse(0);
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
