package io.tidegate.gate.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeasuresTest {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  @Test
  void a_slow_answer_is_believed_at_once_and_a_quick_one_by_and_by() {
    Latency latency = new Latency();
    latency.observe(10 * MS, false, 0);
    latency.observe(500 * MS, false, SECOND);
    assertThat(latency.peakNs(SECOND)).isEqualTo(500 * MS);
    latency.observe(10 * MS, false, 2 * SECOND);
    assertThat(latency.peakNs(2 * SECOND)).isCloseTo(453e6, within(1e6));
    assertThat(latency.peakNs(32 * SECOND)).isLessThan(25e6);
  }

  @Test
  void a_quick_failure_is_no_quick_answer() {
    Latency latency = new Latency();
    latency.observe(100 * MS, false, 0);
    for (int i = 1; i < 100; i++) latency.observe(MS, true, i * MS);
    assertThat(latency.peakNs(0)).isEqualTo(100 * MS);
    latency.observe(900 * MS, true, 100 * MS);
    assertThat(latency.peakNs(100 * MS)).isEqualTo(900 * MS);
  }

  @Test
  void the_mean_is_known_after_ten_answers_and_one_slow_one_does_not_make_it() {
    Latency latency = new Latency();
    latency.observe(200 * MS, false, 0);
    for (int i = 1; i < 9; i++) latency.observe(10 * MS, false, 0);
    assertThat(latency.meanNs()).isZero();
    latency.observe(10 * MS, false, 0);
    assertThat(latency.meanNs()).isCloseTo(29e6, within(1e6));
    for (int i = 0; i < 50; i++) latency.observe(10 * MS, false, 0);
    assertThat(latency.meanNs()).isCloseTo(10e6, within(0.2e6));
    assertThat(latency.meanNs(20 * SECOND)).isLessThan(2e6);
    assertThat(latency.meanNs()).isGreaterThan(9e6);
  }

  @Test
  void the_share_of_failures_follows_the_last_ten_or_so_and_fades() {
    FailureShare share = new FailureShare();
    assertThat(share.at(0)).isZero();
    for (int i = 0; i < 20; i++) share.observe(true, 0);
    assertThat(share.at(0)).isGreaterThan(0.85);
    assertThat(share.at(10 * SECOND)).isLessThan(0.35);
    for (int i = 0; i < 50; i++) share.observe(false, 0);
    assertThat(share.at(0)).isZero();
  }

  @Test
  void who_joins_others_begins_at_a_tenth_and_has_all_after_the_time() {
    Ramp ramp = new Ramp();
    assertThat(ramp.share(0)).isEqualTo(1);
    ramp.begin(Duration.ofSeconds(30), 0);
    assertThat(ramp.share(0)).isEqualTo(0.1);
    assertThat(ramp.share(15 * SECOND)).isEqualTo(0.5);
    assertThat(ramp.share(31 * SECOND)).isEqualTo(1);
    ramp.begin(Duration.ZERO, 0);
    assertThat(ramp.share(0)).isEqualTo(1);
  }
}
