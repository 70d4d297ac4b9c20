package io.tidegate.gate.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EjectionTest {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;

  private final Ejection ejection = new Ejection(EjectionConfig.DEFAULT, new SplittableRandom(1));

  @Test
  void three_faults_in_a_row_eject_and_a_success_between_them_forgives() {
    fail(Failure.CONNECT, 0, 2);
    ejection.answered(0, 0);
    fail(Failure.NO_RESPONSE, 0, 2);
    assertThat(ejection.isIn()).isTrue();
    fail(Failure.TIME_OUT, 0, 1);
    assertThat(ejection.isIn()).isFalse();
    assertThat(ejection.why(0))
        .startsWith("ejected after 3 failures in a row (no response in time); a trial request in");
  }

  @Test
  void five_statuses_of_500_or_more_in_a_row_eject() {
    fail(Failure.STATUS, 0, 4);
    assertThat(ejection.isIn()).isTrue();
    fail(Failure.STATUS, 0, 1);
    assertThat(ejection.isIn()).isFalse();
  }

  @Test
  void responses_that_are_cut_off_eject_although_each_began_well() {
    for (int i = 0; i < 3; i++) {
      ejection.answered(0, 0);
      fail(Failure.CUT, 0, 1);
    }
    assertThat(ejection.isIn()).isFalse();
  }

  @Test
  void one_request_is_the_trial_and_its_success_brings_back() {
    fail(Failure.CONNECT, 0, 3);
    assertThat(ejection.tryTrial(true, 700 * MS)).isFalse();
    assertThat(ejection.tryTrial(true, 1_300 * MS)).isTrue();
    assertThat(ejection.tryTrial(true, 1_300 * MS)).isFalse();
    assertThat(ejection.why(1_300 * MS)).contains("a trial request is under way");
    assertThat(ejection.answered(1_300 * MS, 1_400 * MS)).isEqualTo(1_400 * MS);
    assertThat(ejection.isIn()).isTrue();
    assertThat(ejection.why(1_400 * MS)).isNull();
  }

  @Test
  void a_request_that_cannot_be_sent_again_is_the_trial_only_where_no_other_comes() {
    fail(Failure.CONNECT, 0, 3);
    assertThat(ejection.tryTrial(false, 1_300 * MS)).isFalse();
    assertThat(ejection.tryTrial(false, 2_600 * MS)).isTrue();
  }

  @Test
  void a_trial_whose_client_went_away_leaves_the_next_one_to_another() {
    fail(Failure.CONNECT, 0, 3);
    assertThat(ejection.tryTrial(true, 2 * SECOND)).isTrue();
    ejection.abandon();
    assertThat(ejection.tryTrial(true, 2 * SECOND)).isTrue();
  }

  @Test
  void the_time_out_doubles_up_to_the_longest_and_starts_again_after_a_long_good_time() {
    fail(Failure.CONNECT, 0, 3);
    long nowNs = 0;
    long[] expected = {1, 2, 4, 8, 16, 30, 30};
    for (long seconds : expected) {
      long outNs = untilTrial(nowNs);
      assertThat(outNs).isBetween(seconds * SECOND * 3 / 4, seconds * SECOND * 5 / 4 + 10 * MS);
      nowNs += outNs;
      fail(Failure.CONNECT, nowNs, 1);
    }
    nowNs += untilTrial(nowNs);
    ejection.answered(nowNs, nowNs);
    nowNs += 31 * SECOND;
    fail(Failure.CONNECT, nowNs, 3);
    assertThat(untilTrial(nowNs)).isLessThan(1_300 * MS);
  }

  @Test
  void what_began_before_the_ejection_lifts_nothing_and_what_began_after_it_does() {
    fail(Failure.CONNECT, 5 * SECOND, 3);
    ejection.answered(4 * SECOND, 6 * SECOND);
    assertThat(ejection.isIn()).isFalse();
    ejection.answered(5 * SECOND + 1, 6 * SECOND); // all were used, since too many were out
    assertThat(ejection.isIn()).isTrue();
  }

  @Test
  void a_check_that_succeeds_brings_back_at_once() {
    fail(Failure.CONNECT, 0, 3);
    assertThat(ejection.restore(SECOND)).isEqualTo(SECOND);
    assertThat(ejection.isIn()).isTrue();
  }

  @Test
  void bounds_are_refused() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new EjectionConfig(0, 5, second, second))
        .hasMessageContaining("faults");
    assertThatThrownBy(() -> new EjectionConfig(3, 1_000_001, second, second))
        .hasMessageContaining("statuses");
    assertThatThrownBy(() -> new EjectionConfig(3, 5, Duration.ofMillis(99), second))
        .hasMessageContaining("first");
    assertThatThrownBy(() -> new EjectionConfig(3, 5, second, Duration.ofMillis(999)))
        .hasMessage("ejection.longest must be in [1000 ms, 3600000 ms], not 999 ms");
  }

  private void fail(Failure failure, long nowNs, int times) {
    for (int i = 0; i < times; i++) ejection.failed(failure, nowNs, nowNs);
  }

  private long untilTrial(long fromNs) {
    long nowNs = fromNs;
    while (!ejection.tryTrial(true, nowNs)) nowNs += 10 * MS;
    return nowNs - fromNs;
  }
}
