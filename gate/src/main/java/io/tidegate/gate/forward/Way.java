package io.tidegate.gate.forward;

import io.tidegate.gate.breaker.CircuitBreaker;
import io.tidegate.gate.upstream.Upstream;
import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * How a route sends its requests to one of its upstreams. Any thread.
 *
 * @param rules how their heads are written
 * @param times how long it waits for them
 * @param breaker of the route, null without one
 * @param fallback what is given where no response comes
 */
public record Way(
    Forwarders forwarders,
    Upstream upstream,
    ForwardRules rules,
    ForwardTimes times,
    @Nullable CircuitBreaker breaker,
    Fallback fallback) {

  /** Sends a request on. On the exchange's event loop. */
  public void send(Exchange exchange, RequestBody body) {
    forwarders.of(exchange.loop()).forward(exchange, body, this);
  }
}
