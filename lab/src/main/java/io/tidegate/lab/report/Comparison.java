package io.tidegate.lab.report;

import static io.tidegate.lab.report.Table.cell;
import static io.tidegate.lab.report.Table.number;
import static io.tidegate.lab.report.Table.words;

import io.tidegate.http.page.PageLanguage;
import io.tidegate.lab.imports.MeasuredRun;
import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.recording.Timeline.Slot;
import io.tidegate.lab.report.Table.Cell;
import io.tidegate.lab.report.Table.Tone;
import io.tidegate.lab.report.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Two runs side by side: what changed from the first to the second, and whether they compare. */
public final class Comparison {

  /** Loads that differ by more are not the same. */
  private static final double SAME_LOAD = 0.1;

  private final RunRecord a;
  private final RunRecord b;
  private final List<Finding> findings = new ArrayList<>();
  private final Table table =
      Table.of(
          "effects",
          new Text("Effects", "차이"),
          new Text(
              "B against A. An interval of 95 % is given for means, from batches of seconds; where"
                  + " it has 0 % in it, the runs do not show a difference. Ramps are part of it:"
                  + " compare plateaus.",
              "A에 대한 B의 변화입니다. 평균에는 초 단위 묶음으로 구한 95 % 구간을 붙였고, 0 %가 그 안에 있으면 차이를 보여 주지 못한"
                  + " 것입니다. 부하가 오르내린 구간도 들어 있으니 평평한 구간끼리 견주세요."),
          words("Figure", "수치"),
          number("A", "A"),
          number("B", "B"),
          number("Change", "변화"),
          number("95 %", "95 % 구간"));

  private Comparison(RunRecord a, RunRecord b) {
    this.a = a;
    this.b = b;
  }

  /**
   * Compares two run folders or files of other tools, as Markdown.
   *
   * @throws IOException if there is no run in one of them
   */
  public static String of(Path a, Path b, PageLanguage language) throws IOException {
    Comparison comparison = new Comparison(MeasuredRun.read(a), MeasuredRun.read(b));
    comparison.compare();
    return MarkdownReport.of(
        "A: " + a + ", B: " + b, comparison.findings, List.of(comparison.table), language);
  }

  private static BuiltinMetrics builtin(RunRecord run) {
    return run.measured().builtin();
  }

  private void compare() {
    validity("A", a);
    validity("B", b);
    sameLoad();
    mean(
        new Text("Requests per second", "초당 요청"),
        (run, slot) -> slot.rate(builtin(run).httpReqs),
        Numbers::rate);
    mean(
        new Text("Service time of requests, mean", "요청 처리 시간 평균"),
        (run, slot) -> meanOf(slot.of(builtin(run).httpReqDuration)),
        Numbers::time);
    for (int percent : new int[] {50, 95, 99})
      percentile("Service time of requests, p", "요청 처리 시간 p", percent, m -> m.httpReqDuration);
    responses();
    row(
        new Text("Failed requests", "실패한 요청"),
        of(a, m -> m.httpReqFailed).mean(),
        of(b, m -> m.httpReqFailed).mean(),
        Numbers::percent,
        "–");
    row(
        new Text("Arrivals not served", "처리되지 않은 도착"),
        of(a, m -> m.droppedIterations).sum(),
        of(b, m -> m.droppedIterations).sum(),
        Numbers::count,
        "–");
  }

  private void validity(String name, RunRecord run) {
    Verdict verdict = Verdict.of(run);
    Tone tone = verdict.tone() == Tone.GOOD ? Tone.PLAIN : verdict.tone();
    findings.add(
        new Finding(
            tone,
            new Text(
                name + ": " + verdict.headline().english(),
                name + ": " + verdict.headline().korean())));
  }

  /** By Little's law: as many under way at once, the mean rate times the mean time. */
  private void sameLoad() {
    double inA = inFlight(a);
    double inB = inFlight(b);
    if (inA == 0 || inB == 0) return;
    boolean same = Math.abs(inB / inA - 1) <= SAME_LOAD;
    String figures = Numbers.significant(inA) + " / " + Numbers.significant(inB);
    findings.add(
        new Finding(
            same ? Tone.PLAIN : Tone.WARN,
            same
                ? new Text(
                    "The load is the same: requests in flight, by Little's law: " + figures + ".",
                    "부하가 같습니다. 리틀의 법칙에 따른 처리 중 요청 수: " + figures + ".")
                : new Text(
                    "The load is not the same, so times do not compare: requests in flight, by"
                        + " Little's law: "
                        + figures
                        + ".",
                    "부하가 달라 시간을 견줄 수 없습니다. 리틀의 법칙에 따른 처리 중 요청 수: " + figures + ".")));
  }

  private static double inFlight(RunRecord run) {
    Totals times = of(run, m -> m.httpReqDuration);
    return times.sum() / 1_000 / run.seconds();
  }

  private static Totals of(RunRecord run, Function<BuiltinMetrics, Metric> metric) {
    return run.measured().of(metric.apply(builtin(run)));
  }

  private static double meanOf(Totals totals) {
    return totals.count() == 0 ? Double.NaN : totals.mean();
  }

  // ---- rows ----

  /** What a slot of a run has. */
  private interface SlotValue {
    double of(RunRecord run, Slot slot);
  }

  private void mean(Text name, SlotValue value, DoubleFunction<String> text) {
    Batches batchesA = batches(a, slot -> value.of(a, slot));
    Batches batchesB = batches(b, slot -> value.of(b, slot));
    if (batchesA.count() == 0 || batchesB.count() == 0) return;
    String interval = "–";
    if (batchesA.comparesWith(batchesB) && batchesA.mean() > 0) {
      Batches.Interval by = batchesA.difference(batchesB);
      interval = change(by.from() / batchesA.mean()) + " … " + change(by.to() / batchesA.mean());
    }
    row(name, batchesA.mean(), batchesB.mean(), text, interval);
  }

  private static Batches batches(RunRecord run, ToDoubleFunction<Slot> value) {
    return Batches.of(run.measured().timeline().slots().stream().mapToDouble(value).toArray());
  }

  private void percentile(
      String english, String korean, int percent, Function<BuiltinMetrics, Metric> metric) {
    Totals ofA = of(a, metric);
    Totals ofB = of(b, metric);
    if (ofA.count() == 0 || ofB.count() == 0) return;
    if (!ofA.hasSpread() || !ofB.hasSpread()) return;
    row(
        new Text(english + percent, korean + percent),
        ofA.percentile(percent),
        ofB.percentile(percent),
        Numbers::time,
        "–");
  }

  /** Of times of which at least one is not known there is no change to be given. */
  private void responses() {
    Censored ofA = Censored.responses(a);
    Censored ofB = Censored.responses(b);
    if (ofA.known().count() == 0 || ofB.known().count() == 0) return;
    for (int percent : new int[] {50, 95, 99}) {
      boolean known = !ofA.isLeast(percent) && !ofB.isLeast(percent);
      table.add(
          List.of(
              new Cell(new Text("Response time, p" + percent, "응답 시간 p" + percent), Tone.PLAIN),
              cell(ofA.percentile(percent)),
              cell(ofB.percentile(percent)),
              cell(known ? change(ofB.least(percent) / ofA.least(percent) - 1) : "–"),
              cell("–")));
    }
  }

  private void row(
      Text name, double inA, double inB, DoubleFunction<String> text, String interval) {
    if (inA == 0 && inB == 0) return;
    List<Cell> row = new ArrayList<>();
    row.add(new Cell(name, Tone.PLAIN));
    row.add(cell(text.apply(inA)));
    row.add(cell(text.apply(inB)));
    row.add(cell(inA == 0 ? "–" : change(inB / inA - 1)));
    row.add(cell(interval));
    table.add(row);
  }

  private static String change(double part) {
    return (part > 0 ? "+" : "") + Numbers.fixed(100 * part, 1) + " %";
  }
}
