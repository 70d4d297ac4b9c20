package io.tidegate.lab.report;

import static io.tidegate.lab.report.Table.number;
import static io.tidegate.lab.report.Table.words;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.metric.ValueType;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a report as other tools print them, and one of all metrics. Pure. */
final class ToolTables {

  private final Measurements measured;
  private final BuiltinMetrics metrics;
  private final double seconds;

  ToolTables(RunRecord run) {
    measured = run.measured();
    metrics = measured.builtin();
    seconds = run.seconds();
  }

  Table aggregate() {
    Table table =
        Table.of(
            "aggregate",
            new Text("Aggregate, as JMeter prints it", "집계 (JMeter 형식)"),
            new Text(
                "For comparison with older results: milliseconds, and kilobytes of 1,024. JMeter"
                    + " counts the bytes of each request, k6 and the lab those of all together.",
                "예전 결과와 견주기 위한 표입니다. 시간은 밀리초, 1 KB는 1,024바이트입니다. 바이트를 JMeter는 요청마다, k6와 이 도구는 전체로만"
                    + " 셉니다."),
            words("Label", "Label"),
            number("# Samples", "# Samples"),
            number("Average", "Average"),
            number("Min", "Min"),
            number("Max", "Max"),
            number("Std. Dev.", "Std. Dev."),
            number("Error %", "Error %"),
            number("Throughput", "Throughput"),
            number("Received KB/sec", "Received KB/sec"),
            number("Sent KB/sec", "Sent KB/sec"),
            number("Avg. Bytes", "Avg. Bytes"));
    Map<String, Totals> failed = byName(metrics.httpReqFailed);
    Map<String, Totals> received = byName(metrics.dataReceived);
    Map<String, Totals> sent = byName(metrics.dataSent);
    byName(metrics.httpReqDuration)
        .forEach((name, times) ->
            aggregate(table, name, times, failed.get(name), received.get(name), sent.get(name)));
    Totals all = measured.of(metrics.httpReqDuration);
    if (all.count() > 0)
      aggregate(
          table,
          "TOTAL",
          all,
          measured.of(metrics.httpReqFailed),
          measured.of(metrics.dataReceived),
          measured.of(metrics.dataSent));
    return table;
  }

  private Map<String, Totals> byName(Metric metric) {
    return measured.by(metric, tags -> Tables.tag(tags, "name"));
  }

  private void aggregate(
      Table table,
      String label,
      Totals times,
      @Nullable Totals failed,
      @Nullable Totals received,
      @Nullable Totals sent) {
    table.add(
        label,
        Numbers.count(times.count()),
        Numbers.count(times.mean()),
        Numbers.count(times.min()),
        Numbers.count(times.max()),
        Numbers.fixed(deviation(times), 2),
        Numbers.fixed(failed == null ? 0 : 100 * failed.mean(), 2) + "%",
        Numbers.fixed(times.count() / seconds, 1) + "/sec",
        bytesBy(received, 1_024 * seconds, 2),
        bytesBy(sent, 1_024 * seconds, 2),
        bytesBy(received, (double) times.count(), 1));
  }

  /** Bytes by something; nothing where they were not counted. */
  private static String bytesBy(@Nullable Totals bytes, double by, int digits) {
    if (bytes == null || bytes.count() == 0) return Tables.NONE;
    return Numbers.fixed(bytes.sum() / by, digits);
  }

  /** The standard deviation of all values; no number where they are not known. */
  static double deviation(Totals totals) {
    if (!totals.hasSpread()) return Double.NaN;
    double mean = totals.mean();
    double[] squares = {0};
    totals.forEachValue((value, count) -> squares[0] += count * (value - mean) * (value - mean));
    return totals.count() == 0 ? 0 : Math.sqrt(squares[0] / totals.count());
  }

  Table nGrinder() {
    Table table =
        Table.of(
            "ngrinder",
            new Text("As nGrinder prints it", "nGrinder 형식"),
            new Text(
                "Requests are its tests. The peak is one second's, and no capacity.",
                "요청 하나를 테스트 하나로 셉니다. 최고 TPS는 가장 높았던 1초의 값이며, 처리 용량이 아닙니다."),
            number("Vuser", "Vuser"),
            number("TPS", "TPS"),
            number("Peak TPS", "최고 TPS"),
            number("Mean Test Time (ms)", "평균 테스트 시간 (ms)"),
            number("Executed Tests", "총 실행 테스트"),
            number("Errors", "에러"));
    Totals times = measured.of(metrics.httpReqDuration);
    if (times.count() == 0) return table;
    table.add(
        Numbers.count(measured.of(metrics.vusMax).max()),
        Numbers.fixed(times.count() / seconds, 1),
        Numbers.fixed(measured.peakRate(), 1),
        Numbers.fixed(times.mean(), 2),
        Numbers.count(times.count()),
        Numbers.count(measured.of(metrics.httpReqFailed).sum()));
    return table;
  }

  Table everything() {
    Table table =
        Table.of(
            "metrics",
            new Text("All metrics", "모든 지표"),
            new Text(
                "Under k6's names, with those that the script made.",
                "k6의 이름을 따르며, 스크립트가 만든 지표도 들어 있습니다."),
            words("Metric", "지표"),
            words("Kind", "종류"),
            number("Count", "횟수"),
            number("Sum, part or last", "합, 비율, 마지막 값"),
            number("Average", "평균"),
            number("Min", "최소"),
            number("p50", "p50"),
            number("p95", "p95"),
            number("Max", "최대"));
    for (Metric metric : measured.measured().values()) metric(table, metric);
    return table;
  }

  private void metric(Table table, Metric metric) {
    Totals t = measured.of(metric);
    String count = Numbers.count(t.count());
    switch (metric.type()) {
      case COUNTER ->
          table.add(
              metric.name(),
              "counter",
              count,
              value(t.sum(), metric),
              value(t.sum() / seconds, metric) + "/s",
              Tables.NONE,
              Tables.NONE,
              Tables.NONE,
              Tables.NONE);
      case GAUGE ->
          table.add(
              metric.name(),
              "gauge",
              count,
              value(t.last(), metric),
              value(t.mean(), metric),
              value(t.min(), metric),
              Tables.NONE,
              Tables.NONE,
              value(t.max(), metric));
      case RATE ->
          table.add(
              metric.name(),
              "rate",
              count,
              Numbers.percent(t.mean()),
              Tables.NONE,
              Tables.NONE,
              Tables.NONE,
              Tables.NONE,
              Tables.NONE);
      case TREND ->
          table.add(
              metric.name(),
              "trend",
              count,
              Tables.NONE,
              value(t.mean(), metric),
              value(t.min(), metric),
              value(t.percentile(50), metric),
              value(t.percentile(95), metric),
              value(t.max(), metric));
    }
  }

  private static String value(double value, Metric metric) {
    if (metric.contains() == ValueType.TIME) return Numbers.time(value);
    if (metric.contains() == ValueType.DATA) return Numbers.bytes(value);
    return value == Math.rint(value) ? Numbers.count(value) : Numbers.significant(value);
  }
}
