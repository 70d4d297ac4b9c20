package io.tidegate.bench.waiting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class IntervalsTest {

  @Test
  void who_asks_every_ten_seconds_sees_what_is_up_to_ten_seconds_old_evenly() {
    Intervals alike = new Intervals(0, new long[] {10_000, 10_000}, 1);

    assertThat(alike.asksPerSecond()).isEqualTo(0.1);
    assertThat(alike.seenP99Ms()).isCloseTo(9_900, within(1.0));
  }

  @Test
  void the_oldest_is_seen_by_those_who_ask_least() {
    Intervals mixed = new Intervals(0, new long[] {30_000, 2_000}, 1);

    assertThat(mixed.asksPerSecond()).isCloseTo((1 / 30.0 + 1 / 2.0) / 2, within(1e-9));
    assertThat(mixed.least()).isEqualTo(2_000);
    assertThat(mixed.most()).isEqualTo(30_000);
    // One in fifty of those who ask each 30 s: 30 s less a fiftieth.
    assertThat(mixed.seenP99Ms()).isCloseTo(29_400, within(1.0));
  }
}
