package io.tidegate.gate.route;

import io.tidegate.gate.limit.RateKeys;
import io.tidegate.gate.limit.RateLimit;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Refusal;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/** What the clients of a route have asked for lately. Any thread. */
public final class ClientRates {

  private static final Refusal TOO_FAST =
      new Refusal(429, "too-many-requests", "There were too many requests from you.", null);

  private static final long SECOND_NS = 1_000_000_000;

  private final RateRule rule;
  private final RateLimit limit;
  private final RateKeys keys = new RateKeys(new SecureRandom().nextLong());

  ClientRates(RateRule rule) {
    this.rule = rule;
    limit = new RateLimit(rule.limit());
  }

  /** Counts a request; null if it may go on, else what to say. */
  public @Nullable Refusal take(Exchange exchange) {
    String header = rule.header() == null ? null : exchange.list(rule.header());
    long key = header == null ? keys.of(exchange.remote().getAddress()) : keys.of(header);
    long waitNs = limit.take(key, System.nanoTime());
    if (waitNs == 0) return null;
    long seconds = (waitNs + SECOND_NS - 1) / SECOND_NS;
    return TOO_FAST.with("Retry-After", Long.toString(seconds));
  }
}
