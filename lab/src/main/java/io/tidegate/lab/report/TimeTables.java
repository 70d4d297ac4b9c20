package io.tidegate.lab.report;

import static io.tidegate.lab.report.Table.cell;
import static io.tidegate.lab.report.Table.number;
import static io.tidegate.lab.report.Table.words;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.report.Table.Cell;
import io.tidegate.lab.report.Table.Tone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a report about how long things took. Pure. */
final class TimeTables {

  private final RunRecord run;
  private final Measurements measured;
  private final BuiltinMetrics metrics;
  private final double seconds;

  TimeTables(RunRecord run) {
    this.run = run;
    measured = run.measured();
    metrics = measured.builtin();
    seconds = run.seconds();
  }

  private static final double[] PERCENTS = {50, 75, 90, 95, 99, 99.9};

  Table responses() {
    Table table =
        Table.of(
            "responses",
            new Text("Response time and service time", "응답 시간과 처리 시간"),
            new Text(
                "Service time runs from the moment at which the generator began an iteration or a"
                    + " request. Response time runs from the moment at which the iteration was meant"
                    + " to begin, so waiting for a free user counts, as it does for people. Arrivals"
                    + " that nobody served and iterations that were cut off rank behind all others;"
                    + " a percentile among them is given as “≥”, the greatest that is known.",
                "처리 시간은 부하 생성기가 반복이나 요청을 실제로 시작한 때부터 잽니다. 응답 시간은 시작하기로 예정된 때부터 재므로, 사람이 겪는 것처럼"
                    + " 빈 사용자를 기다린 시간도 들어갑니다. 아무도 처리하지 못한 도착과 중단된 반복은 가장 느린 것으로 치고, 백분위수가 거기에"
                    + " 걸리면 알려진 최댓값에 “≥”를 붙입니다."),
            words("Time", "시간"),
            number("Samples", "표본 수"),
            number("Without an end", "끝나지 않음"),
            number("Average", "평균"),
            number("p50", "p50"),
            number("p75", "p75"),
            number("p90", "p90"),
            number("p95", "p95"),
            number("p99", "p99"),
            number("p99.9", "p99.9"),
            number("Max", "최대"));
    long cut = run.interrupted();
    times(
        table,
        new Text("Response, from the intended start", "응답 (예정된 시작부터)"),
        Censored.responses(run));
    times(
        table,
        new Text("Service, iteration", "처리 (반복)"),
        new Censored(measured.of(metrics.iterationDuration), cut));
    times(
        table,
        new Text("Service, HTTP request", "처리 (HTTP 요청)"),
        new Censored(measured.of(metrics.httpReqDuration), 0));
    return table;
  }

  private void times(Table table, Text name, Censored times) {
    Totals totals = times.known();
    long unknown = times.unknown();
    if (totals.count() == 0) return;
    List<Cell> row = new ArrayList<>();
    row.add(new Cell(name, Tone.PLAIN));
    row.add(cell(Numbers.count(totals.count())));
    row.add(cell(Numbers.count(unknown)));
    row.add(cell((unknown > 0 ? "≥ " : "") + Numbers.time(totals.mean())));
    for (double percent : PERCENTS) row.add(cell(times.percentile(percent)));
    row.add(cell(times.percentile(100)));
    table.add(row);
  }

  /** What an endpoint's requests have in common. */
  private record Endpoint(String name, String method, String status)
      implements Comparable<Endpoint> {

    private static final Comparator<Endpoint> ORDER =
        Comparator.comparing(Endpoint::name)
            .thenComparing(Endpoint::method)
            .thenComparing(Endpoint::status);

    static Endpoint of(TagSet tags) {
      return new Endpoint(
          Tables.tag(tags, "name"), Tables.tag(tags, "method"), Tables.tag(tags, "status"));
    }

    @Override
    public int compareTo(Endpoint other) {
      return ORDER.compare(this, other);
    }
  }

  Table endpoints() {
    Table table =
        Table.of(
            "endpoints",
            new Text("Endpoints", "엔드포인트"),
            new Text(
                "Each name, method and status by itself, since a fast refusal says nothing of a"
                    + " slow success. Status 0: no reply came.",
                "이름, 메서드, 상태 코드마다 따로 보여 줍니다. 빠른 거절이 느린 성공을 가리지 않게 하기 위해서입니다. 상태 0은 응답이 오지"
                    + " 않았다는 뜻입니다."),
            words("Name", "이름"),
            words("Method", "메서드"),
            words("Status", "상태"),
            number("Requests", "요청 수"),
            number("Rate", "초당"),
            number("Failed", "실패"),
            number("Average", "평균"),
            number("Min", "최소"),
            number("p50", "p50"),
            number("p90", "p90"),
            number("p95", "p95"),
            number("p99", "p99"),
            number("Max", "최대"));
    Map<Endpoint, Totals> requests = measured.by(metrics.httpReqs, Endpoint::of);
    Map<Endpoint, Totals> failed = measured.by(metrics.httpReqFailed, Endpoint::of);
    measured
        .by(metrics.httpReqDuration, Endpoint::of)
        .forEach((of, times) -> {
          Totals count = requests.getOrDefault(of, times);
          Totals bad = failed.get(of);
          List<Cell> row = new ArrayList<>();
          for (String text : List.of(of.name, of.method, of.status)) row.add(cell(text));
          row.add(cell(Numbers.count(times.count())));
          row.add(cell(Numbers.rate(count.count() / seconds)));
          row.add(part(bad));
          row.add(cell(Numbers.time(times.mean())));
          row.add(cell(Numbers.time(times.min())));
          for (int percent : new int[] {50, 90, 95, 99})
            row.add(cell(Numbers.time(times.percentile(percent))));
          row.add(cell(Numbers.time(times.max())));
          table.add(row);
        });
    return table;
  }

  private static Cell part(@Nullable Totals bad) {
    if (bad == null || bad.count() == 0) return cell(Tables.NONE);
    String text = Numbers.percent(bad.mean());
    return cell(text, text, bad.sum() > 0 ? Tone.BAD : Tone.PLAIN);
  }

  Table phases() {
    Table table =
        Table.of(
            "phases",
            new Text("Phases of a request", "요청의 단계"),
            new Text(
                "Where the time of a request goes. Blocked, connecting and TLS come before what k6"
                    + " calls the duration; waiting is the target's time and one round trip.",
                "요청 시간이 어디에 쓰이는지 보여 줍니다. 대기열, 연결, TLS는 k6가 duration이라 부르는 시간 앞에 있고, 기다림은 대상의"
                    + " 처리 시간에 왕복 시간 한 번을 더한 것입니다."),
            words("Phase", "단계"),
            number("Average", "평균"),
            number("p50", "p50"),
            number("p95", "p95"),
            number("p99", "p99"),
            number("Max", "최대"));
    for (Metric metric :
        List.of(
            metrics.httpReqBlocked,
            metrics.httpReqConnecting,
            metrics.httpReqTlsHandshaking,
            metrics.httpReqSending,
            metrics.httpReqWaiting,
            metrics.httpReqReceiving)) {
      Totals times = measured.of(metric);
      if (times.count() == 0) continue;
      table.add(
          metric.name(),
          Numbers.time(times.mean()),
          Numbers.time(times.percentile(50)),
          Numbers.time(times.percentile(95)),
          Numbers.time(times.percentile(99)),
          Numbers.time(times.max()));
    }
    return table;
  }
}
