package io.tidegate.audit.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquareTest {
  /** Quantiles, integrated numerically apart from this code. */
  @ParameterizedTest
  @CsvSource({
    "3.841459, 1, 0.05",
    "10.827566, 1, 0.001",
    "1.386294, 2, 0.5",
    "18.307038, 10, 0.05",
    "85.350565, 49, 0.001",
    "80.334318, 81, 0.5",
    "103.009511, 81, 0.05",
    "126.082558, 81, 0.001"
  })
  void tails_are_those_of_the_quantiles(double value, int degrees, double chance) {
    assertThat(ChiSquare.upperTail(value, degrees)).isCloseTo(chance, within(chance * 1e-5));
  }

  @Test
  void the_ends_are_certain() {
    assertThat(ChiSquare.upperTail(0, 81)).isEqualTo(1);
    assertThat(ChiSquare.upperTail(1e6, 81)).isLessThan(1e-300);
    assertThat(ChiSquare.upperTail(1e-9, 1)).isCloseTo(1, within(1e-4));
  }

  private static int[] shuffled(int size, Random random) {
    int[] order = IntStream.rangeClosed(1, size).toArray();
    for (int i = size - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int other = order[i];
      order[i] = order[j];
      order[j] = other;
    }
    return order;
  }

  private static Uniformity of(int[] order) {
    Uniformity uniformity = Uniformity.of(IntStream.rangeClosed(1, order.length).toArray(), order);
    assertThat(uniformity).isNotNull();
    return Objects.requireNonNull(uniformity);
  }

  @Test
  void first_come_first_served_is_no_draw() {
    int[] order = IntStream.rangeClosed(1, 1_000).toArray();
    Uniformity uniformity = of(order);
    assertThat(uniformity.correlation()).isEqualTo(1);
    assertThat(uniformity.chiSquare()).isCloseTo(9_000, within(1e-6));
    assertThat(uniformity.degrees()).isEqualTo(81);
    assertThat(uniformity.rare()).isTrue();

    int[] reversed = IntStream.rangeClosed(1, 1_000).map(i -> 1_001 - i).toArray();
    assertThat(of(reversed).correlation()).isEqualTo(-1);
    assertThat(of(reversed).rare()).isTrue();
  }

  /** No slope at all, but whoever came in the middle is first: only the table sees it. */
  @Test
  void a_pattern_without_a_slope_is_seen_by_the_table() {
    int[] order =
        IntStream.rangeClosed(1, 1_000)
            .boxed()
            .sorted(
                Comparator.comparingDouble((Integer i) -> Math.abs(i - 500.5))
                    .thenComparingInt(i -> i % 2))
            .mapToInt(i -> i)
            .toArray();
    assertThat(of(order).correlationChance()).isGreaterThan(0.01);
    assertThat(of(order).chiSquareChance()).isLessThan(Uniformity.RARE);
  }

  /** Over 2,000 fair shuffles each tenth of [0, 1) holds about a tenth of the chances. */
  @ParameterizedTest
  @CsvSource({"20, 2", "150, 5", "600, 10"})
  void the_chances_of_fair_draws_are_spread_evenly(int size, int parts) {
    Random random = new Random(20_250);
    int rounds = 2_000;
    int lowCorrelation = 0;
    int lowTable = 0;
    int rare = 0;
    for (int round = 0; round < rounds; round++) {
      Uniformity uniformity = of(shuffled(size, random));
      assertThat(uniformity.parts()).isEqualTo(parts);
      if (uniformity.correlationChance() < 0.1) lowCorrelation++;
      if (uniformity.chiSquareChance() < 0.1) lowTable++;
      if (uniformity.rare()) rare++;
    }
    assertThat(lowCorrelation).isBetween(150, 250);
    // A table of two parts has few values: its chances come in steps.
    if (parts > 2) assertThat(lowTable).isBetween(150, 250);
    assertThat(rare).isLessThan(15);
  }

  @Test
  void too_few_are_not_judged() {
    int[] order = IntStream.rangeClosed(1, 19).toArray();
    assertThat(Uniformity.of(order, order)).isNull();
  }
}
