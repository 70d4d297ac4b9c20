package io.tidegate.gate.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final long MS = 1_000_000;

  @Test
  void a_queue_goes_by_priority_and_then_by_arrival() {
    WaitingQueue<String> queue = new WaitingQueue<>(5);
    queue.offer("enters", Priority.ENTERING);
    queue.offer("first", Priority.ADMITTED);
    queue.offer("second", Priority.ADMITTED);
    queue.offer("pays", Priority.CHECKOUT);
    for (String next : List.of("pays", "first", "second", "enters")) {
      assertThat(queue.peek()).isEqualTo(next);
      assertThat(Arrays.stream(Priority.values()).anyMatch(of -> queue.remove(next, of))).isTrue();
    }
    assertThat(queue.peek()).isNull();
    assertThat(queue.size()).isZero();
  }

  @Test
  void where_it_is_full_the_last_of_the_lowest_priority_gives_its_place_to_a_higher_one() {
    WaitingQueue<String> queue = new WaitingQueue<>(3);
    queue.offer("admitted", Priority.ADMITTED);
    queue.offer("enters", Priority.ENTERING);
    queue.offer("enters later", Priority.ENTERING);
    assertThat(queue.offer("too late", Priority.ENTERING)).isEqualTo("too late");
    assertThat(queue.offer("pays", Priority.CHECKOUT)).isEqualTo("enters later");
    assertThat(queue.offer("admitted later", Priority.ADMITTED)).isEqualTo("enters");
    assertThat(queue.offer("one more", Priority.ADMITTED)).isEqualTo("one more");
    assertThat(queue.offer("pays too", Priority.CHECKOUT)).isEqualTo("admitted later");
    assertThat(queue.size()).isEqualTo(3);
    assertThat(new WaitingQueue<String>(0).offer("nobody", Priority.CHECKOUT)).isEqualTo("nobody");
  }

  @Test
  void a_budget_of_retries_is_a_share_of_what_is_active_and_a_few_at_least() {
    RetryBudget budget = new RetryBudget(new RetryConfig(20, 3));
    for (int i = 0; i < 3; i++) assertThat(budget.tryTake(1)).isTrue();
    assertThat(budget.tryTake(19)).isFalse();
    assertThat(budget.tryTake(20)).isTrue();
    assertThat(budget.tryTake(20)).isFalse();
    budget.giveBack();
    assertThat(budget.tryTake(20)).isTrue();
    assertThat(new RetryBudget(new RetryConfig(0, 0)).tryTake(1_000)).isFalse();
  }

  @Test
  void a_fixed_limit_is_exact_and_measures_how_long_requests_take() {
    ConcurrencyLimit limit = new ConcurrencyLimit(LimitConfig.fixed(3), 0);
    for (int i = 0; i < 3; i++) assertThat(limit.tryBegin()).isTrue();
    assertThat(limit.tryBegin()).isFalse();
    limit.cancel();
    assertThat(limit.tryBegin()).isTrue();
    assertThat(limit.admissionRate()).isInfinite();
    for (long i = 0; i < 200; i++) {
      limit.end(10 * MS, 20 * MS, false, i * 10 * MS);
      limit.tryBegin();
    }
    assertThat(limit.admissionRate()).isCloseTo(150, within(1e-6));
  }

  @Test
  void many_threads_never_have_more_than_the_limit() throws Exception {
    ConcurrencyLimit limit = new ConcurrencyLimit(LimitConfig.fixed(3), 0);
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 20_000; i++) {
                  if (!limit.tryBegin()) continue;
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  now.decrementAndGet();
                  limit.end(MS, MS, false, i * MS);
                }
              });
    }
    for (Thread thread : threads) thread.join();
    assertThat(most.get()).isLessThanOrEqualTo(3);
    assertThat(limit.inFlight()).isZero();
  }

  @Test
  void bounds_are_refused() {
    List<Runnable> outside =
        List.of(
            () -> new QueueConfig(-1, Duration.ofMillis(1)),
            () -> new QueueConfig(1, Duration.ZERO),
            () -> new RetryConfig(101, 1),
            () -> new RetryConfig(1, -1),
            () -> LimitConfig.fixed(0),
            () -> new LimitConfig(true, 10, 11, 20),
            () -> new LimitConfig(true, 10, 1, 9));
    assertThat(outside)
        .allSatisfy(one -> assertThatThrownBy(one::run).hasMessageContaining("must be in ["));
  }
}
