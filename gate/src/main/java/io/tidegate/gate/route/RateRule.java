package io.tidegate.gate.route;

import io.tidegate.gate.limit.RateLimitConfig;
import org.jspecify.annotations.Nullable;

/**
 * How much each client of a route may ask for.
 *
 * @param limit of each
 * @param header field whose value tells clients apart; null for their addresses, of IPv6 the /64.
 *     Who does not send it is told apart by the address
 */
public record RateRule(RateLimitConfig limit, @Nullable String header) {}
