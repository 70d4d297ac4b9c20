package io.tidegate.api.call;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Method;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins may read replies: those listed, exactly; nobody by default.
 * Immutable; any thread.
 */
public final class Cors {

  private static final String EXPOSED =
      "ETag, Retry-After, Link, Location, Idempotency-Replayed, X-Request-Id";
  private static final String HEADERS =
      "Content-Type, Idempotency-Key, waitingToken, X-User-Id, If-None-Match";

  private static final String ADMIN = Operation.BASE + "/admin/";

  private final Set<String> origins;

  /**
   * @param origins as browsers send them: scheme, host, and port where it is not the usual one
   */
  public Cors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** The same handler, its replies such as those pages may read. */
  public Handler around(Handler handler) {
    if (origins.isEmpty()) return handler;
    BiFunction<Exchange, Response, Response> readable = this::on;
    return exchange -> {
      exchange.onReply(readable);
      handler.handle(exchange);
    };
  }

  private Response on(Exchange exchange, Response response) {
    Response varied = response.with("Vary", "Origin");
    String origin = exchange.list("Origin");
    return origin == null || !origins.contains(origin) ? varied : readable(varied, origin);
  }

  /**
   * A refusal of what never became a call, as that page may read it. Where it was refused before
   * its head was whole, nobody knows who asks, and every page may read it: it tells nothing but
   * what is wrong with the bytes that were sent.
   *
   * @param exchange null where nothing was read
   */
  public Response onRefusal(@Nullable Exchange exchange, Response response) {
    if (origins.isEmpty()) return response;
    if (exchange == null) return readable(response, "*");
    if (exchange.path().startsWith(ADMIN)) return response;
    boolean known = exchange.isHeadWhole() || exchange.list("Origin") != null;
    return known ? on(exchange, response) : readable(response, "*");
  }

  private static Response readable(Response response, String origin) {
    return response
        .with("Access-Control-Allow-Origin", origin)
        .with("Access-Control-Expose-Headers", EXPOSED);
  }

  /**
   * The reply to a preflight for a path of the API; null if the request is none, or if CORS is off.
   * An origin that is not listed, and the administration, get no leave.
   */
  public @Nullable Response preflight(Exchange exchange) {
    if (origins.isEmpty() || exchange.method() != Method.OPTIONS) return null;
    if (exchange.list("Access-Control-Request-Method") == null) return null;
    String path = exchange.path();
    if (!path.startsWith(Operation.BASE + "/") || path.startsWith(ADMIN)) return null;
    Response response = on(exchange, Response.empty(204));
    String origin = exchange.list("Origin");
    if (origin == null || !origins.contains(origin)) return response;
    return response
        .with("Access-Control-Allow-Methods", "GET, HEAD, POST, PATCH, DELETE")
        .with("Access-Control-Allow-Headers", HEADERS)
        .with("Access-Control-Max-Age", "600");
  }
}
