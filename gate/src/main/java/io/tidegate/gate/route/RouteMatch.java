package io.tidegate.gate.route;

import io.tidegate.http.server.Exchange;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Which requests a route takes: those for which all of it holds.
 *
 * @param hosts in lower case and without a port, {@code *.example.org} for every name below; empty
 *     for any
 * @param path the beginning of the path, in whole segments: {@code /api} takes {@code /api} and
 *     {@code /api/sales}, and not {@code /apis}
 * @param methods as they are sent; empty for any
 * @param headers fields that must be there, with these values
 */
public record RouteMatch(
    List<String> hosts, String path, Set<String> methods, Map<String, String> headers) {

  public RouteMatch {
    hosts = List.copyOf(hosts);
    methods = Set.copyOf(methods);
    headers = Map.copyOf(headers);
    if (!path.startsWith("/")) throw new IllegalArgumentException("path must begin with a slash");
  }

  /** Every request below that path. */
  public static RouteMatch path(String path) {
    return new RouteMatch(List.of(), path, Set.of(), Map.of());
  }

  /** Whether it takes the request. */
  boolean takes(Exchange exchange) {
    return exchange.isBelow(path) && fitsBesides(exchange);
  }

  /** Whether it takes the request, were its path this one. */
  boolean takes(Exchange exchange, String other) {
    String prefix = path.replaceAll("/+$", "");
    boolean below = other.equals(prefix) || other.startsWith(prefix + "/");
    return below && fitsBesides(exchange);
  }

  private boolean fitsBesides(Exchange exchange) {
    return hostFits(exchange) && methodFits(exchange) && headersFit(exchange);
  }

  private boolean hostFits(Exchange exchange) {
    if (hosts.isEmpty()) return true;
    String asked = withoutPort(exchange.host().toLowerCase(Locale.ROOT));
    return hosts.stream().anyMatch(host -> fits(host, asked));
  }

  private static boolean fits(String host, String asked) {
    return host.startsWith("*.") ? asked.endsWith(host.substring(1)) : asked.equals(host);
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
  }

  private boolean methodFits(Exchange exchange) {
    return methods.isEmpty() || methods.contains(exchange.methodText());
  }

  private boolean headersFit(Exchange exchange) {
    for (Map.Entry<String, String> wanted : headers.entrySet()) {
      if (!wanted.getValue().equals(exchange.list(wanted.getKey()))) return false;
    }
    return true;
  }
}
