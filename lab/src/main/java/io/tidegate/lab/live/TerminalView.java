package io.tidegate.lab.live;

import io.tidegate.lab.live.Screen.Kind;
import io.tidegate.lab.report.Numbers;
import io.tidegate.lab.summary.Palette;
import io.tidegate.lab.threshold.ThresholdResult;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A run in the terminal. Any thread; what is written is written as one. */
final class TerminalView {

  private static final int LINE_EVERY_SECONDS = 10;
  private static final int THRESHOLDS_MOST = 6;
  private static final int LABEL_COLUMNS = 10;
  private static final int SPARK_COLUMNS_MOST = 40;

  private final LiveRun run;
  private final PrintStream out;
  private final Screen screen;
  private final Palette ink;
  private List<String> drawn = List.of();
  private double nextLineSecond = LINE_EVERY_SECONDS;

  TerminalView(LiveRun run, PrintStream out, Screen screen) {
    this.run = run;
    this.out = out;
    this.screen = screen;
    ink = Palette.of(screen.color());
  }

  /** Shows how it stands. */
  synchronized void show() {
    LiveRun.Sums sums = run.sums();
    List<LivePoint> points = run.points();
    if (points.isEmpty()) return;
    switch (screen.kind()) {
      case NONE -> {}
      case LINES -> {
        if (sums.elapsedSeconds() < nextLineSecond - 0.5) return;
        nextLineSecond += LINE_EVERY_SECONDS;
        out.println(plainLine(sums, points));
        out.flush();
      }
      case REDRAWN -> redraw(lines(sums, points));
    }
  }

  /** Writes a line of the run itself, above the view. */
  synchronized void say(PrintStream to, String line) {
    if (screen.kind() != Kind.REDRAWN || drawn.isEmpty()) {
      to.println(line);
      return;
    }
    out.print("\u001b[" + drawn.size() + "A\r\u001b[J");
    out.flush();
    to.println(line);
    to.flush();
    List<String> again = drawn;
    drawn = List.of();
    redraw(again);
  }

  private void redraw(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (!drawn.isEmpty()) frame.append("\u001b[").append(drawn.size()).append('A');
    for (String line : lines)
      frame.append("\r\u001b[2K").append(Columns.cut(line, screen.width())).append('\n');
    if (lines.size() < drawn.size()) frame.append("\u001b[J");
    out.print(frame);
    out.flush();
    drawn = lines;
  }

  // ---- the view ----

  private List<String> lines(LiveRun.Sums sums, List<LivePoint> points) {
    LivePoint now = points.getLast();
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(head(sums));
    lines.add("");
    boolean requests = sums.requests() > 0;
    lines.add(
        row(
            "rate",
            ink.bold(pad(Numbers.rate(now.rate()), 10)),
            sparks(points, LivePoint::rate),
            requests
                ? Numbers.count(sums.requests()) + " requests"
                : Numbers.count(sums.iterations()) + " iterations"));
    lines.add(
        row(
            "latency",
            ink.bold(pad(Numbers.time(or0(now.times().p95())), 10)),
            sparks(points, point -> point.times().p95()),
            times(sums.times())));
    if (Double.isFinite(now.response().p95()))
      lines.add(
          row(
              "response",
              ink.bold(pad(Numbers.time(now.response().p95()), 10)),
              sparks(points, point -> point.response().p95()),
              "p95 from the intended start"));
    lines.add(
        row(
            "errors",
            errors(now, sums),
            sparks(points, point -> point.failed() + point.dropped()),
            failures(sums)));
    lines.add(
        row(
            "users",
            ink.bold(pad(Numbers.count(now.users()), 10)),
            sparks(points, LivePoint::users),
            "of " + Numbers.count(now.usersThere())));
    if (sums.checks() > 0) {
      String passed = pad(Numbers.percent(sums.checksPassed()), 10);
      lines.add(row("checks", sums.checksPassed() < 1 ? ink.warn(passed) : passed, "", "passed"));
    }
    thresholds(sums.thresholds(), lines);
    return lines;
  }

  private String head(LiveRun.Sums sums) {
    double part = run.progress(sums);
    double seconds = run.length().toNanos() / 1e9;
    double left = Math.max(0, seconds - sums.elapsedSeconds());
    String time =
        seconds <= 0
            ? Numbers.clock(sums.elapsedSeconds())
            : left > 0
                ? Numbers.clock(sums.elapsedSeconds())
                    + " of "
                    + Numbers.clock(seconds)
                    + ", "
                    + Numbers.clock(left)
                    + " left"
                : Numbers.clock(sums.elapsedSeconds()) + ", the last iterations end";
    int room = screen.width() - Columns.width(run.script()) - Columns.width(time) - 4;
    String bar =
        room < 8 ? "" : ink.figure(Columns.bar(part, Math.min(room, SPARK_COLUMNS_MOST))) + "  ";
    return " " + ink.bold(run.script()) + "  " + bar + time;
  }

  private String row(String label, String value, String sparks, String more) {
    return " " + ink.faint(pad(label, LABEL_COLUMNS)) + value + " " + sparks + ink.faint(more);
  }

  private String sparks(List<LivePoint> points, ToDoubleFunction<LivePoint> value) {
    int columns = Math.min(SPARK_COLUMNS_MOST, screen.width() - 55);
    if (columns < 8) return "";
    double[] values = points.stream().mapToDouble(value).toArray();
    String line = Columns.sparkline(values, columns);
    return ink.figure(line) + " ".repeat(columns - line.length() + 2);
  }

  private static String times(LivePoint.Times times) {
    return "p95; all: p50 %s, p95 %s, p99 %s"
        .formatted(
            Numbers.time(or0(times.p50())),
            Numbers.time(or0(times.p95())),
            Numbers.time(or0(times.p99())));
  }

  private String errors(LivePoint now, LiveRun.Sums sums) {
    String text = pad(Numbers.rate(now.failed() + now.dropped()), 10);
    if (now.failed() + now.dropped() > 0) return ink.bad(text);
    return sums.failed() + sums.dropped() > 0 ? ink.warn(text) : ink.good(text);
  }

  private static String failures(LiveRun.Sums sums) {
    String failed =
        Numbers.count(sums.failed()) + " failed (" + Numbers.percent(sums.failedPart()) + ")";
    return sums.dropped() == 0
        ? failed
        : failed + ", " + Numbers.count(sums.dropped()) + " not served";
  }

  private void thresholds(List<ThresholdResult> all, List<String> lines) {
    if (all.isEmpty()) return;
    lines.add("");
    List<ThresholdResult> shown = new ArrayList<>(all);
    shown.sort((a, b) -> Boolean.compare(a.holds(), b.holds())); // those that fail first
    for (ThresholdResult one : shown.subList(0, Math.min(THRESHOLDS_MOST, shown.size())))
      lines.add(" " + threshold(one));
    if (shown.size() > THRESHOLDS_MOST)
      lines.add(ink.faint("   and " + (shown.size() - THRESHOLDS_MOST) + " more"));
  }

  private String threshold(ThresholdResult one) {
    String text = one.of().name() + " " + one.threshold().source();
    if (one.samples() == 0) return ink.faint("· " + text + "  no samples yet");
    String figure = "  " + Numbers.significant(one.figure());
    return (one.holds() ? ink.good("✓ ") : ink.bad("✗ ")) + text + ink.faint(figure);
  }

  // ---- lines ----

  private String plainLine(LiveRun.Sums sums, List<LivePoint> points) {
    LivePoint now = points.getLast();
    StringBuilder line = new StringBuilder(Numbers.clock(sums.elapsedSeconds()));
    if (!run.length().isZero())
      line.append(" (").append(Math.round(100 * run.progress(sums))).append(" %)");
    line.append("  ").append(Numbers.rate(now.rate()));
    line.append("  p50 ").append(Numbers.time(or0(now.times().p50())));
    line.append("  p95 ").append(Numbers.time(or0(now.times().p95())));
    line.append("  p99 ").append(Numbers.time(or0(now.times().p99())));
    line.append("  failed ").append(Numbers.count(sums.failed()));
    if (sums.dropped() > 0) line.append("  not served ").append(Numbers.count(sums.dropped()));
    line.append("  users ").append(Numbers.count(now.users()));
    long broken = sums.thresholds().stream().filter(one -> !one.holds()).count();
    if (broken > 0) line.append("  thresholds failed ").append(broken);
    return Columns.cut(line.toString(), screen.width() + 60);
  }

  private static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - text.length()));
  }

  private static double or0(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
