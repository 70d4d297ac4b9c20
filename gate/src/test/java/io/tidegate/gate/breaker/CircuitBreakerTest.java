package io.tidegate.gate.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.gate.breaker.BreakerConfig.WindowType;
import io.tidegate.gate.breaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CircuitBreakerTest {

  private static final long MS = 1_000_000;
  private static final long SECOND = 1_000 * MS;
  private static final Duration OPEN = Duration.ofSeconds(5);

  /** A window of 10, calls that count from 4 on, half of failures or of slow calls, 3 trials. */
  private static BreakerConfig config(WindowType type) {
    return new BreakerConfig(type, 10, 4, 50, 50, Duration.ofSeconds(1), OPEN, 3);
  }

  private CircuitBreaker breaker = new CircuitBreaker(config(WindowType.COUNT_BASED));

  @ParameterizedTest
  @EnumSource
  void it_opens_when_half_of_the_calls_failed_and_not_before_enough_were_made(WindowType type) {
    breaker = new CircuitBreaker(config(type));
    calls(0, true, true, false);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    calls(0, false);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.acquire(0)).isEqualTo(CircuitBreaker.REFUSED);
    assertThat(breaker.why()).isEqualTo("circuit breaker open: 50 % of the last 4 calls failed");
  }

  @Test
  void it_opens_when_half_of_the_calls_were_slow() {
    for (long i = 0; i < 4; i++) breaker.record(breaker.acquire(0), false, i * 600 * MS, 0);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.why()).contains("50 % of the last 4 calls were slow");
  }

  @Test
  void after_its_time_some_trials_decide() {
    open();
    assertThat(breaker.isPermitting(OPEN.toNanos() - 1)).isFalse();
    long now = OPEN.toNanos();
    long[] permits = new long[3];
    for (int i = 0; i < 3; i++) permits[i] = breaker.acquire(now);
    assertThat(permits).doesNotContain(CircuitBreaker.REFUSED);
    assertThat(breaker.acquire(now)).isEqualTo(CircuitBreaker.REFUSED);
    for (long permit : permits) breaker.record(permit, false, MS, now);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.failureRate()).isZero();
  }

  @Test
  void trials_that_fail_open_it_again_for_its_whole_time() {
    open();
    long now = OPEN.toNanos();
    calls(now, true, true, false);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    assertThat(breaker.isPermitting(now + OPEN.toNanos() - 1)).isFalse();
    assertThat(breaker.isPermitting(now + OPEN.toNanos())).isTrue();
  }

  @Test
  void a_trial_that_was_given_back_leaves_room_for_another() {
    open();
    long now = OPEN.toNanos();
    for (int i = 0; i < 10; i++) breaker.release(breaker.acquire(now));
    calls(now, false, false, false);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void calls_from_before_it_changed_say_nothing_of_now() {
    long old = breaker.acquire(0);
    open();
    long now = OPEN.toNanos();
    long trial = breaker.acquire(now);
    for (int i = 0; i < 5; i++) breaker.record(old, true, MS, now);
    breaker.release(old);
    assertThat(breaker.state()).isEqualTo(State.HALF_OPEN);
    breaker.record(trial, false, MS, now);
    calls(now, false, false);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_window_of_time_forgets_what_is_older() {
    breaker = new CircuitBreaker(config(WindowType.TIME_BASED));
    calls(0, true, true, true);
    calls(9 * SECOND, false);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
    breaker = new CircuitBreaker(config(WindowType.TIME_BASED));
    calls(0, true, true, true);
    calls(10 * SECOND, false, false, false, false);
    assertThat(breaker.state()).isEqualTo(State.CLOSED);
    assertThat(breaker.failureRate()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void the_windows_equal_their_models(long seed) {
    record Call(boolean failed, boolean slow, long atNs) {}
    SplittableRandom random = new SplittableRandom(seed);
    CallWindow counted = new CallWindow.Counted(7);
    CallWindow timed = new CallWindow.Timed(7);
    ArrayDeque<Call> all = new ArrayDeque<>();
    long now = random.nextLong(-1_000 * SECOND, 0);
    for (int i = 0; i < 2_000; i++) {
      now += random.nextInt(20) == 0 ? random.nextLong(20 * SECOND) : random.nextLong(SECOND);
      Call call = new Call(random.nextBoolean(), random.nextBoolean(), now);
      all.addLast(call);
      counted.add(call.failed(), call.slow(), now);
      timed.add(call.failed(), call.slow(), now);
      long second = Math.floorDiv(now, SECOND);
      List<Call> last = all.stream().skip(Math.max(0, all.size() - 7)).toList();
      List<Call> recent =
          all.stream().filter(one -> Math.floorDiv(one.atNs(), SECOND) > second - 7).toList();
      assertThat(counted.calls()).isEqualTo(last.size());
      assertThat(counted.failures()).isEqualTo((int) last.stream().filter(Call::failed).count());
      assertThat(counted.slow()).isEqualTo((int) last.stream().filter(Call::slow).count());
      assertThat(timed.calls()).isEqualTo(recent.size());
      assertThat(timed.failures()).isEqualTo((int) recent.stream().filter(Call::failed).count());
      assertThat(timed.slow()).isEqualTo((int) recent.stream().filter(Call::slow).count());
    }
  }

  @Test
  void bounds_are_refused() {
    Duration second = Duration.ofSeconds(1);
    WindowType count = WindowType.COUNT_BASED;
    List<Runnable> outside =
        List.of(
            () -> new BreakerConfig(count, 0, 1, 50, 50, second, second, 1),
            () -> new BreakerConfig(WindowType.TIME_BASED, 601, 1, 50, 50, second, second, 1),
            () -> new BreakerConfig(count, 1, 0, 50, 50, second, second, 1),
            () -> new BreakerConfig(count, 1, 1, 0, 50, second, second, 1),
            () -> new BreakerConfig(count, 1, 1, Double.NaN, 50, second, second, 1),
            () -> new BreakerConfig(count, 1, 1, 50, 100.1, second, second, 1),
            () -> new BreakerConfig(count, 1, 1, 50, 50, Duration.ZERO, second, 1),
            () -> new BreakerConfig(count, 1, 1, 50, 50, second, Duration.ofMillis(9), 1),
            () -> new BreakerConfig(count, 1, 1, 50, 50, second, second, 0));
    assertThat(outside)
        .allSatisfy(one -> assertThatThrownBy(one::run).hasMessageContaining("must be in ["));
  }

  private void open() {
    calls(0, true, true, true, true);
    assertThat(breaker.state()).isEqualTo(State.OPEN);
  }

  private void calls(long nowNs, boolean... failed) {
    for (boolean one : failed) breaker.record(breaker.acquire(nowNs), one, MS, nowNs);
  }
}
