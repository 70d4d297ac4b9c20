/**
 * The circuit breaker, for an endpoint or for a route. Start at {@link
 * io.tidegate.gate.breaker.CircuitBreaker}.
 */
@NullMarked
package io.tidegate.gate.breaker;

import org.jspecify.annotations.NullMarked;
