package io.tidegate.gate.route;

import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.cache.ResponseCache;
import io.tidegate.gate.fallback.FallbackCounts;
import org.jspecify.annotations.Nullable;

/**
 * What a route keeps from one request to the next, as long as the file says the same of it. Any
 * thread.
 *
 * @param name of the route
 * @param cache null without one
 * @param rates what its clients asked for lately; null where they may ask for as much as they like
 * @param breaker null without one
 * @param fallbacks null without a fallback
 */
public record RouteState(
    String name,
    @Nullable ResponseCache cache,
    @Nullable ClientRates rates,
    @Nullable CircuitBreaker breaker,
    @Nullable FallbackCounts fallbacks) {

  /** That of a route that nobody has asked yet. */
  public static RouteState of(RouteConfig config) {
    return new RouteState(
        config.name(),
        config.cache() == null ? null : new ResponseCache(config.cache()),
        config.rate() == null ? null : new ClientRates(config.rate()),
        config.breaker() == null ? null : new CircuitBreaker(config.breaker()),
        config.fallback() == null ? null : new FallbackCounts());
  }
}
