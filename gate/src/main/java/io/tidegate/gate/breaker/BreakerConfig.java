package io.tidegate.gate.breaker;

import static io.tidegate.gate.bounds.Bounds.within;

import java.time.Duration;

/**
 * When a circuit breaker opens; names and meanings are those of Resilience4j.
 *
 * @param slidingWindowType what the size of the window counts
 * @param slidingWindowSize calls, or seconds, in [1, 10_000], for seconds at most 600
 * @param minimumNumberOfCalls in the window before rates count, in [1, 100_000]; where the window
 *     counts calls, its size if that is less
 * @param failureRateThreshold in percent, in (0, 100]: as many failures open it
 * @param slowCallRateThreshold in percent, in (0, 100]: as many slow calls open it
 * @param slowCallDurationThreshold a call that takes longer is slow, in [1 ms, 10 min]
 * @param waitDurationInOpenState until it tries again, in [10 ms, 1 h]
 * @param permittedNumberOfCallsInHalfOpenState that decide whether it closes, in [1, 1_000]
 */
public record BreakerConfig(
    WindowType slidingWindowType,
    int slidingWindowSize,
    int minimumNumberOfCalls,
    double failureRateThreshold,
    double slowCallRateThreshold,
    Duration slowCallDurationThreshold,
    Duration waitDurationInOpenState,
    int permittedNumberOfCallsInHalfOpenState) {

  /** What a window counts. */
  public enum WindowType {
    /** The last so many calls. */
    COUNT_BASED,
    /** The calls of the last so many seconds. */
    TIME_BASED
  }

  /** Half of the calls of 10 s, of 20 at least; open for 5 s, then 5 trials; slow is no failure. */
  public static final BreakerConfig DEFAULT =
      new BreakerConfig(
          WindowType.TIME_BASED, 10, 20, 50, 100, Duration.ofSeconds(60), Duration.ofSeconds(5), 5);

  /** Checks the bounds. */
  public BreakerConfig {
    int sizeMost = slidingWindowType == WindowType.TIME_BASED ? 600 : 10_000;
    within("breaker.sliding-window-size", slidingWindowSize, 1, sizeMost);
    within("breaker.minimum-number-of-calls", minimumNumberOfCalls, 1, 100_000);
    within("breaker.failure-rate-threshold", failureRateThreshold, Double.MIN_VALUE, 100);
    within("breaker.slow-call-rate-threshold", slowCallRateThreshold, Double.MIN_VALUE, 100);
    within(
        "breaker.slow-call-duration-threshold",
        slowCallDurationThreshold,
        Duration.ofMillis(1),
        Duration.ofMinutes(10));
    within(
        "breaker.wait-duration-in-open-state",
        waitDurationInOpenState,
        Duration.ofMillis(10),
        Duration.ofHours(1));
    within(
        "breaker.permitted-number-of-calls-in-half-open-state",
        permittedNumberOfCallsInHalfOpenState,
        1,
        1_000);
  }
}
