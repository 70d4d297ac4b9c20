package io.tidegate.gate.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.tidegate.gate.limit.AdmissionRate.Behind;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How many people follow from what upstreams take. */
class AdmissionRateTest {

  private static final double INFINITE = Double.POSITIVE_INFINITY;
  private static final Offset<Double> NEARLY = within(1.0);

  private final AdmissionRate rate = new AdmissionRate(Duration.ofMinutes(5), 0);

  @Test
  void what_is_not_known_bounds_nothing() {
    assertThat(rate.update(0, List.of(), 100, 1)).isEqualTo(INFINITE);
    assertThat(rate.update(0, List.of(behind(INFINITE, 1, 0)), 100, 2)).isEqualTo(INFINITE);
  }

  @Test
  void until_visits_were_seen_each_is_taken_to_make_ten_requests() {
    assertThat(rate.update(0, List.of(behind(1_000, 1, 0)), 500, 1)).isCloseTo(90, NEARLY);
  }

  @Test
  void people_are_what_the_upstream_takes_over_the_requests_of_a_visit() {
    assertThat(rate.update(10_000, List.of(behind(1_000, 1, 40_000)), 500, 1))
        .isCloseTo(225, NEARLY);
    assertThat(rate.update(20_000, List.of(behind(100, 1, 80_000)), 500, 2))
        .as("it became slower")
        .isCloseTo(22.5, NEARLY);
    assertThat(rate.update(30_000, List.of(behind(1_000, 1, 120_000)), 500, 3))
        .as("and recovered")
        .isCloseTo(225, NEARLY);
  }

  @Test
  void a_share_of_the_upstream_brings_that_share_of_the_people() {
    assertThat(rate.update(10_000, List.of(behind(1_000, 0.5, 40_000)), 500, 1))
        .isCloseTo(112.5, NEARLY);
  }

  @Test
  void the_upstream_that_takes_fewest_people_decides() {
    List<Behind> both =
        List.of(new Behind("pages", 10_000, 1, 100_000), new Behind("pay", 10, 1, 10_000));
    assertThat(rate.update(10_000, both, 500, 1)).isCloseTo(9, NEARLY);
  }

  @Test
  void what_visits_make_is_learned_anew_when_it_changes() {
    long nowNs = 0;
    long visits = 0;
    long requests = 0;
    for (int second = 0; second < 3_600; second++) {
      nowNs += TimeUnit.SECONDS.toNanos(1);
      visits += 20;
      requests += second < 1_800 ? 40 : 200;
      double people = rate.update(visits, List.of(behind(1_000, 1, requests)), 500, nowNs);
      if (second == 1_700) assertThat(people).isCloseTo(450, within(10.0));
      if (second == 3_599) assertThat(people).isCloseTo(90, within(2.0));
    }
  }

  @Test
  void an_upstream_that_takes_nothing_still_gets_some_that_show_when_it_is_well() {
    assertThat(rate.update(0, List.of(behind(0, 1, 0)), 500, 1)).isEqualTo(5);
    assertThat(rate.update(10, List.of(behind(0.001, 1, 1_000)), 500, 2)).isEqualTo(5);
  }

  private static Behind behind(double perSecond, double share, long requests) {
    return new Behind("shop", perSecond, share, requests);
  }
}
