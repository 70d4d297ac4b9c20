package io.tidegate.gate;

import io.tidegate.gate.cache.ResponseCache;
import io.tidegate.gate.cache.ResponseCache.Way;
import io.tidegate.gate.forward.Forwarders;
import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.route.Route;
import io.tidegate.gate.route.RouteAction.FixedReply;
import io.tidegate.gate.route.RouteAction.Forward;
import io.tidegate.gate.route.RouteAction.Redirect;
import io.tidegate.gate.route.RouteTable;
import io.tidegate.http.server.BodyReader;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The gate's side of the server: finds the route of a request and sends it on its way. */
final class GateHandler implements Handler {

  private final Forwarders forwarders;
  private volatile RouteTable routes;

  GateHandler(RouteTable routes, int loops) {
    this.routes = routes;
    forwarders = new Forwarders(loops);
  }

  /** From the next request on, these hold. */
  void use(RouteTable routes) {
    this.routes = routes;
  }

  @Override
  public BodyReader body(Exchange exchange) {
    RequestBody body = new RequestBody(exchange);
    exchange.attach(body);
    return body;
  }

  @Override
  public void handle(Exchange exchange) {
    if (exchange.hasDotSegment()) {
      exchange.refuse(
          Refusals.MALFORMED.because("The path has a segment of dots, which has two meanings."));
      return;
    }
    Route route = routes.find(exchange);
    if (route == null) {
      exchange.refuse(Refusals.NOT_FOUND);
      return;
    }
    exchange.routeName(route.name());
    switch (route.action()) {
      case Forward forward -> forward(exchange, forward);
      case Redirect redirect ->
          exchange.reply(Response.empty(redirect.status()).with("Location", redirect.location()));
      case FixedReply reply ->
          exchange.reply(
              Response.of(
                  reply.status(),
                  reply.contentType(),
                  reply.text().getBytes(StandardCharsets.UTF_8)));
    }
  }

  private void forward(Exchange exchange, Forward to) {
    int weights = to.weights();
    int drawn = weights <= 1 ? 0 : ThreadLocalRandom.current().nextInt(weights);
    Way way = new Way(forwarders, to.at(drawn), to.rewrite(), to.times());
    ResponseCache cache = to.cache();
    if (cache == null) way.pass(exchange, bodyOf(exchange));
    else cache.serve(exchange, bodyOf(exchange), way);
  }

  private static RequestBody bodyOf(Exchange exchange) {
    @Nullable Object attached = exchange.attachment();
    return attached instanceof RequestBody body ? body : RequestBody.NONE;
  }
}
