package io.tidegate.lab.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.ValueType;
import io.tidegate.lab.threshold.Threshold;
import io.tidegate.lab.threshold.ThresholdException;
import io.tidegate.lab.threshold.Thresholds;
import io.tidegate.testkit.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares with what k6 1.8.1 wrote of three runs of {@code recorded.js}, from the samples that it
 * wrote.
 */
class RecordedSummaryTest {

  private final MetricRegistry metrics = new MetricRegistry();
  private final MetricStore store = new MetricStore(_ -> {});
  private final CheckCounts checks = new CheckCounts(metrics.builtin);

  @ParameterizedTest
  @EnumSource
  void the_text_is_that_of_k6_letter_by_letter(SummaryOptions.Mode mode) throws Exception {
    assertThat(TextSummary.of(replay(mode))).isEqualTo(text(mode, ".txt"));
  }

  @ParameterizedTest
  @EnumSource
  void the_export_has_the_keys_and_figures_of_k6(SummaryOptions.Mode mode) throws Exception {
    Object ours = Json.read(SummaryJson.forExport(replay(mode)));
    assertSame(ours, Json.read(text(mode, ".export.json")), "export");
  }

  private RunSummary replay(SummaryOptions.Mode mode) throws Exception {
    store.onInterval(checks);
    store.follow(metrics.builtin.httpReqDurationExpected);
    Thresholds thresholds;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(resource(mode, ".samples.json.gz")), StandardCharsets.UTF_8))) {
      List<String> all = lines.readAllLines();
      all.forEach(this::define);
      thresholds = thresholds();
      thresholds.followIn(store);
      all.forEach(this::sample);
    }
    store.start();
    store.close();
    Duration duration = duration(mode);
    SummaryOptions defaults = SummaryOptions.DEFAULT;
    return RunSummary.of(
        metrics,
        store,
        checks,
        thresholds.evaluate(store, duration),
        duration,
        false,
        false,
        null,
        new SummaryOptions(defaults.trendStats(), defaults.timeUnit(), mode, false, false));
  }

  private void define(String line) {
    Map<String, Object> json = Json.object(Json.read(line));
    if (!"Metric".equals(json.get("type"))) return;
    Map<String, Object> data = Json.object(json.get("data"));
    metrics.get(
        String.valueOf(data.get("name")),
        MetricType.valueOf(String.valueOf(data.get("type")).toUpperCase(Locale.ROOT)),
        ValueType.valueOf(String.valueOf(data.get("contains")).toUpperCase(Locale.ROOT)));
  }

  private void sample(String line) {
    Map<String, Object> json = Json.object(Json.read(line));
    if (!"Point".equals(json.get("type"))) return;
    Map<String, Object> data = Json.object(json.get("data"));
    Metric metric = Objects.requireNonNull(metrics.find(String.valueOf(json.get("metric"))));
    TagSet tags = TagSet.EMPTY;
    for (Map.Entry<String, Object> tag : Json.object(data.get("tags")).entrySet())
      tags = tags.with(tag.getKey(), String.valueOf(tag.getValue()));
    long atMs = Instant.parse(String.valueOf(data.get("time"))).toEpochMilli();
    store.add(metric, tags, number(data.get("value")), atMs);
  }

  /** As the script has them. */
  private Thresholds thresholds() throws ThresholdException {
    // Never a sample, so the recorded samples do not define them.
    metrics.get("unused", MetricType.TREND, ValueType.DEFAULT);
    metrics.get("unused_rate", MetricType.RATE, ValueType.DEFAULT);
    Map<String, List<Threshold>> all = new LinkedHashMap<>();
    put(all, "http_req_duration", "p(95)<500", "avg<=0.00001", "max<10000");
    put(all, "http_req_duration{scenario:buy}", "p(99.9)<500", "p(95)<500");
    put(all, "http_req_duration{status:599}", "p(90)<1000");
    put(all, "http_reqs{a:b,c:d}", "count>=1");
    put(all, "http_req_failed", "rate<0.01");
    put(all, "checks", "rate>0.99");
    put(all, "iteration_duration{group:::shop}", "max<100");
    put(all, "iterations{scenario:buy}", "rate>1");
    put(all, "group_duration{group:::shop}", "avg<500");
    put(all, "orders", "count>1", "rate>0.1");
    put(all, "left", "value<50");
    put(all, "zz_price", "med<3");
    put(all, "unused", "avg<5");
    put(all, "unused_rate", "rate<0.5");
    put(all, "vus", "value>0");
    return Thresholds.of(all, metrics);
  }

  private static void put(Map<String, List<Threshold>> all, String metric, String... expressions) {
    all.put(
        metric,
        Stream.of(expressions)
            .map(expression -> {
              try {
                return Threshold.parse(expression, false, Duration.ZERO);
              } catch (ThresholdException e) {
                throw new AssertionError(e);
              }
            })
            .toList());
  }

  /** From a count and its rate, since k6 writes the duration nowhere. */
  private Duration duration(SummaryOptions.Mode mode) throws IOException {
    Map<String, Object> export = Json.object(Json.read(text(mode, ".export.json")));
    Map<String, Object> bytes =
        Json.object(Json.object(export.get("metrics")).get("data_received"));
    double seconds = number(bytes.get("count")) / number(bytes.get("rate"));
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static void assertSame(@Nullable Object ours, @Nullable Object theirs, String where) {
    if (theirs instanceof Map<?, ?> map) {
      assertThat(Json.object(ours).keySet()).as(where).isEqualTo(map.keySet());
      map.forEach((key, value) -> assertSame(Json.object(ours).get(key), value, where + "." + key));
    } else if (theirs instanceof Number) {
      double expected = number(theirs);
      assertThat(number(ours))
          .as(where)
          .isCloseTo(expected, offset(1e-9 + Math.abs(expected) * 1e-9));
    } else {
      assertThat(ours).as(where).isEqualTo(theirs);
    }
  }

  private static double number(@Nullable Object value) {
    if (value instanceof Number number) return number.doubleValue();
    throw new AssertionError("not a number: " + value);
  }

  private static String text(SummaryOptions.Mode mode, String suffix) throws IOException {
    try (InputStream in = resource(mode, suffix)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static InputStream resource(SummaryOptions.Mode mode, String suffix) {
    String name = mode.name().toLowerCase(Locale.ROOT) + suffix;
    return Objects.requireNonNull(RecordedSummaryTest.class.getResourceAsStream(name), name);
  }
}
