package io.tidegate.lab.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.ValueType;
import io.tidegate.lab.threshold.Threshold;
import io.tidegate.lab.threshold.Thresholds;
import io.tidegate.testkit.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SummaryJsonTest {

  private final MetricRegistry metrics = new MetricRegistry();
  private final MetricStore store = new MetricStore(_ -> {});
  private final CheckCounts checks = new CheckCounts(metrics.builtin);

  @Test
  void the_script_is_given_groups_checks_options_state_metrics_and_its_own_data() throws Exception {
    Metric price = metrics.get("price", MetricType.TREND, ValueType.DEFAULT);
    Thresholds thresholds =
        Thresholds.of(
            Map.of("price", List.of(Threshold.parse("avg<2", false, Duration.ZERO))), metrics);
    store.onInterval(checks);
    store.add(price, TagSet.EMPTY, 1.5, 1);
    store.add(price, TagSet.EMPTY, 3, 1);
    store.add(metrics.builtin.httpReqs, TagSet.EMPTY, 4, 1);
    store.add(metrics.builtin.vus, TagSet.EMPTY, 2, 1);
    store.add(metrics.builtin.checks, TagSet.of(Map.of("group", "::shop", "check", "paid")), 1, 1);
    store.start();
    store.close();
    Duration duration = Duration.ofMillis(2_500);
    RunSummary run =
        RunSummary.of(
            metrics,
            store,
            checks,
            thresholds.evaluate(store, duration),
            duration,
            true,
            false,
            "{\"token\":\"x\"}",
            SummaryOptions.DEFAULT);

    Map<String, Object> json = Json.object(Json.read(SummaryJson.forScript(run)));
    assertThat(json.keySet())
        .containsExactly("root_group", "options", "state", "metrics", "setup_data");
    assertThat(json.get("setup_data")).isEqualTo(Map.of("token", "x"));
    assertThat(json.get("state"))
        .isEqualTo(Map.of("isStdOutTTY", true, "isStdErrTTY", false, "testRunDurationMs", 2_500L));
    assertThat(Json.object(json.get("metrics")))
        .containsEntry(
            "price",
            Map.of(
                "type",
                "trend",
                "contains",
                "default",
                "values",
                Map.of(
                    "avg", 2.25, "min", 1.5, "med", 2.25, "max", 3L, "p(90)", 2.85, "p(95)", 2.925),
                "thresholds",
                Map.of("avg<2", Map.of("ok", false))))
        .containsEntry(
            "http_reqs",
            Map.of(
                "type",
                "counter",
                "contains",
                "default",
                "values",
                Map.of("count", 4L, "rate", 1.6)))
        .containsEntry(
            "vus",
            Map.of(
                "type",
                "gauge",
                "contains",
                "default",
                "values",
                Map.of("value", 2L, "min", 2L, "max", 2L)))
        .doesNotContainKey("iterations");
    Map<String, Object> root = Json.object(json.get("root_group"));
    assertThat(root)
        .containsEntry("name", "")
        .containsEntry("id", "d41d8cd98f00b204e9800998ecf8427e");
    Map<String, Object> shop = Json.object(Json.array(root.get("groups")).getFirst());
    assertThat(shop)
        .containsEntry("path", "::shop")
        .containsEntry("id", "2dcefeabd7332e4b7fedeecb08f57de6");
    assertThat(Json.object(Json.array(shop.get("checks")).getFirst()))
        .containsEntry("path", "::shop::paid")
        .containsEntry("passes", 1L)
        .containsEntry("fails", 0L);
  }

  @Test
  void options_that_name_nothing_are_refused_with_a_sentence() {
    assertThatThrownBy(() -> SummaryOptions.trendStats("avg", "p95"))
        .hasMessageContaining("'p95' is no figure of a trend");
    assertThatThrownBy(() -> SummaryOptions.trendStats("rate")).hasMessageContaining("'rate'");
    assertThatThrownBy(() -> SummaryOptions.timeUnit("min")).hasMessageContaining("'min'");
    assertThatThrownBy(() -> SummaryOptions.mode("short")).hasMessageContaining("'short'");
    assertThat(SummaryOptions.mode("full")).isEqualTo(SummaryOptions.Mode.FULL);
    assertThat(SummaryOptions.timeUnit("us")).isEqualTo(SummaryOptions.TimeUnit.MICROSECONDS);
  }
}
