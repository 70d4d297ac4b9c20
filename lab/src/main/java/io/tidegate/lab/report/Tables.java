package io.tidegate.lab.report;

import static io.tidegate.lab.report.Table.cell;
import static io.tidegate.lab.report.Table.number;
import static io.tidegate.lab.report.Table.words;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.AgentPart;
import io.tidegate.lab.recording.Ceiling;
import io.tidegate.lab.recording.GeneratorHealth;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunEnd;
import io.tidegate.lab.recording.RunFacts;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.report.Table.Cell;
import io.tidegate.lab.report.Table.Tone;
import io.tidegate.lab.summary.CheckTree;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The tables of a report, of what a run measured. Pure. */
final class Tables {

  static final String NONE = "–";

  private final RunRecord run;
  private final Measurements measured;
  private final BuiltinMetrics metrics;

  Tables(RunRecord run) {
    this.run = run;
    measured = run.measured();
    metrics = measured.builtin();
  }

  /** Those with something in them, in the order of a report. */
  List<Table> all() {
    TimeTables times = new TimeTables(run);
    ToolTables tools = new ToolTables(run);
    List<Table> all =
        List.of(
            thresholds(),
            times.responses(),
            times.endpoints(),
            times.phases(),
            checks(),
            errors(),
            tools.aggregate(),
            tools.nGrinder(),
            tools.everything(),
            ceilings(),
            agents(),
            generator(),
            environment());
    return all.stream().filter(table -> !table.isEmpty()).toList();
  }

  // ---- the verdict's ----

  private Table thresholds() {
    Table table =
        Table.of(
            "thresholds",
            new Text("Thresholds", "통과 기준"),
            new Text(
                "What the script demands. A threshold on a metric without one sample shows nothing;"
                    + " as in k6 its figure counts as 0, and on a rate it holds.",
                "스크립트가 요구한 조건입니다. 표본이 하나도 없는 지표의 기준은 아무것도 보여 주지 않습니다. k6처럼 값은 0으로"
                    + " 치고, 비율에 건 기준은 통과로 칩니다."),
            words("Metric", "지표"),
            words("Condition", "조건"),
            number("Measured", "측정값"),
            number("Samples", "표본 수"),
            words("Result", "결과"));
    RunEnd end = run.end();
    if (end == null) return table;
    for (RunEnd.ThresholdOutcome one : end.thresholds())
      table.add(
          List.of(
              cell(one.metric()),
              cell(one.source()),
              cell(one.samples() == 0 ? NONE : Numbers.significant(one.figure())),
              cell(Numbers.count(one.samples())),
              outcome(one)));
    return table;
  }

  private static Cell outcome(RunEnd.ThresholdOutcome one) {
    if (!one.holds())
      return one.samples() == 0
          ? cell("failed, no samples", "실패, 표본 없음", Tone.BAD)
          : cell("failed", "실패", Tone.BAD);
    return one.samples() == 0
        ? cell("no samples", "표본 없음", Tone.WARN)
        : cell("holds", "통과", Tone.GOOD);
  }

  // ---- what went wrong ----

  private Table checks() {
    Table table =
        Table.of(
            "checks",
            new Text("Checks", "검사"),
            new Text(
                "What the script looks at in replies. A failed check alone does not fail a run; a"
                    + " threshold on it does.",
                "스크립트가 응답에서 확인한 것입니다. 검사가 실패했다고 실행이 실패하지는 않고, 거기에 건 통과 기준이 실패하게 합니다."),
            words("Group", "그룹"),
            words("Check", "검사"),
            number("Passed", "성공"),
            number("Failed", "실패"),
            number("Passed of all", "성공률"));
    checks(table, measured.checks().root());
    return table;
  }

  private static void checks(Table table, CheckTree.Group group) {
    for (CheckTree.Check check : group.checks()) {
      double part = (double) check.passes() / Math.max(1, check.passes() + check.fails());
      String text = Numbers.percent(part);
      table.add(
          List.of(
              cell(group.path().isEmpty() ? NONE : group.path()),
              cell(check.name()),
              cell(Numbers.count(check.passes())),
              cell(Numbers.count(check.fails())),
              cell(text, text, check.fails() > 0 ? Tone.BAD : Tone.GOOD)));
    }
    for (CheckTree.Group inner : group.groups()) checks(table, inner);
  }

  private Table errors() {
    Table table =
        Table.of(
            "errors",
            new Text("Errors by kind", "종류별 오류"),
            new Text(
                "Requests that failed, by k6's error code. 1000 and above: no reply; 1400 and 1500:"
                    + " the target answered 4xx or 5xx.",
                "실패한 요청을 k6의 오류 코드별로 모았습니다. 1000번대는 응답이 없었던 것이고, 1400과 1500번대는 대상이 4xx나 5xx로"
                    + " 답한 것입니다."),
            words("Code", "코드"),
            words("Error", "오류"),
            words("Status", "상태"),
            words("Name", "이름"),
            number("Requests", "요청 수"),
            number("Of all", "비율"));
    double all = Math.max(1, measured.of(metrics.httpReqs).sum());
    measured
        .by(metrics.httpReqFailed, Tables::error)
        .forEach((key, totals) -> {
          if (totals.sum() == 0) return;
          List<Cell> row = new ArrayList<>();
          for (String text : key.split("\n", -1)) row.add(cell(text.isEmpty() ? NONE : text));
          row.add(cell(Numbers.count(totals.sum())));
          row.add(cell(Numbers.percent(totals.sum() / all)));
          table.add(row);
        });
    return table;
  }

  private static String error(TagSet tags) {
    return String.join(
        "\n",
        line(tags, "error_code"),
        line(tags, "error"),
        line(tags, "status"),
        line(tags, "name"));
  }

  private static String line(TagSet tags, String name) {
    return tag(tags, name).replace('\n', ' ');
  }

  static String tag(TagSet tags, String name) {
    return Objects.requireNonNullElse(tags.get(name), "");
  }

  // ---- around it ----

  private Table ceilings() {
    Table table =
        Table.of(
            "ceilings",
            new Text("What the generator can, and what the run asks", "생성기가 할 수 있는 것과 실행이 요구하는 것"),
            new Text(
                "Found before the run. From 70 % on, the generator may well be what limits it.",
                "실행 전에 알아본 것입니다. 70 %를 넘으면 생성기가 실행을 제한할 수 있습니다."),
            words("What", "항목"),
            number("Asked at most", "최대 요구량"),
            number("There is", "있는 양"),
            number("Part", "비율"),
            words("How it is known", "어떻게 알았는가"));
    for (Ceiling one : run.facts().ceilings().all()) {
      String part = Numbers.percent(one.part());
      table.add(
          List.of(
              new Cell(one.what(), Tone.PLAIN),
              new Cell(one.asks(), Tone.PLAIN),
              new Cell(one.most(), Tone.PLAIN),
              cell(part, part, one.isNear() ? Tone.WARN : Tone.PLAIN),
              new Cell(one.how(), Tone.PLAIN)));
    }
    return table;
  }

  private Table agents() {
    Table table =
        Table.of(
            "agents",
            new Text("Agents", "에이전트"),
            new Text(
                "Each made its share of the load. The figures of the run are those of all, merged"
                    + " exactly; a limit of one is a limit of the run.",
                "각자 부하의 한 몫을 만들었습니다. 실행의 수치는 모두를 정확히 합친 것이며, 하나의 한계는 실행 전체의 한계입니다."),
            words("Agent", "에이전트"),
            number("Share", "몫"),
            number("Iterations", "반복"),
            number("Requests", "요청"),
            number("Failed", "실패"),
            number("p95", "p95"),
            number("CPU", "CPU"),
            number("Late, p99", "지연 p99"),
            number("Clock within", "시계 오차"),
            words("End", "끝"));
    GeneratorHealth health = run.end() == null ? null : run.end().health();
    if (health == null) return table;
    for (AgentPart one : health.agents())
      table.add(
          List.of(
              cell(one.name()),
              cell(Numbers.percent(one.share())),
              cell(Numbers.count(one.iterations())),
              cell(Numbers.count(one.requests())),
              cell(Numbers.count(one.failed())),
              cell(Numbers.time(one.p95Ms())),
              cell(Double.isNaN(one.cpu()) ? NONE : Numbers.percent(one.cpu())),
              cell(Numbers.time(one.latenessP99Ms())),
              cell(Numbers.time(one.clockMs())),
              end(one.end())));
    return table;
  }

  private static Cell end(AgentPart.End end) {
    return switch (end) {
      case ENDED -> cell("ended", "종료", Tone.GOOD);
      case LIMITED -> cell("limited the run", "실행을 제한", Tone.BAD);
      case LOST -> cell("lost", "연결 끊김", Tone.BAD);
    };
  }

  private Table generator() {
    Table table =
        Table.of(
            "generator",
            new Text("The generator's own health", "부하 생성기 자신의 상태"),
            new Text(
                "A generator at its end measures itself. Lateness is the time from the moment at"
                    + " which an iteration was meant to begin to the moment at which it began.",
                "한계에 이른 생성기는 대상이 아니라 자신을 잽니다. 지연은 반복이 시작하기로 예정된 때부터 실제로 시작한 때까지의 시간입니다."),
            words("What", "항목"),
            words("Found", "결과"));
    Totals lateness = measured.of(metrics.iterationLateness);
    if (lateness.count() > 0)
      table.add(
          List.of(
              cell("Lateness", "시작 지연", Tone.PLAIN),
              cell(
                  "p50 %s, p99 %s, max %s"
                      .formatted(
                          Numbers.time(lateness.percentile(50)),
                          Numbers.time(lateness.percentile(99)),
                          Numbers.time(lateness.max())))));
    GeneratorHealth health = run.end() == null ? null : run.end().health();
    if (health == null) return table;
    for (GeneratorHealth.Limit limit : health.limits())
      table.add(
          List.of(
              cell(limit.name(), limit.name(), Tone.BAD),
              new Cell(
                  new Text(
                      limit.evidence().english() + "; " + limit.advice().english(),
                      limit.evidence().korean() + "; " + limit.advice().korean()),
                  Tone.PLAIN)));
    health.figures().forEach(table::add);
    return table;
  }

  private Table environment() {
    Table table =
        Table.of(
            "environment",
            new Text("Environment", "환경"),
            new Text(
                "A figure travels with the machine and the command that it came from.",
                "수치에는 그것을 낸 기계와 명령이 함께 따라야 합니다."),
            words("What", "항목"),
            words("Value", "값"));
    table.add("script", run.facts().script());
    if (!run.facts().command().isEmpty())
      table.add("command", String.join(" ", run.facts().command()));
    for (RunFacts.Scenario one : run.facts().scenarios())
      table.add(
          List.of(
              cell("scenario " + one.name()),
              cell(
                  "%s, %s, at most %d users, %s model"
                      .formatted(
                          one.executor(),
                          one.length(),
                          one.usersMost(),
                          one.open() ? "open" : "closed"),
                  "%s, %s, 사용자 최대 %d명, %s 모델"
                      .formatted(
                          one.executor(), one.length(), one.usersMost(), one.open() ? "열린" : "닫힌"),
                  Tone.PLAIN)));
    run.facts().machine().forEach(table::add);
    return table;
  }
}
