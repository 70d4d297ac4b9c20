package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Engine time against two clocks set by hand. */
class EngineTimeTest {

  private static final long HOUR = 3_600_000;

  private final ManualClock clock = new ManualClock(Service.T0);

  @Test
  void it_starts_with_the_wall_clock_and_runs_with_the_monotonic_one() {
    EngineTime time = new EngineTime(clock, 0);
    assertThat(time.nowMs()).isEqualTo(Service.T0);
    clock.pass(1_234);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + 1_234);
  }

  @Test
  void a_wall_clock_that_steps_back_is_ignored() {
    EngineTime time = new EngineTime(clock, 0);
    clock.pass(500);
    clock.stepWall(-HOUR);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + 500);
    clock.pass(500);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + 1_000);
    clock.stepWall(HOUR);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + 1_000);
  }

  @Test
  void one_that_steps_forward_is_followed() {
    EngineTime time = new EngineTime(clock, 0);
    clock.stepWall(HOUR);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + HOUR);
    clock.pass(10);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + HOUR + 10);
    clock.stepWall(-HOUR);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + HOUR + 10);
  }

  @Test
  void small_drift_is_no_step() {
    EngineTime time = new EngineTime(clock, 0);
    clock.stepWall(900);
    assertThat(time.nowMs()).isEqualTo(Service.T0);
    clock.stepWall(-1_800);
    assertThat(time.nowMs()).isEqualTo(Service.T0);
  }

  @Test
  void it_starts_at_the_newest_record_where_the_wall_clock_is_behind_it() {
    EngineTime time = new EngineTime(clock, Service.T0 + HOUR);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + HOUR);
    clock.pass(100);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + HOUR + 100);
    clock.stepWall(HOUR + 5_000);
    assertThat(time.nowMs()).isEqualTo(Service.T0 + HOUR + 5_100);
  }

  @Test
  void it_never_goes_back_whatever_the_wall_clock_does() {
    for (long seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      EngineTime time = new EngineTime(clock, Service.T0 + random.nextLong(-HOUR, HOUR));
      long last = time.nowMs();
      for (int i = 0; i < 100; i++) {
        if (random.nextInt(4) == 0) clock.stepWall(random.nextLong(-HOUR, HOUR));
        long passed = random.nextLong(3_000);
        clock.pass(passed);
        long now = time.nowMs();
        assertThat(now).as("seed %d", seed).isGreaterThanOrEqualTo(last + passed);
        assertThat(now).isGreaterThanOrEqualTo(clock.wallMs() - 1_000);
        last = now;
      }
    }
  }
}
