package io.tidegate.http.admin;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Problem;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusal;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests with the admin key pass.
 *
 * <p>The right key always passes, however often others failed from its address: behind a gate all
 * share one, and a stranger must not be able to lock the organiser out at 20:00. Guessing does not
 * gain from that, the key being too long to guess; the limit keeps the log readable and tells a
 * misconfigured client to stop.
 */
public final class AdminGuard {

  private static final Logger LOG = LoggerFactory.getLogger(AdminGuard.class);

  private static final Response KEY_NEEDED =
      Problem.of(
          new Refusal(401, "admin-only", "Only an administrator may do this.", null)
              .with("WWW-Authenticate", "Bearer realm=\"admin\""));

  private static final Response WAIT =
      Problem.of(new Refusal(429, "too-many-attempts", "Too many wrong attempts.", null));

  private final AdminKey key;
  private final LongSupplier clockNs;
  private final FailedAttempts failures = new FailedAttempts();

  /** Lets pass who shows this key. */
  public AdminGuard(AdminKey key) {
    this(key, System::nanoTime);
  }

  AdminGuard(AdminKey key, LongSupplier clockNs) {
    this.key = key;
    this.clockNs = clockNs;
  }

  /** The same handler, for requests that show the key. */
  public Handler before(Handler handler) {
    return exchange -> {
      String authorization = exchange.header("Authorization");
      if (key.shownIn(authorization)) handler.handle(exchange);
      else exchange.reply(refusal(exchange, authorization));
    };
  }

  private Response refusal(Exchange exchange, @Nullable String authorization) {
    // A request without any key guesses nothing.
    if (authorization == null) return KEY_NEEDED;
    long waitSeconds = failures.failed(exchange.remote().getAddress(), clockNs.getAsLong());
    if (waitSeconds > 0) return WAIT.with("Retry-After", Long.toString(waitSeconds));
    LOG.warn(
        "A wrong admin key from {}, request {} on {}.",
        exchange.remote().getAddress().getHostAddress(),
        exchange.requestId(),
        exchange.route());
    return KEY_NEEDED;
  }
}
