package io.tidegate.lab.recording;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.Totals;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** A run of a shop that never was: the same each time. */
public final class RunFixture {

  public static final long STARTED_MS = 1_790_000_000_000L;

  private final MetricRegistry metrics = new MetricRegistry();
  private final SplittableRandom random = new SplittableRandom(20_260);
  private final int seconds;
  private final int arrivals;

  /** Of so many seconds. */
  public RunFixture(int seconds) {
    this(seconds, 1);
  }

  /** With so many times the usual arrivals. */
  public RunFixture(int seconds, int arrivals) {
    this.seconds = seconds;
    this.arrivals = arrivals;
  }

  /** What is known at its start. */
  public static RunFacts facts() {
    Map<String, String> machine = new LinkedHashMap<>();
    machine.put("cpu", "2 processors");
    machine.put("java", "25");
    return new RunFacts(
        "shop.js",
        List.of("tidegate", "lab", "run", "shop.js"),
        STARTED_MS,
        List.of(new RunFacts.Scenario("buyers", "ramping-arrival-rate", true, 60, "1m")),
        machine,
        "{\"scenarios\":{\"buyers\":{\"executor\":\"ramping-arrival-rate\"}}}");
  }

  /** What is known at its end. */
  public static RunEnd end(int seconds) {
    return new RunEnd(
        STARTED_MS + seconds * 1_000L,
        seconds * 1_000.0,
        99,
        "thresholds on metrics 'http_req_duration' have been crossed",
        2,
        List.of(
            new RunEnd.ThresholdOutcome("http_req_failed", "rate<0.05", true, 0.0098, 3_000),
            new RunEnd.ThresholdOutcome("http_req_duration", "p(95)<40", false, 78.5, 3_000),
            new RunEnd.ThresholdOutcome("checkout_ms", "avg<500", true, 0, 0)),
        null);
  }

  /** Records it whole. */
  public void record(Path folder) throws IOException {
    try (RunRecorder recorder = RunRecorder.start(folder, facts(), _ -> {})) {
      intervals().forEach(recorder::interval);
      recorder.end(end(seconds));
    }
  }

  /** Its seconds. */
  public List<Interval> intervals() {
    List<Interval> all = new ArrayList<>();
    for (int second = 0; second < seconds; second++) all.add(interval(second));
    return all;
  }

  private Interval interval(int second) {
    long fromMs = STARTED_MS + second * 1_000L;
    Map<String, Interval.Part> parts = new LinkedHashMap<>();
    double load = 20 + 80.0 * second / seconds;
    for (int i = 0; i < load * arrivals; i++) iteration(parts, fromMs + i, load);
    add(parts, metrics.builtin.vus, Map.of(), Math.rint(load / 2), fromMs);
    add(parts, metrics.builtin.vusMax, Map.of(), 60, fromMs);
    if (load > 90) add(parts, metrics.builtin.droppedIterations, Map.of(), 1, fromMs);
    return new Interval(fromMs, fromMs + 1_000, List.copyOf(parts.values()));
  }

  private void iteration(Map<String, Interval.Part> parts, long atMs, double load) {
    double busy = 1 / (1.05 - load / 105);
    boolean buys = random.nextInt(3) == 0;
    double ms = 4 + random.nextExponential() * (buys ? 12 : 3) * busy;
    boolean broken = buys && random.nextInt(30) == 0;
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("name", buys ? "/orders" : "/dates");
    tags.put("method", buys ? "POST" : "GET");
    tags.put("status", broken ? "503" : buys ? "201" : "200");
    tags.put("scenario", "buyers");
    tags.put("group", "");
    if (broken) tags.put("error_code", "1503");
    add(parts, metrics.builtin.httpReqs, tags, 1, atMs);
    add(parts, metrics.builtin.httpReqDuration, tags, ms, atMs);
    add(parts, metrics.builtin.httpReqWaiting, tags, ms * 0.9, atMs);
    add(parts, metrics.builtin.httpReqFailed, tags, broken ? 1 : 0, atMs);
    Map<String, String> own = Map.of("scenario", "buyers");
    add(parts, metrics.builtin.dataReceived, own, buys ? 310 : 1_840, atMs);
    add(parts, metrics.builtin.dataSent, own, 420, atMs);
    add(
        parts,
        metrics.builtin.checks,
        Map.of("check", buys ? "ordered" : "has dates", "group", buys ? "::buy" : ""),
        broken ? 0 : 1,
        atMs);
    double late = random.nextExponential() * 0.3;
    double waits = load > 70 ? random.nextExponential() * (load - 70) : 0;
    add(parts, metrics.builtin.iterations, own, 1, atMs);
    add(parts, metrics.builtin.iterationDuration, own, ms + 1, atMs);
    add(parts, metrics.builtin.iterationLateness, own, late + waits, atMs);
    add(parts, metrics.builtin.iterationResponse, own, late + waits + ms + 1, atMs);
  }

  private static void add(
      Map<String, Interval.Part> parts,
      Metric metric,
      Map<String, String> tags,
      double value,
      long atMs) {
    TagSet set = TagSet.of(tags);
    parts
        .computeIfAbsent(
            metric.name() + set, _ -> new Interval.Part(metric, set, new Totals(metric.type())))
        .totals()
        .add(value, atMs);
  }
}
