package io.tidegate.gate.fallback;

import io.tidegate.gate.cache.ResponseCache;
import io.tidegate.gate.forward.Fallback;
import io.tidegate.gate.forward.ForwardRules;
import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.forward.Way;
import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a route gives instead of a response: the first that fits of what its cache still has,
 * another upstream, the page for people, a fixed reply. Where nothing fits, the client is told why
 * there is no response. Any thread.
 *
 * <p>Another upstream is asked once, and only what can do no harm there: a request that the first
 * one may have carried out goes on only if its method is safe. A key that makes it idempotent is
 * known to the first one alone.
 */
public final class RouteFallback implements Fallback {

  /** After this time at the least, and after at most twice that, clients come again. */
  private static final int RETRY_SECONDS = 5;

  private final FallbackConfig config;
  private final FallbackCounts counts;
  private final ForwardRules rules;
  private final @Nullable ResponseCache cache;
  private final @Nullable Way other;

  /**
   * That of a route.
   *
   * @param rules of the route
   * @param cache what is stale comes from, null for nowhere
   * @param other the way to the other upstream, null without one; its own fallback must have none
   */
  public RouteFallback(
      FallbackConfig config,
      FallbackCounts counts,
      ForwardRules rules,
      @Nullable ResponseCache cache,
      @Nullable Way other) {
    this.config = config;
    this.counts = counts;
    this.rules = rules;
    this.cache = cache;
    this.other = other;
  }

  @Override
  public void answer(Exchange exchange, RequestBody body, Refusal why, boolean taken) {
    if (cache != null && body == RequestBody.NONE && cache.answerAnyway(exchange, rules)) {
      counts.stale.increment();
    } else if (other != null && (!taken || isSafe(exchange)) && body.canRewind()) {
      counts.upstream.increment();
      body.rewind();
      other.send(exchange, body);
    } else {
      body.drop();
      answer(exchange, why, taken);
    }
  }

  /** Whether it asks for nothing to be done (RFC 9110 §9.2.1). */
  private static boolean isSafe(Exchange exchange) {
    return switch (exchange.method()) {
      case GET, HEAD, OPTIONS -> true;
      case POST, PUT, DELETE, PATCH, OTHER -> false;
    };
  }

  private void answer(Exchange exchange, Refusal why, boolean taken) {
    Integer page = config.page();
    FallbackConfig.Reply reply = config.reply();
    if (page != null && ContentNegotiation.isNavigation(exchange)) {
      counts.page.increment();
      exchange.reply(FallbackPage.of(exchange, page, retrySeconds(why), taken).telling(why.name()));
    } else if (reply != null) {
      counts.reply.increment();
      exchange.reply(of(reply, retrySeconds(why)).telling(why.name()));
    } else {
      exchange.refuse(why);
    }
  }

  private static Response of(FallbackConfig.Reply reply, int retrySeconds) {
    byte[] body = reply.text().getBytes(StandardCharsets.UTF_8);
    Response response = Response.of(reply.status(), reply.contentType(), body);
    return reply.status() < 500
        ? response
        : response.with("Retry-After", Integer.toString(retrySeconds));
  }

  /** Not before it can be of use, and not everybody at once. */
  private static int retrySeconds(Refusal why) {
    int least = Integer.parseInt(why.fields().getOrDefault("Retry-After", "0"));
    return Math.max(RETRY_SECONDS, least) + ThreadLocalRandom.current().nextInt(RETRY_SECONDS + 1);
  }
}
