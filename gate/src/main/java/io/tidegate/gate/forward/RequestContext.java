package io.tidegate.gate.forward;

import io.tidegate.gate.limit.Priority;
import io.tidegate.gate.sight.ForwardTrace;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Refusal;
import org.jspecify.annotations.Nullable;

/** What the gate keeps with a request on its way. On the exchange's event loop. */
public final class RequestContext implements ForwardTrace.Carrier {

  private final RequestBody body;
  private Priority priority = Priority.ADMITTED;
  private @Nullable Visit visit;
  private @Nullable ForwardTrace trace;

  private RequestContext(RequestBody body) {
    this.body = body;
  }

  /** Begins that of a request with this body. */
  public static RequestContext begin(Exchange exchange, RequestBody body) {
    RequestContext context = new RequestContext(body);
    exchange.attach(context);
    return context;
  }

  /** The body of a request, {@link RequestBody#NONE} without one. */
  public static RequestBody bodyOf(Exchange exchange) {
    return exchange.attachment() instanceof RequestContext context
        ? context.body
        : RequestBody.NONE;
  }

  /** The visit that a request belongs to; null without one. */
  static @Nullable Visit visitOf(Exchange exchange) {
    return exchange.attachment() instanceof RequestContext context ? context.visit : null;
  }

  /** The request belongs to that visit. */
  public static void belongs(Exchange exchange, Visit visit) {
    of(exchange).visit = visit;
  }

  /** How the request stands beside others, unless a room says less of it. */
  public static void priority(Exchange exchange, Priority priority) {
    of(exchange).priority = priority;
  }

  /** How the request stands beside others. */
  public static Priority priorityOf(Exchange exchange) {
    return exchange.attachment() instanceof RequestContext context
        ? context.priority
        : Priority.ADMITTED;
  }

  /**
   * Whether the client waits, now that the upstream has no room for its request, and is answered by
   * that.
   *
   * @param body dropped then
   */
  public static boolean waits(Exchange exchange, RequestBody body, Refusal refusal) {
    Visit visit = visitOf(exchange);
    return visit != null && refusal.equals(GateRefusals.BUSY) && visit.waits(body);
  }

  /** The request goes to an upstream, and this notes how. */
  static void traced(Exchange exchange, ForwardTrace trace) {
    of(exchange).trace = trace;
  }

  @Override
  public @Nullable ForwardTrace trace() {
    return trace;
  }

  private static RequestContext of(Exchange exchange) {
    return exchange.attachment() instanceof RequestContext begun
        ? begun
        : begin(exchange, RequestBody.NONE);
  }
}
