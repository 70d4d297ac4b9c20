package io.tidegate.lab.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.lab.options.ScenarioOptions.Load;
import io.tidegate.lab.options.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When iterations of an open model are meant to begin. */
class ArrivalsTest {

  @Test
  void a_constant_rate_has_equal_gaps_and_as_many_as_rate_and_time_say() {
    Arrivals arrivals =
        Arrivals.of(
            new Load.ConstantArrivalRate(30, Duration.ofMinutes(1), Duration.ofSeconds(10), 1, 1));
    for (int i = 0; i < 5; i++) assertThat(arrivals.atNs(i)).isEqualTo(i * 2_000_000_000L);
    assertThat(arrivals.atNs(5)).isEqualTo(-1);
  }

  @Test
  void a_ramp_has_as_many_as_the_area_below_it_and_none_goes_back_in_time() {
    Arrivals arrivals =
        Arrivals.of(
            new Load.RampingArrivalRate(
                0,
                Duration.ofSeconds(1),
                List.of(
                    new Stage(Duration.ofSeconds(10), 100),
                    new Stage(Duration.ZERO, 50),
                    new Stage(Duration.ofSeconds(4), 50),
                    new Stage(Duration.ofSeconds(10), 0)),
                1,
                1));
    int count = 0;
    long lastNs = -1;
    while (arrivals.atNs(count) >= 0) {
      assertThat(arrivals.atNs(count)).isGreaterThanOrEqualTo(lastNs);
      lastNs = arrivals.atNs(count++);
    }
    assertThat(count).isEqualTo(500 + 200 + 250);
    // At half of the first ramp a quarter of its 500 have come.
    assertThat(arrivals.atNs(125) / 1e9).isCloseTo(5, within(0.01));
    assertThat(arrivals.atNs(500) / 1e9).isCloseTo(10, within(0.01));
    assertThat(lastNs / 1e9).isLessThan(24);
  }

  @Test
  void a_rate_of_nothing_has_no_arrivals() {
    Arrivals arrivals =
        Arrivals.of(
            new Load.RampingArrivalRate(
                0, Duration.ofSeconds(1), List.of(new Stage(Duration.ofSeconds(5), 0)), 1, 1));
    assertThat(arrivals.atNs(0)).isEqualTo(-1);
  }
}
