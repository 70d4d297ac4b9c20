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

  /**
   * Whether the request has the same route for a reader that takes escaped slashes and backslashes
   * for slashes, several of them for one, and nothing for what follows a semicolon in a segment.
   */
  public boolean isUnambiguous(Exchange exchange) {
    String loose = loosely(exchange.path());
    for (Route route : routes) {
      boolean taken = route.match().takes(exchange);
      if (taken || route.match().takes(exchange, loose))
        return taken && route.match().takes(exchange, loose);
    }
    return true;
  }

  private static String loosely(String path) {
    String slashes = path.replace("%2F", "/").replace('\\', '/');
    return slashes.replaceAll(";[^/]*", "").replaceAll("/+", "/");
  }
}
