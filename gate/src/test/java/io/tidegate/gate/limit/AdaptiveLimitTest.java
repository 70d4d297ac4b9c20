package io.tidegate.gate.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.gate.limit.AdaptiveLimit.Window;
import org.junit.jupiter.api.Test;

/** Single steps; how it behaves over time is simulated in {@code upstream.SimulationTest}. */
class AdaptiveLimitTest {

  private static final int MS = 1_000_000;

  private final AdaptiveLimit limit = new AdaptiveLimit(new LimitConfig(true, 100, 10, 400));

  /** A service of so many workers that take 50 ms each, measured without noise. */
  private static Window full(int workers, double inFlight) {
    double perSecond = Math.min(inFlight, workers) * 20;
    double latencyMs = 50 * Math.max(1, inFlight / workers);
    return new Window(100, 0, latencyMs * MS, inFlight, perSecond);
  }

  @Test
  void it_rises_quickly_while_nobody_waits_and_ends_near_what_the_service_has() {
    int now = 100;
    for (int i = 0; i < 8; i++) now = limit.update(full(300, now));
    assertThat(now).isGreaterThan(300);
    for (int i = 0; i < 200; i++) now = limit.update(full(300, now));
    assertThat(now).isBetween(270, 400);
  }

  @Test
  void it_finds_down_although_it_never_saw_a_quick_answer() {
    int now = 100;
    for (int i = 0; i < 200; i++) now = limit.update(full(30, now));
    assertThat(now).isBetween(27, 45);
  }

  @Test
  void in_an_hour_of_overload_it_does_not_drift() {
    int now = 100;
    for (int i = 0; i < 36_000; i++) now = limit.update(full(30, now));
    assertThat(now).isBetween(27, 45);
  }

  @Test
  void it_does_not_rise_where_traffic_does_not_reach_it_and_falls_to_twice_what_there_is() {
    for (int i = 0; i < 100; i++) assertThat(limit.update(full(300, 60))).isEqualTo(100);
    for (int now = 100; now < 250; ) now = limit.update(full(300, now));
    for (int i = 0; i < 100; i++) limit.update(full(300, 80));
    assertThat(limit.update(full(300, 80))).isEqualTo(160);
    for (int i = 0; i < 100; i++) limit.update(full(300, 10));
    assertThat(limit.update(full(300, 10))).isEqualTo(100);
  }

  @Test
  void time_outs_lower_it_by_a_quarter() {
    assertThat(limit.update(new Window(100, 6, 50 * MS, 100, 1_000))).isEqualTo(75);
    assertThat(limit.update(new Window(100, 5, 50 * MS, 10, 1_000))).isEqualTo(75);
  }

  @Test
  void it_stays_within_its_bounds() {
    for (int i = 0; i < 50; i++) limit.update(new Window(100, 100, 0, 100, 0));
    assertThat(limit.update(new Window(100, 100, 0, 100, 0))).isEqualTo(10);
    int now = 10;
    for (int i = 0; i < 500; i++) now = limit.update(full(10_000, now));
    assertThat(now).isEqualTo(400);
  }
}
