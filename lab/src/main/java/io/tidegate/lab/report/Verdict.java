package io.tidegate.lab.report;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.Ceiling;
import io.tidegate.lab.recording.GeneratorHealth;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunEnd;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.report.Table.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a run says, in the order in which a reader must know it: first whether it says anything of
 * the target at all.
 *
 * @param headline in a few words
 * @param findings why, and what else to know
 */
record Verdict(Text headline, Tone tone, List<Finding> findings) {

  private static final double LATE_MS = 10;
  private static final int FAILED_BY_SCRIPT = 110;
  private static final Text NO_VERDICT = new Text("No verdict", "판정 없음");

  /** One sentence. */
  record Finding(Tone tone, Text text) {}

  private record Headline(Tone tone, Text text) {}

  static Verdict of(RunRecord run) {
    List<Finding> findings = new ArrayList<>();
    Headline headline = headline(run, findings);
    remarks(run, findings);
    return new Verdict(headline.text, headline.tone, List.copyOf(findings));
  }

  private static Headline headline(RunRecord run, List<Finding> findings) {
    RunEnd end = run.end();
    GeneratorHealth health = end == null ? null : end.health();
    if (end != null && health != null && !health.measuresTarget()) {
      limits(health, findings);
      thresholds(end, findings);
      return bad("Not a measurement of the target", "대상을 측정한 것이 아닙니다");
    }
    if (measuredNothing(run)) {
      add(
          findings,
          Tone.BAD,
          "There is not one request and not one iteration.",
          "요청도 반복도 하나도 없습니다.");
      return bad("This run shows nothing", "이 실행은 아무것도 보여 주지 않습니다");
    }
    RunRecord.Origin origin = run.origin();
    if (origin != null) return ofOther(origin, findings);
    if (end == null) {
      add(
          findings,
          Tone.WARN,
          "The run did not end in order; this is what it had measured until then.",
          "실행이 정상으로 끝나지 않았습니다. 그때까지 측정한 것입니다.");
      return new Headline(Tone.WARN, new Text("Cut off", "중간에 끊김"));
    }
    return ofEnd(end, findings);
  }

  private static Headline bad(String english, String korean) {
    return new Headline(Tone.BAD, new Text(english, korean));
  }

  private static void limits(GeneratorHealth health, List<Finding> findings) {
    for (GeneratorHealth.Limit limit : health.limits())
      add(
          findings,
          Tone.BAD,
          limit.evidence().english() + "; " + limit.advice().english(),
          limit.evidence().korean() + "; " + limit.advice().korean());
  }

  private static Headline ofEnd(RunEnd end, List<Finding> findings) {
    List<RunEnd.ThresholdOutcome> all = end.thresholds();
    boolean crossed = all.stream().anyMatch(one -> !one.holds());
    if (end.exitCode() != 0 && !crossed)
      add(
          findings,
          Tone.BAD,
          "The run ended with exit code %d: %s.".formatted(end.exitCode(), end.reason()),
          "실행이 종료 코드 %d로 끝났습니다: %s.".formatted(end.exitCode(), end.reason()));
    thresholds(end, findings);
    if (crossed || end.exitCode() == FAILED_BY_SCRIPT) return bad("Failed", "실패");
    if (end.exitCode() != 0) return bad("Ended early", "일찍 끝남");
    if (all.isEmpty()) return new Headline(Tone.PLAIN, NO_VERDICT);
    if (all.stream().allMatch(one -> one.samples() == 0))
      return new Headline(Tone.WARN, new Text("This run shows nothing", "이 실행은 아무것도 보여 주지 않습니다"));
    return new Headline(Tone.GOOD, new Text("Passed", "통과"));
  }

  /** Another tool's file says what happened, and not what was demanded. */
  private static Headline ofOther(RunRecord.Origin origin, List<Finding> findings) {
    add(
        findings,
        Tone.PLAIN,
        "Measured by %s; the figures are those of its file.".formatted(origin.tool()),
        "%s로 측정한 것으로, 수치는 그 파일에 있는 것입니다.".formatted(origin.tool()));
    for (Text one : origin.faults()) findings.add(new Finding(Tone.WARN, one));
    for (Text one : origin.unknown()) findings.add(new Finding(Tone.PLAIN, one));
    return new Headline(Tone.PLAIN, NO_VERDICT);
  }

  private static boolean measuredNothing(RunRecord run) {
    BuiltinMetrics metrics = run.measured().builtin();
    return run.measured().of(metrics.httpReqs).count() == 0
        && run.measured().of(metrics.iterations).count() == 0;
  }

  private static void thresholds(RunEnd end, List<Finding> findings) {
    List<RunEnd.ThresholdOutcome> all = end.thresholds();
    List<RunEnd.ThresholdOutcome> failed = all.stream().filter(one -> !one.holds()).toList();
    if (!failed.isEmpty()) {
      String which =
          failed.stream()
              .map(one ->
                  one.metric() + " " + one.source() + (one.samples() == 0 ? " (no samples)" : ""))
              .collect(Collectors.joining(", "));
      add(
          findings,
          Tone.BAD,
          "%d of %d thresholds failed: %s.".formatted(failed.size(), all.size(), which),
          "통과 기준 %2$d개 가운데 %1$d개가 실패했습니다: %3$s.".formatted(failed.size(), all.size(), which));
    } else if (all.isEmpty()) {
      add(
          findings,
          Tone.PLAIN,
          "The script has no threshold: the figures say what happened, and nobody said what would"
              + " be enough.",
          "스크립트에 통과 기준이 없습니다. 수치는 일어난 일을 말할 뿐, 어느 정도면 충분한지는 정해지지 않았습니다.");
    } else if (all.stream().anyMatch(one -> one.samples() > 0)) {
      add(
          findings,
          Tone.GOOD,
          all.size() == 1
              ? "The threshold holds."
              : "All %d thresholds hold.".formatted(all.size()),
          "통과 기준 %d개를 모두 지켰습니다.".formatted(all.size()));
    }
    String empty =
        all.stream()
            .filter(one -> one.samples() == 0)
            .map(one -> one.metric() + " " + one.source())
            .collect(Collectors.joining(", "));
    if (!empty.isEmpty())
      add(
          findings,
          Tone.WARN,
          "No samples, so these thresholds show nothing: " + empty + ".",
          "표본이 없어 다음 기준은 아무것도 보여 주지 않습니다: " + empty + ".");
  }

  private static void remarks(RunRecord run, List<Finding> findings) {
    Measurements measured = run.measured();
    BuiltinMetrics metrics = measured.builtin();
    double dropped = measured.of(metrics.droppedIterations).sum();
    double arrivals = dropped + measured.of(metrics.iterationResponse).count();
    if (dropped > 0)
      add(
          findings,
          Tone.WARN,
          "%s of %s arrivals (%s) found no free user and were not served; they count as slower than"
                  .formatted(
                      Numbers.count(dropped),
                      Numbers.count(arrivals),
                      Numbers.percent(dropped / arrivals))
              + " all others.",
          "도착 %2$s건 가운데 %1$s건(%3$s)은 빈 사용자가 없어 처리되지 않았습니다. 이것은 나머지 모두보다 느린 것으로 칩니다."
              .formatted(
                  Numbers.count(dropped),
                  Numbers.count(arrivals),
                  Numbers.percent(dropped / arrivals)));
    Totals failed = measured.of(metrics.httpReqFailed);
    if (failed.sum() > 0)
      add(
          findings,
          Tone.WARN,
          "%s of %s requests failed (%s)."
              .formatted(
                  Numbers.count(failed.sum()),
                  Numbers.count(failed.count()),
                  Numbers.percent(failed.mean())),
          "요청 %2$s건 가운데 %1$s건이 실패했습니다 (%3$s)."
              .formatted(
                  Numbers.count(failed.sum()),
                  Numbers.count(failed.count()),
                  Numbers.percent(failed.mean())));
    Totals lateness = measured.of(metrics.iterationLateness);
    if (lateness.count() > 0 && lateness.percentile(99) > LATE_MS)
      add(
          findings,
          Tone.WARN,
          "The generator began one of a hundred iterations %s late or later; response times have"
                  .formatted(Numbers.time(lateness.percentile(99)))
              + " that in them.",
          "생성기가 반복 백 개 가운데 하나를 %s 이상 늦게 시작했습니다. 응답 시간에 그 지연이 들어 있습니다."
              .formatted(Numbers.time(lateness.percentile(99))));
    for (Ceiling one : run.facts().ceilings().all())
      if (one.isNear())
        add(
            findings,
            Tone.WARN,
            "Before the run: it asks for %s of %s that the generator has: %s."
                .formatted(one.asks().english(), one.most().english(), one.what().english()),
            "실행 전: %s을(를) %s 요구하고, 생성기에는 %s 있습니다."
                .formatted(one.what().korean(), one.asks().korean(), one.most().korean()));
    for (Text note : run.facts().ceilings().notes()) findings.add(new Finding(Tone.PLAIN, note));
    if (run.cut())
      add(
          findings,
          Tone.WARN,
          "The record ends in the middle of a second, which is left out.",
          "기록이 1초의 중간에서 끊겨 그 1초는 빠졌습니다.");
    RunEnd end = run.end();
    if (end != null && end.health() == null)
      add(
          findings,
          Tone.PLAIN,
          "Nobody watched the generator: that it was not the limit is not shown.",
          "생성기를 살펴보지 않았습니다. 생성기가 한계가 아니었다는 것은 확인되지 않았습니다.");
  }

  private static void add(List<Finding> findings, Tone tone, String english, String korean) {
    findings.add(new Finding(tone, new Text(english, korean)));
  }
}
