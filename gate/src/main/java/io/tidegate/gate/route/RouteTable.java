package io.tidegate.gate.route;

import io.tidegate.http.server.Exchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All routes. The first in the file's order that takes a request has it. Any thread. */
public final class RouteTable {

  private final List<Route> routes;

  /** A table of these, in this order. */
  public RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  /** The route that takes the request; null if none does. */
  public @Nullable Route find(Exchange exchange) {
    for (Route route : routes) {
      if (route.match().takes(exchange)) return route;
    }
    return null;
  }
}
