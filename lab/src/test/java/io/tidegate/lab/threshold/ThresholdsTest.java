package io.tidegate.lab.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.lab.metric.Interval;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.MetricRegistry;
import io.tidegate.lab.metric.MetricStore;
import io.tidegate.lab.metric.MetricType;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.metric.ValueType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {

  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final MetricRegistry metrics = new MetricRegistry();
  private final MetricStore store = new MetricStore(_ -> {});
  private final Metric trend = metrics.get("my_trend", MetricType.TREND, ValueType.TIME);
  private final Metric counter = metrics.get("my_counter", MetricType.COUNTER, ValueType.DEFAULT);
  private final Metric gauge = metrics.get("my_gauge", MetricType.GAUGE, ValueType.DEFAULT);
  private final Metric rate = metrics.get("my_rate", MetricType.RATE, ValueType.DEFAULT);

  /** The trend has 1 to 101, the counter 50 in 10 s, the gauge 7 at last, the rate one of four. */
  private void measure() {
    for (int i = 1; i <= 101; i++) store.add(trend, TagSet.EMPTY, i, 1);
    store.add(counter, TagSet.EMPTY, 20, 1);
    store.add(counter, TagSet.EMPTY, 30, 2);
    store.add(gauge, TagSet.EMPTY, 9, 1);
    store.add(gauge, TagSet.EMPTY, 7, 2);
    for (int i = 0; i < 4; i++) store.add(rate, TagSet.EMPTY, i == 0 ? 1 : 0, 1);
    store.start();
    store.close();
  }

  @ParameterizedTest
  @CsvSource({
    "my_trend, p(95)<96.1, true, 96",
    "my_trend, p(95)<96, false, 96",
    "my_trend, p(99.9) <= 100.9, true, 100.9",
    "my_trend, p(.0)==1, true, 1",
    "my_trend, avg===51, true, 51",
    "my_trend, ' med >= 51 ', true, 51",
    "my_trend, min!=1, false, 1",
    "my_trend, max>1e2, true, 101",
    "my_counter, count>=50, true, 50",
    "my_counter, count>50, false, 50",
    "my_counter, rate==5, true, 5",
    "my_gauge, value<8, true, 7",
    "my_gauge, value>-1.5, true, 7",
    "my_rate, rate<0.25, false, 0.25",
    "my_rate, rate<=.25, true, 0.25",
  })
  void a_threshold_holds_if_the_figure_compares_so_with_the_bound(
      String metric, String expression, boolean holds, double figure) throws Exception {
    Thresholds thresholds = thresholds(metric, expression);
    measure();
    ThresholdResult result = thresholds.evaluate(store, TEN_SECONDS).getFirst();
    assertThat(result.holds()).isEqualTo(holds);
    assertThat(result.figure()).isEqualTo(figure);
    assertThat(Thresholds.crossed(List.of(result))).hasSize(holds ? 0 : 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "nope|avg<1|there is no metric 'nope'",
        "my_trend{a:b|avg<1|does not end with the brace",
        "my_trend{a:b}x|avg<1|does not end with the brace",
        "my_trend{a}|avg<1|'a' in 'my_trend{a}' is no tag",
        "my_trend{a:}|avg<1|'a:' in 'my_trend{a:}' is no tag",
        "my_trend{}|avg<1|is no tag",
        "my_trend|count<1|a trend has no 'count', only avg, min, max, med, p(N)",
        "my_trend|rate<1|a trend has no 'rate'",
        "my_counter|avg<1|a counter has no 'avg', only count, rate",
        "my_gauge|max<1|a gauge has no 'max', only value",
        "my_rate|count<1|a rate has no 'count', only rate",
        "my_trend|bla|has no comparison",
        "my_trend|p(95)<<1|'<1' is no number",
        "my_trend|avg<1ms|'1ms' is no number; times are in ms",
        "my_trend|avg=1|compared by one of",
        "my_trend|p95<1|no figure 'p95'; there are count, rate, value, avg, min, max, med, p(N)",
        "my_trend|AVG<1|no figure 'AVG'",
        "my_trend|p(x)<1|no figure 'p(x)'",
      })
  void what_says_nothing_is_refused_with_a_sentence(String metric, String expression, String says) {
    assertThatThrownBy(() -> thresholds(metric, expression))
        .isInstanceOf(ThresholdException.class)
        .hasMessageContaining(says);
  }

  @Test
  void a_threshold_may_be_of_the_samples_with_certain_tags() throws Exception {
    Thresholds thresholds = thresholds("my_trend{ group : ::a::b , kind:\"x y\" }", "max<5");
    thresholds.followIn(store);
    store.add(trend, TagSet.of(Map.of("group", "::a::b", "kind", "x y", "more", "1")), 4, 1);
    store.add(trend, TagSet.of(Map.of("group", "::a", "kind", "x y")), 9, 1);
    measure();
    ThresholdResult result = thresholds.evaluate(store, TEN_SECONDS).getFirst();
    assertThat(result.holds()).isTrue();
    assertThat(result.figure()).isEqualTo(4);
    assertThat(result.samples()).isEqualTo(1);
  }

  @Test
  void without_samples_a_threshold_holds_and_says_that_there_were_none() throws Exception {
    ThresholdResult result =
        thresholds("my_rate", "rate>5").evaluate(store, TEN_SECONDS).getFirst();
    assertThat(result.holds()).isTrue();
    assertThat(result.samples()).isZero();
  }

  @Test
  void a_run_is_ended_once_when_a_threshold_fails_and_not_before_its_delay() throws Exception {
    Threshold threshold = Threshold.parse("max<5", true, Duration.ofSeconds(4));
    Thresholds thresholds = Thresholds.of(Map.of("my_trend", List.of(threshold)), metrics);
    measure();
    AtomicReference<Duration> elapsed = new AtomicReference<>(Duration.ofSeconds(3));
    List<List<ThresholdResult>> aborts = new ArrayList<>();
    ThresholdWatch watch = new ThresholdWatch(thresholds, store, elapsed::get, aborts::add);
    pass(watch, 2);
    assertThat(aborts).isEmpty();
    assertThat(watch.latest()).hasSize(1);
    elapsed.set(Duration.ofSeconds(4));
    pass(watch, 4);
    assertThat(aborts).hasSize(1);
  }

  private static void pass(ThresholdWatch watch, int intervals) {
    for (int i = 0; i < intervals; i++) watch.interval(new Interval(0, 1_000, List.of()));
  }

  private Thresholds thresholds(String metric, String expression) throws ThresholdException {
    Threshold threshold = Threshold.parse(expression, false, Duration.ZERO);
    return Thresholds.of(Map.of(metric, List.of(threshold)), metrics);
  }
}
