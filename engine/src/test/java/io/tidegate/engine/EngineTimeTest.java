package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Now;
import io.tidegate.store.log.LifeSign;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Engine time against two clocks set by hand. */
class EngineTimeTest {

  private static final long T0 = EngineFixture.T0;
  private static final long HOUR = 3_600_000;
  private static final long CONFIRM = EngineTime.CONFIRM_MS;

  private final ManualClock clock = new ManualClock(T0);

  private EngineTime started() {
    return new EngineTime(clock, 0, null);
  }

  private LifeSign sign() {
    return new LifeSign(clock.wallMs(), clock.wallMs(), clock.monotonicNs(), clock.boot(), true);
  }

  /** Time passes as a loop sees it. */
  private Now pass(EngineTime time, long ms) {
    Now now = time.read();
    for (long left = ms; left > 0; left -= 100) {
      clock.pass(Math.min(left, 100));
      now = time.read();
    }
    return now;
  }

  @Test
  void it_starts_with_the_wall_clock_and_runs_with_the_monotonic_one() {
    EngineTime time = started();
    assertThat(time.read()).isEqualTo(Now.at(T0));
    clock.pass(1_234);
    assertThat(time.read()).isEqualTo(Now.at(T0 + 1_234));
    assertThat(time.distanceMs()).isZero();
  }

  @Test
  void a_step_forward_is_not_followed_while_it_may_be_an_error() {
    EngineTime time = started();
    clock.stepWall(HOUR);
    assertThat(pass(time, 3_000)).isEqualTo(Now.at(T0 + 3_000));
    assertThat(time.distanceMs()).isEqualTo(-HOUR);
    clock.stepWall(-HOUR);
    assertThat(pass(time, 60_000)).isEqualTo(Now.at(T0 + 63_000));
    assertThat(time.jumped()).isFalse();
  }

  @Test
  void a_step_forward_that_stays_is_followed_in_one_jump() {
    EngineTime time = started();
    clock.stepWall(HOUR);
    assertThat(pass(time, CONFIRM - 100)).isEqualTo(Now.at(T0 + CONFIRM - 100));
    assertThat(time.jumped()).isFalse();
    assertThat(pass(time, 200)).isEqualTo(Now.at(T0 + HOUR + CONFIRM + 100));
    assertThat(time.jumped()).isTrue();
    assertThat(time.jumped()).isFalse();
  }

  @Test
  void two_readings_that_differ_confirm_nothing() {
    EngineTime time = started();
    for (int i = 0; i < 10; i++) {
      clock.stepWall(HOUR);
      pass(time, CONFIRM - 1_000);
    }
    assertThat(time.read().ms()).isEqualTo(T0 + 10 * (CONFIRM - 1_000));
  }

  @Test
  void a_clock_that_creeps_forward_is_followed_no_faster_than_by_an_eighth() {
    EngineTime time = started();
    for (int i = 0; i < 100; i++) {
      clock.stepWall(90);
      pass(time, 100);
    }
    assertThat(time.read().ms()).isBetween(T0 + 10_000, T0 + 11_250);
  }

  @Test
  void small_drift_forward_is_caught_up_with_soon() {
    EngineTime time = started();
    clock.stepWall(800);
    assertThat(pass(time, 100).ms()).isLessThan(T0 + 120);
    assertThat(pass(time, 10_000)).isEqualTo(Now.at(T0 + 10_900));
    assertThat(time.jumped()).isFalse();
  }

  @Test
  void ahead_of_the_wall_it_runs_at_half_speed_until_that_has_caught_up() {
    EngineTime time = started();
    time.read();
    clock.stepWall(-10_000);
    assertThat(pass(time, 10_000).ms()).isEqualTo(T0 + 5_000);
    assertThat(time.distanceMs()).isEqualTo(5_000);
    assertThat(pass(time, 10_000)).isEqualTo(Now.at(T0 + 10_000));
    assertThat(time.distanceMs()).isZero();
    assertThat(pass(time, 1_000)).isEqualTo(Now.at(T0 + 11_000));
  }

  @Test
  void meanwhile_hours_come_by_the_wall_clock_and_not_a_moment_early() {
    EngineTime time = started();
    time.read();
    clock.stepWall(-HOUR);
    for (int i = 0; i < 80_000; i++) {
      clock.pass(100);
      Now now = time.read();
      assertThat(now.hourMs()).isBetween(clock.wallMs() - 1_000, clock.wallMs() + 10);
    }
    assertThat(time.distanceMs()).isZero();
  }

  @Test
  void a_wall_clock_ahead_for_a_while_opens_nothing_early_also_after_a_restart() {
    EngineTime time = started();
    clock.stepWall(HOUR);
    long lastMs = pass(time, CONFIRM + 1_000).ms(); // believed: nobody could know better
    clock.stepWall(-HOUR);
    assertThat(time.read().hourMs()).isLessThanOrEqualTo(clock.wallMs());
    EngineTime restarted = new EngineTime(clock, lastMs, null);
    Now now = restarted.read();
    assertThat(now.ms()).isEqualTo(lastMs);
    assertThat(now.hourMs()).isLessThanOrEqualTo(clock.wallMs());
    assertThat(pass(restarted, 10_000).ms()).isEqualTo(lastMs + 5_000);
  }

  @Test
  void after_downtime_the_monotonic_clock_of_the_same_run_of_the_machine_vouches() {
    LifeSign sign = sign();
    clock.pass(HOUR);
    EngineTime time = new EngineTime(clock, T0 - 5, sign);
    assertThat(time.read()).isEqualTo(Now.at(T0 + HOUR));
    assertThat(time.startMs()).isEqualTo(T0);
  }

  @Test
  void what_vouches_for_the_clock_does_so_also_once_it_is_put_right() {
    LifeSign sign = sign();
    clock.pass(60_000);
    clock.stepWall(HOUR);
    EngineTime time = new EngineTime(clock, T0, sign);
    assertThat(pass(time, 2_000)).isEqualTo(Now.at(T0 + 2_000));
    clock.stepWall(-HOUR);
    assertThat(time.read()).isEqualTo(Now.at(T0 + 62_000));
    assertThat(time.jumped()).isTrue();
  }

  @Test
  void after_downtime_a_clock_that_nothing_vouches_for_has_to_stay_so() {
    clock.stepWall(HOUR);
    for (LifeSign sign :
        new @Nullable LifeSign[] {null, old("another"), old(""), old(clock.boot())}) {
      EngineTime time = new EngineTime(clock, T0, sign);
      assertThat(time.read()).isEqualTo(Now.at(T0));
      assertThat(pass(time, CONFIRM - 1_000).ms()).isEqualTo(T0 + CONFIRM - 1_000);
      assertThat(pass(time, 1_100).ms()).isEqualTo(clock.wallMs());
      assertThat(time.jumped()).isTrue();
    }
  }

  /** A sign whose monotonic clock says that no time passed, or belongs to another run. */
  private LifeSign old(String boot) {
    return new LifeSign(T0, T0, clock.monotonicNs(), boot, true);
  }

  @Test
  void a_sign_that_was_not_believed_vouches_only_when_it_is_old_enough_to_be_a_first_reading() {
    LifeSign sign = new LifeSign(T0 - HOUR, T0, clock.monotonicNs(), clock.boot(), false);
    clock.pass(CONFIRM - 1);
    assertThat(new EngineTime(clock, T0 - HOUR, sign).read().ms()).isEqualTo(T0 - HOUR);
    clock.pass(1);
    assertThat(new EngineTime(clock, T0 - HOUR, sign).read().ms()).isEqualTo(T0 + CONFIRM);
  }

  @Test
  void starts_that_live_too_short_to_believe_a_clock_wait_together() {
    clock.reboot(HOUR);
    long lastMs = T0;
    LifeSign sign = null;
    for (int start = 0; start < 5; start++) {
      EngineTime time = new EngineTime(clock, lastMs, sign);
      Now now = pass(time, CONFIRM / 6);
      assertThat(time.distanceMs()).as("start %d", start).isLessThan(-HOUR / 2);
      sign = time.sign(now);
      lastMs = now.ms();
      clock.pass(10);
    }
    EngineTime time = new EngineTime(clock, lastMs, sign);
    pass(time, CONFIRM / 6);
    assertThat(time.jumped()).isTrue();
    assertThat(time.distanceMs()).isZero();
  }

  @Test
  void a_start_that_sees_another_step_than_the_one_before_it_waits_anew() {
    clock.reboot(HOUR);
    EngineTime first = new EngineTime(clock, T0, null);
    Now now = pass(first, CONFIRM - 1_000);
    clock.stepWall(HOUR);
    EngineTime second = new EngineTime(clock, now.ms(), first.sign(now));
    pass(second, CONFIRM - 1_000);
    assertThat(second.jumped()).isFalse();
    pass(second, 1_000);
    assertThat(second.jumped()).isTrue();
  }

  @Test
  void a_sign_is_what_the_clocks_said() {
    EngineTime time = started();
    clock.stepWall(-5_000);
    Now now = time.read();
    assertThat(time.sign(now))
        .isEqualTo(new LifeSign(T0, T0 - 5_000, clock.monotonicNs(), clock.boot(), true));
    clock.stepWall(HOUR);
    assertThat(time.sign(time.read()).believed()).isFalse();
  }

  @Test
  void it_never_goes_back_and_no_hour_comes_early_whatever_the_wall_clock_does() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ManualClock wild = new ManualClock(T0);
      long trueMs = T0; // what a right clock would say
      EngineTime time = new EngineTime(wild, T0 + random.nextLong(-HOUR, HOUR), null);
      long last = time.read().ms();
      long wrongSinceMs = trueMs;
      for (int i = 0; i < 300; i++) {
        if (random.nextInt(40) == 0) {
          // Wrong by anything for less than it takes to be believed, then right again.
          boolean right = wild.wallMs() == trueMs;
          if (right) wrongSinceMs = trueMs;
          wild.stepWall(right ? random.nextLong(-HOUR, HOUR) : trueMs - wild.wallMs());
        } else if (wild.wallMs() > trueMs && trueMs - wrongSinceMs > CONFIRM - 4_000) {
          wild.stepWall(trueMs - wild.wallMs());
        }
        long passed = random.nextLong(3_000);
        wild.pass(passed);
        trueMs += passed;
        Now now = time.read();
        assertThat(now.ms()).as("seed %d", seed).isGreaterThanOrEqualTo(last + passed / 2 - 1);
        if (wild.wallMs() == trueMs)
          assertThat(now.hourMs()).as("seed %d", seed).isLessThanOrEqualTo(trueMs + 10);
        assertThat(now.hourMs()).isLessThanOrEqualTo(now.ms());
        last = now.ms();
      }
    }
  }
}
