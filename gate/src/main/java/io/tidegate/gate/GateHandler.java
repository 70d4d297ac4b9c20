package io.tidegate.gate;

import io.tidegate.gate.cache.ResponseCache;
import io.tidegate.gate.forward.Forwarders;
import io.tidegate.gate.forward.RequestBody;
import io.tidegate.gate.forward.RequestContext;
import io.tidegate.gate.forward.Way;
import io.tidegate.gate.room.GateRoom;
import io.tidegate.gate.room.GateRooms;
import io.tidegate.gate.route.ClientRates;
import io.tidegate.gate.route.Route;
import io.tidegate.gate.route.RouteAction;
import io.tidegate.gate.route.RouteAction.FixedReply;
import io.tidegate.gate.route.RouteAction.Forward;
import io.tidegate.gate.route.RouteAction.Redirect;
import io.tidegate.gate.route.RouteTable;
import io.tidegate.gate.sight.GateCounts;
import io.tidegate.http.server.BodyReader;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Handler;
import io.tidegate.http.server.Response;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The gate's side of the server: finds the route of a request and sends it on its way. */
final class GateHandler implements Handler {

  private static final Refusal DOTS =
      Refusals.MALFORMED.because("The path has a segment of dots, which has two meanings.");
  private static final Refusal TWO_ROUTES =
      Refusals.MALFORMED.because(
          "The path has an empty segment, a semicolon or an escaped slash that could lead elsewhere.");

  private final Forwarders forwarders;
  private volatile Table table = new Table(new RouteTable(List.of()), new GateRooms(List.of()));

  /** What holds at one time. */
  private record Table(RouteTable routes, GateRooms rooms) {}

  GateHandler(int loops, GateCounts counts) {
    forwarders = new Forwarders(loops, counts);
  }

  /** Those that routes send on by. */
  Forwarders forwarders() {
    return forwarders;
  }

  /** From the next request on, these hold. */
  void use(RouteTable routes, GateRooms rooms) {
    table = new Table(routes, rooms);
  }

  /** Whether replies say what took how long, from the next one on. */
  void timing(boolean timing) {
    forwarders.timing(timing);
  }

  @Override
  public BodyReader body(Exchange exchange) {
    RequestBody body = new RequestBody(exchange);
    RequestContext.begin(exchange, body);
    return body;
  }

  @Override
  public void handle(Exchange exchange) {
    RequestBody body = RequestContext.bodyOf(exchange);
    Table now = table;
    Refusal refusal = refusal(exchange, now.routes());
    if (refusal != null) {
      body.drop();
      exchange.refuse(refusal);
      return;
    }
    if (exchange.isBelow(GateRooms.PATH)) {
      body.drop();
      now.rooms().handle(exchange);
      return;
    }
    Route route = now.routes().find(exchange);
    if (route == null) {
      body.drop();
      exchange.refuse(Refusals.NOT_FOUND);
      return;
    }
    exchange.routeName(route.name());
    ClientRates rates = route.rates();
    Refusal tooFast = rates == null ? null : rates.take(exchange);
    if (tooFast != null) {
      body.drop();
      exchange.refuse(tooFast);
      return;
    }
    if (route.action() instanceof Forward forward) {
      forward(exchange, body, forward);
      return;
    }
    body.drop();
    exchange.reply(answer(route.action()));
  }

  /** Refuses what an upstream could understand differently. */
  private static @Nullable Refusal refusal(Exchange exchange, RouteTable routes) {
    if (exchange.method() == Method.OTHER && isRefused(exchange.methodText()))
      return Refusals.NOT_IMPLEMENTED;
    if (exchange.hasDotSegment()) return DOTS;
    return exchange.hasPlainSegments() || routes.isUnambiguous(exchange) ? null : TWO_ROUTES;
  }

  /**
   * CONNECT would make a tunnel of the connection, TRACE would show what the gate adds, and a lax
   * reader takes {@code get} for GET.
   */
  private static boolean isRefused(String method) {
    return method.equals("CONNECT")
        || method.equals("TRACE")
        || method.chars().anyMatch(Character::isLowerCase);
  }

  private static Response answer(RouteAction action) {
    return switch (action) {
      case Redirect redirect ->
          Response.empty(redirect.status()).with("Location", redirect.location());
      case FixedReply reply ->
          Response.of(
              reply.status(), reply.contentType(), reply.text().getBytes(StandardCharsets.UTF_8));
      case Forward _ -> throw new IllegalArgumentException("a forward has no answer of its own");
    };
  }

  private void forward(Exchange exchange, RequestBody body, Forward to) {
    RequestContext.priority(exchange, to.priority());
    Way way = way(to);
    GateRoom room = to.room();
    if (room == null) pass(exchange, body, to.cache(), way);
    else room.admit(exchange, body, way.upstream(), () -> pass(exchange, body, to.cache(), way));
  }

  private Way way(Forward to) {
    int weights = to.weights();
    int drawn = weights <= 1 ? 0 : ThreadLocalRandom.current().nextInt(weights);
    return to.at(drawn);
  }

  private static void pass(
      Exchange exchange, RequestBody body, @Nullable ResponseCache cache, Way way) {
    if (cache == null) way.send(exchange, body);
    else cache.serve(exchange, body, way);
  }
}
