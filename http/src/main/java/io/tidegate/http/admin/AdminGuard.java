package io.tidegate.http.admin;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Problem;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusal;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets requests with the key pass.
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

  private static final Refusal PASSWORD_NEEDED =
      new Refusal(401, "key-needed", "The key is needed here.", null);

  private static final Response WAIT =
      Problem.of(new Refusal(429, "too-many-attempts", "Too many wrong attempts.", null));

  private final Predicate<@Nullable String> shows;
  private final Response keyNeeded;
  private final FailedAttempts failures = new FailedAttempts();

  /** Lets pass who shows this key. */
  public AdminGuard(AdminKey key) {
    this(key::shownIn, KEY_NEEDED);
  }

  private AdminGuard(Predicate<@Nullable String> shows, Response keyNeeded) {
    this.shows = shows;
    this.keyNeeded = keyNeeded;
  }

  /**
   * Lets pass who shows this key, also as the password of any user: so send it those who are told
   * it in a URL, {@code http://any:KEY@host/}, and browsers, which ask for it. A browser sends it
   * for every page by itself, so what it changes must need more than a form of another site.
   *
   * @param realm what the key is for, without quotation marks
   */
  public static AdminGuard ofPassword(AdminKey key, String realm) {
    String challenge = "Basic realm=\"" + realm + "\"";
    return new AdminGuard(
        key::shownAsPasswordIn, Problem.of(PASSWORD_NEEDED.with("WWW-Authenticate", challenge)));
  }

  /** The same handler, for requests that show the key. */
  public Handler before(Handler handler) {
    return exchange -> {
      String authorization = exchange.header("Authorization");
      if (shows.test(authorization)) handler.handle(exchange);
      else exchange.reply(refusal(exchange, authorization));
    };
  }

  private Response refusal(Exchange exchange, @Nullable String authorization) {
    // A request without any key guesses nothing.
    if (authorization == null) return keyNeeded;
    long waitSeconds = failures.failed(exchange.remote().getAddress(), System.nanoTime());
    if (waitSeconds > 0) return WAIT.with("Retry-After", Long.toString(waitSeconds));
    LOG.warn(
        "A wrong key from {}, request {} on {}.",
        exchange.remote().getAddress().getHostAddress(),
        exchange.requestId(),
        exchange.route());
    return keyNeeded;
  }
}
