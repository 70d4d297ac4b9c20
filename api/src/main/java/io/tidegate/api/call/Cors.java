package io.tidegate.api.call;

import io.tidegate.api.http.Exchange;
import io.tidegate.api.http.Response;
import java.util.Set;

/**
 * Which pages of other origins may read replies: those listed, exactly; nobody by default.
 * Immutable; any thread.
 */
public final class Cors {

  /** Nobody may. */
  public static final Cors OFF = new Cors(Set.of());

  private static final String EXPOSED =
      "ETag, Retry-After, Location, Idempotency-Replayed, X-Request-Id";
  private static final String HEADERS =
      "Content-Type, Idempotency-Key, waitingToken, X-User-Id, If-None-Match";

  private final Set<String> origins;

  /**
   * @param origins as browsers send them: scheme, host, and port where it is not the usual one
   */
  public Cors(Set<String> origins) {
    this.origins = Set.copyOf(origins);
  }

  /** The reply as that page may read it. */
  Response on(Exchange exchange, Response response) {
    if (origins.isEmpty()) return response;
    Response varied = response.with("Vary", "Origin");
    String origin = exchange.header("Origin");
    if (origin == null || !origins.contains(origin)) return varied;
    return varied
        .with("Access-Control-Allow-Origin", origin)
        .with("Access-Control-Expose-Headers", EXPOSED);
  }

  /**
   * The reply to a preflight, without leave for origins that are not listed.
   *
   * @param allow the methods that the path has
   */
  Response preflight(Exchange exchange, String allow) {
    Response response = Response.empty(204).with("Allow", allow);
    String origin = exchange.header("Origin");
    if (origin == null || !origins.contains(origin)) return response.with("Vary", "Origin");
    return on(exchange, response)
        .with("Access-Control-Allow-Methods", allow)
        .with("Access-Control-Allow-Headers", HEADERS)
        .with("Access-Control-Max-Age", "600");
  }

  boolean off() {
    return origins.isEmpty();
  }
}
