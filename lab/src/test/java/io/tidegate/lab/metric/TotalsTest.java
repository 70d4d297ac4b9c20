package io.tidegate.lab.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TotalsTest {

  private static final double[] PERCENTS = {0, 1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100};

  /** Values of many kinds. */
  enum Kind {
    TIMES_MS,
    WIDE,
    NEGATIVE_TOO,
    MOSTLY_ZERO,
    WHOLE,
    FEW;

    DoubleSupplier values(SplittableRandom random) {
      return switch (this) {
        case TIMES_MS -> () -> 1 + random.nextExponential() * 40;
        case WIDE -> () -> Math.pow(10, random.nextDouble(-6, 9));
        case NEGATIVE_TOO -> () -> random.nextGaussian() * 1_000;
        case MOSTLY_ZERO -> () -> random.nextInt(10) > 0 ? 0 : random.nextDouble();
        case WHOLE, FEW -> () -> random.nextInt(5_000);
      };
    }

    int count() {
      return this == FEW ? Histogram.EXACT_MAX : 50_000;
    }
  }

  @ParameterizedTest
  @EnumSource
  void percentiles_are_those_of_the_sorted_values_within_a_thousandth(Kind kind) {
    double[] values = values(kind, 7);
    Totals totals = totalsOf(values);
    Arrays.sort(values);
    for (double percent : PERCENTS) {
      double expected = percentile(values, percent);
      double allowed = kind == Kind.FEW ? 1e-9 : Math.abs(expected) * 0.001 + 1e-12;
      assertThat(totals.percentile(percent))
          .as("p(%s) of %s", percent, kind)
          .isCloseTo(expected, within(allowed));
    }
  }

  @ParameterizedTest
  @EnumSource
  void merged_totals_are_those_of_all_values_at_once(Kind kind) {
    double[] values = values(kind, 11);
    SplittableRandom random = new SplittableRandom(12);
    Totals merged = new Totals(MetricType.TREND);
    for (int from = 0; from < values.length; ) {
      int to = Math.min(values.length, from + 1 + random.nextInt(2_000));
      merged.add(totalsOf(Arrays.copyOfRange(values, from, to)));
      from = to;
    }
    Totals atOnce = totalsOf(values);
    assertThat(buckets(merged)).isEqualTo(buckets(atOnce));
    assertThat(merged.count()).isEqualTo(atOnce.count());
    assertThat(merged.min()).isEqualTo(atOnce.min());
    assertThat(merged.max()).isEqualTo(atOnce.max());
    assertThat(merged.sum()).isCloseTo(atOnce.sum(), within(Math.abs(atOnce.sum()) * 1e-9 + 1e-6));
  }

  @Test
  void a_copy_does_not_change_with_the_original() {
    Totals original = totalsOf(values(Kind.NEGATIVE_TOO, 3));
    Totals copy = original.copy();
    List<String> before = buckets(copy);
    original.add(totalsOf(values(Kind.WIDE, 4)));
    assertThat(buckets(copy)).isEqualTo(before);
    assertThat(copy.count()).isEqualTo(50_000);
  }

  @Test
  void count_sum_least_and_greatest_are_exact() {
    Totals totals = totalsOf(1.25, -3.5, 0, 1e12);
    assertThat(totals.count()).isEqualTo(4);
    assertThat(totals.sum()).isEqualTo(1e12 - 2.25);
    assertThat(totals.min()).isEqualTo(-3.5);
    assertThat(totals.max()).isEqualTo(1e12);
    assertThat(totals.mean()).isEqualTo((1e12 - 2.25) / 4);
  }

  @Test
  void the_median_of_two_values_lies_between_them() {
    assertThat(totalsOf(1, 2).percentile(50)).isEqualTo(1.5);
    assertThat(totalsOf(1, 2, 3, 4).percentile(90)).isEqualTo(3.7);
    assertThat(totalsOf(5).percentile(99)).isEqualTo(5);
  }

  @Test
  void without_values_every_figure_is_zero() {
    Totals none = new Totals(MetricType.TREND);
    assertThat(none.percentile(95)).isZero();
    assertThat(none.mean()).isZero();
    assertThat(none.min()).isZero();
    assertThat(none.last()).isZero();
  }

  @Test
  void a_rate_counts_what_is_not_zero() {
    Totals rate = new Totals(MetricType.RATE);
    for (double value : new double[] {1, 0, 7, 0}) rate.add(value, 1);
    assertThat(rate.sum()).isEqualTo(2);
    assertThat(rate.count()).isEqualTo(4);
    assertThat(rate.mean()).isEqualTo(0.5);
    assertThatThrownBy(() -> rate.percentile(50)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void the_last_value_is_the_one_measured_last_however_they_are_merged() {
    Totals early = new Totals(MetricType.GAUGE);
    early.add(5, 100);
    Totals late = new Totals(MetricType.GAUGE);
    late.add(9, 200);
    late.add(3, 300);
    Totals one = early.copy();
    one.add(late);
    late.add(early);
    assertThat(one.last()).isEqualTo(3);
    assertThat(late.last()).isEqualTo(3);
    assertThat(late.max()).isEqualTo(9);
  }

  private static double[] values(Kind kind, long seed) {
    DoubleSupplier values = kind.values(new SplittableRandom(seed));
    double[] all = new double[kind.count()];
    Arrays.setAll(all, _ -> values.getAsDouble());
    return all;
  }

  private static Totals totalsOf(double... values) {
    Totals totals = new Totals(MetricType.TREND);
    for (double value : values) totals.add(value, 1);
    return totals;
  }

  private static List<String> buckets(Totals totals) {
    List<String> buckets = new ArrayList<>();
    totals.forEachValue((value, count) -> buckets.add(value + " " + count));
    return buckets;
  }

  /** Between the two nearest of the sorted values, in proportion. */
  private static double percentile(double[] sorted, double percent) {
    double place = percent / 100 * (sorted.length - 1);
    double low = sorted[(int) Math.floor(place)];
    double high = sorted[(int) Math.ceil(place)];
    return low + (high - low) * (place - Math.floor(place));
  }
}
