package io.tidegate.gate.upstream;

import static io.tidegate.gate.bounds.Bounds.within;

import io.tidegate.gate.balance.Affinity;
import io.tidegate.gate.balance.Balance;
import io.tidegate.gate.breaker.BreakerConfig;
import io.tidegate.gate.health.CheckConfig;
import io.tidegate.gate.health.EjectionConfig;
import io.tidegate.gate.limit.LimitConfig;
import io.tidegate.gate.limit.QueueConfig;
import io.tidegate.gate.limit.RetryConfig;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Who of an upstream gets a request, when, and how often.
 *
 * @param balance how an endpoint is chosen
 * @param affinity by what, if requests that belong together are to get the same one
 * @param slowStart for how long an endpoint that joins others gets less than its weight, in [0, 1
 *     h]
 * @param maxInFlight requests that one endpoint has at once, in [1, {@value LimitConfig#MOST}]
 * @param limit requests that all of them have at once
 * @param queue of requests that wait because of these limits
 * @param retry how much is sent again
 * @param ejection of endpoints that fail
 * @param breaker one for each endpoint; null for none
 * @param check asks each endpoint for its health; null for no checks
 */
public record UpstreamPolicy(
    Balance balance,
    Affinity affinity,
    Duration slowStart,
    int maxInFlight,
    LimitConfig limit,
    QueueConfig queue,
    RetryConfig retry,
    EjectionConfig ejection,
    @Nullable BreakerConfig breaker,
    @Nullable CheckConfig check) {

  public static final Duration SLOW_START = Duration.ofSeconds(30);

  /** Least in flight, ejection and retries, and no limits, breaker or checks. */
  public static final UpstreamPolicy DEFAULT =
      new UpstreamPolicy(
          Balance.LEAST_IN_FLIGHT,
          Affinity.ADDRESS,
          SLOW_START,
          LimitConfig.MOST,
          LimitConfig.NONE,
          QueueConfig.DEFAULT,
          RetryConfig.DEFAULT,
          EjectionConfig.DEFAULT,
          null,
          null);

  /** Checks the bounds. */
  public UpstreamPolicy {
    within("slow-start", slowStart, Duration.ZERO, Duration.ofHours(1));
    within("max-in-flight", maxInFlight, 1, LimitConfig.MOST);
  }

  /** The same with another way to choose. */
  public UpstreamPolicy balanced(Balance balance) {
    return new UpstreamPolicy(
        balance, affinity, slowStart, maxInFlight, limit, queue, retry, ejection, breaker, check);
  }

  /** The same with requests that belong together by this at one endpoint. */
  public UpstreamPolicy hashed(Affinity affinity) {
    return new UpstreamPolicy(
        Balance.HASH,
        affinity,
        slowStart,
        maxInFlight,
        limit,
        queue,
        retry,
        ejection,
        breaker,
        check);
  }

  /** The same with another time of slow start. */
  public UpstreamPolicy slowly(Duration slowStart) {
    return new UpstreamPolicy(
        balance, affinity, slowStart, maxInFlight, limit, queue, retry, ejection, breaker, check);
  }

  /** The same with other limits. */
  public UpstreamPolicy limited(int maxInFlight, LimitConfig limit, QueueConfig queue) {
    return new UpstreamPolicy(
        balance, affinity, slowStart, maxInFlight, limit, queue, retry, ejection, breaker, check);
  }

  /** The same with other judgements of endpoints. */
  public UpstreamPolicy judged(
      EjectionConfig ejection, @Nullable BreakerConfig breaker, @Nullable CheckConfig check) {
    return new UpstreamPolicy(
        balance, affinity, slowStart, maxInFlight, limit, queue, retry, ejection, breaker, check);
  }

  /** The same with other retries. */
  public UpstreamPolicy retried(RetryConfig retry) {
    return new UpstreamPolicy(
        balance, affinity, slowStart, maxInFlight, limit, queue, retry, ejection, breaker, check);
  }
}
