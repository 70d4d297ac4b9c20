package io.tidegate.lab.report;

import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.Totals;
import io.tidegate.lab.recording.Measurements;
import io.tidegate.lab.recording.RunRecord;
import io.tidegate.lab.recording.Text;
import io.tidegate.lab.recording.Timeline.Slot;
import io.tidegate.lab.report.Figure.Series;
import io.tidegate.lab.report.Figure.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The figures of a report, of what a run measured. Pure. */
final class Figures {

  private static final int BARS_PER_DECADE = 16;
  private static final double LEAST_MS = 0.001;

  private final RunRecord run;
  private final Measurements measured;
  private final BuiltinMetrics metrics;
  private final List<Slot> slots;
  private final double[] times;

  Figures(RunRecord run) {
    this.run = run;
    measured = run.measured();
    metrics = measured.builtin();
    slots = measured.timeline().slots();
    times = over(measured.timeline()::second);
  }

  /** Those with something to see, in the order of a report. */
  List<Figure> all() {
    List<Figure> all =
        List.of(
            rate(), response(), latency(), errors(), users(), distribution(), latencyAgainstLoad());
    return all.stream().filter(figure -> !figure.isEmpty()).toList();
  }

  private double[] over(ToDoubleFunction<Slot> value) {
    return slots.stream().mapToDouble(value).toArray();
  }

  private Figure overTime(String id, Text title, Text reading, Axis y, Series... series) {
    return new Figure(id, title, reading, Axis.clock(), y, times, List.of(series));
  }

  private static Series line(String english, String korean, double[] ys) {
    return new Series(new Text(english, korean), Shape.LINE, ys);
  }

  private Series percentile(Metric of, int percent) {
    String name = "p" + percent;
    return line(name, name, over(slot -> percentile(slot, of, percent)));
  }

  private static double percentile(Slot slot, Metric of, int percent) {
    Totals totals = slot.of(of);
    return totals.count() == 0 ? Double.NaN : totals.percentile(percent);
  }

  private Figure rate() {
    List<Series> series = new ArrayList<>();
    if (measured.of(metrics.httpReqs).count() > 0)
      series.add(line("requests", "요청", over(slot -> slot.rate(metrics.httpReqs))));
    if (measured.of(metrics.iterations).count() > 0)
      series.add(line("iterations", "반복", over(slot -> slot.rate(metrics.iterations))));
    return overTime(
        "rate",
        new Text("Rate", "처리율"),
        new Text(
            "How many requests and iterations ended each second. Look for the plateau: while it"
                + " rises or falls, averages mix different loads.",
            "초마다 끝난 요청과 반복의 수입니다. 평평한 구간을 보세요. 오르내리는 동안의 평균에는 서로 다른 부하가 섞입니다."),
        Axis.number("per second", "초당"),
        series.toArray(Series[]::new));
  }

  private Figure response() {
    return overTime(
        "response",
        new Text("Response time, from the intended start", "응답 시간 (예정된 시작부터)"),
        new Text(
            "What somebody waits who arrives at that time, with the wait for a free user. Where it"
                + " rises away from the service time below, work piles up.",
            "그때 도착한 사람이 기다리는 시간으로, 빈 사용자를 기다린 시간이 들어 있습니다. 아래의 처리 시간과 벌어지면 일이 쌓이는 것입니다."),
        Axis.time("response time", "응답 시간"),
        percentile(metrics.iterationResponse, 50),
        percentile(metrics.iterationResponse, 95),
        percentile(metrics.iterationResponse, 99));
  }

  private Figure latency() {
    if (!measured.of(metrics.httpReqDuration).hasSpread()) return meanLatency();
    return overTime(
        "latency",
        new Text("Latency of requests", "요청의 지연 시간"),
        new Text(
            "Service time of HTTP requests. Half of them are faster than p50, one of a hundred is"
                + " slower than p99. Each point is of the requests that ended then.",
            "HTTP 요청의 처리 시간입니다. 절반은 p50보다 빠르고, 백 개 중 하나는 p99보다 느립니다. 점마다 그때 끝난 요청의 값입니다."),
        Axis.time("service time", "처리 시간"),
        percentile(metrics.httpReqDuration, 50),
        percentile(metrics.httpReqDuration, 95),
        percentile(metrics.httpReqDuration, 99));
  }

  private Figure meanLatency() {
    return overTime(
        "latency",
        new Text("Latency of requests", "요청의 지연 시간"),
        new Text(
            "The mean service time of HTTP requests. How many were much slower than that is not"
                + " known.",
            "HTTP 요청의 평균 처리 시간입니다. 그보다 훨씬 느린 요청이 얼마나 되는지는 알 수 없습니다."),
        Axis.time("service time", "처리 시간"),
        line("mean", "평균", over(slot -> mean(slot, metrics.httpReqDuration))));
  }

  private static double mean(Slot slot, Metric of) {
    Totals totals = slot.of(of);
    return totals.count() == 0 ? Double.NaN : totals.mean();
  }

  private Figure errors() {
    List<Series> series = new ArrayList<>();
    series.add(line("failed requests", "실패한 요청", over(slot -> slot.rate(metrics.httpReqFailed))));
    if (measured.of(metrics.droppedIterations).count() > 0)
      series.add(
          line(
              "arrivals not served",
              "처리되지 않은 도착",
              over(slot -> slot.rate(metrics.droppedIterations))));
    return overTime(
        "errors-over-time",
        new Text("Errors", "오류"),
        new Text(
            "Failed requests, and arrivals that found no free user, each second. A drop in latency"
                + " beside errors is no improvement.",
            "초마다 실패한 요청과, 빈 사용자를 찾지 못한 도착의 수입니다. 오류가 늘면서 지연 시간이 줄었다면 나아진 것이 아닙니다."),
        Axis.number("per second", "초당"),
        series.toArray(Series[]::new));
  }

  private Figure users() {
    return overTime(
        "users",
        new Text("Virtual users", "가상 사용자"),
        new Text(
            "Users that are at work, and users that are there. In an open model their number"
                + " follows from the rate and the response time; where all are at work, arrivals"
                + " are dropped.",
            "일하고 있는 사용자와 준비된 사용자의 수입니다. 열린 모델에서는 도착률과 응답 시간이 사용자 수를 정하고, 모두 일하고 있으면 도착이 버려집니다."),
        Axis.number("users", "사용자 수"),
        line("at work", "일하는 중", over(slot -> gauge(slot, metrics.vus))),
        line("there", "준비됨", over(slot -> gauge(slot, metrics.vusMax))));
  }

  private static double gauge(Slot slot, Metric metric) {
    Totals totals = slot.of(metric);
    return totals.count() == 0 ? Double.NaN : totals.max();
  }

  private Figure distribution() {
    Totals requests = measured.of(metrics.httpReqDuration);
    Totals responses = measured.of(metrics.iterationResponse);
    Totals first = requests.count() > 0 ? requests : measured.of(metrics.iterationDuration);
    if (!first.hasSpread()) return distribution(new double[0], List.of());
    double least = Math.max(LEAST_MS, first.min());
    double most = Math.max(first.max(), responses.max());
    if (responses.count() > 0) least = Math.max(LEAST_MS, Math.min(least, responses.min()));
    double[] edges = edges(least, Math.max(most, 2 * least));
    List<Series> series = new ArrayList<>();
    series.add(
        new Series(
            requests.count() > 0
                ? new Text("requests, service time", "요청의 처리 시간")
                : new Text("iterations, service time", "반복의 처리 시간"),
            Shape.BARS,
            parts(first, edges)));
    if (responses.count() > 0)
      series.add(line("iterations, response time", "반복의 응답 시간", parts(responses, edges)));
    return distribution(edges, series);
  }

  private static Figure distribution(double[] edges, List<Series> series) {
    return new Figure(
        "distribution",
        new Text("Distribution", "분포"),
        new Text(
            "Which part took how long; the axis of time is logarithmic. Two hills are two kinds of"
                + " work, such as hits and misses of a cache.",
            "얼마 걸린 것이 얼마나 되는지 보여 줍니다. 시간 축은 로그입니다. 언덕이 둘이면 캐시 적중과 실패처럼 두 가지 일이 섞인 것입니다."),
        new Axis(new Text("time", "시간"), Axis.Scale.LOG, Numbers::time),
        new Axis(new Text("part of all", "비율"), Axis.Scale.LINEAR, Numbers::percent),
        edges,
        series);
  }

  private static double[] edges(double least, double most) {
    double ratio = Math.pow(10, 1.0 / BARS_PER_DECADE);
    double from = Math.pow(ratio, Math.floor(Math.log(least) / Math.log(ratio)));
    int count = (int) Math.ceil(Math.log(most / from) / Math.log(ratio)) + 2;
    double[] edges = new double[count];
    for (int i = 0; i < count; i++) edges[i] = from * Math.pow(ratio, i);
    return edges;
  }

  /** Of all values, the part from each edge to the next. */
  private static double[] parts(Totals of, double[] edges) {
    double[] parts = new double[edges.length];
    double ratio = edges[1] / edges[0];
    of.forEachValue((value, count) -> {
      double at = Math.log(Math.max(value, edges[0]) / edges[0]) / Math.log(ratio);
      parts[Math.clamp((int) at, 0, edges.length - 1)] += (double) count / of.count();
    });
    return parts;
  }

  private Series points(Metric time, int percent) {
    return new Series(
        Text.same("p" + percent), Shape.POINTS, over(slot -> percentile(slot, time, percent)));
  }

  private Figure latencyAgainstLoad() {
    boolean open = measured.of(metrics.iterationResponse).count() > 0 && run.facts().isOpen();
    Metric rate = open ? metrics.iterations : metrics.httpReqs;
    Metric time = open ? metrics.iterationResponse : metrics.httpReqDuration;
    return new Figure(
        "load",
        new Text("Latency against load", "부하에 따른 지연 시간"),
        new Text(
            "Each point is a moment of the run: how much was done, and how long it took. Flat, then"
                + " a bend: the bend is where the target is busy. Points that go back to the left"
                + " while they rise: more load does less work.",
            "점 하나가 실행의 한 순간입니다. 얼마나 처리했고 얼마나 걸렸는지 보여 줍니다. 평평하다가 꺾이면, 꺾이는 곳이 대상이 바빠지는 곳입니다."
                + " 올라가면서 왼쪽으로 돌아오면, 부하를 더할수록 일을 덜 하는 것입니다."),
        open
            ? Axis.number("iterations per second", "초당 반복")
            : Axis.number("requests per second", "초당 요청"),
        open
            ? Axis.time("response time", "응답 시간")
            : Axis.time("service time of requests", "요청의 처리 시간"),
        over(slot -> slot.rate(rate)),
        measured.of(time).hasSpread()
            ? List.of(points(time, 50), points(time, 95))
            : List.of(
                new Series(new Text("mean", "평균"), Shape.POINTS, over(slot -> mean(slot, time)))));
  }
}
