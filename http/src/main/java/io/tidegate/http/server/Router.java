package io.tidegate.http.server;

import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.Method;
import io.tidegate.http.wire.Refusal;
import io.tidegate.http.wire.Refusals;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the handler for a method and a path in a tree of segments made beforehand; no regular
 * expressions, no map for a request.
 *
 * <p>A template is {@code /literal/{id}/{name:text}}: {@code {id}} takes a whole number in [1, 2^53
 * - 1], {@code {name:text}} any segment that is not empty. Where several fit, a literal wins over a
 * number and a number over text. A path of no template's shape is 404; one whose number is none is
 * 400; a query that names a parameter twice is 400, and so is one with a parameter that the route
 * does not have, where the method may change something; one with other methods is 405 with {@code
 * Allow}. HEAD is answered by GET's handler, OPTIONS by the router; a method that nobody knows is
 * 501. Immutable; safe to share.
 */
public final class Router implements Handler {

  /** Declared as a query parameter, it stands for any: {@link Exchange#queries} has them. */
  public static final String ANY_QUERY = "*";

  private static final long NUMBER_MAX = (1L << 53) - 1;

  /** Stands for a segment that should have been a number. */
  private static final long NOT_A_NUMBER = 0;

  private static final Response WHOLE_SERVER =
      Response.empty(204).with("Allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");

  private final Node root;

  private Router(Node root) {
    this.root = root;
  }

  /** Collects routes. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public void handle(Exchange exchange) {
    byte[] path = exchange.pathBytes();
    int from = exchange.pathFrom();
    if (path[from] == '*') {
      exchange.reply(WHOLE_SERVER);
      return;
    }
    Node node = root.find(exchange, path, from, exchange.pathTo(), 0);
    if (exchange.method() == Method.OTHER) exchange.refuse(Refusals.NOT_IMPLEMENTED);
    else if (node == null) exchange.refuse(Refusals.NOT_FOUND);
    else node.handle(exchange);
  }

  /** Collects routes; then {@link #build}. Not to be used after that. */
  public static final class Builder {

    private final Node root = new Node("");

    private Builder() {}

    /** Adds a route for GET, which answers HEAD too. */
    public Builder get(String template, Handler handler, String... queries) {
      return route(Method.GET, template, handler, queries);
    }

    /** Adds a route for POST. */
    public Builder post(String template, Handler handler, String... queries) {
      return route(Method.POST, template, handler, queries);
    }

    /** Adds a route for PATCH. */
    public Builder patch(String template, Handler handler, String... queries) {
      return route(Method.PATCH, template, handler, queries);
    }

    /** Adds a route for DELETE. */
    public Builder delete(String template, Handler handler, String... queries) {
      return route(Method.DELETE, template, handler, queries);
    }

    /**
     * Adds a route.
     *
     * @param queries names of its query parameters, at most 64: no handler reads another
     * @throws IllegalArgumentException if the template is malformed, or has such a route already
     */
    public Builder route(Method method, String template, Handler handler, String... queries) {
      if (queries.length > 64) throw new IllegalArgumentException("too many query parameters");
      if (!template.startsWith("/"))
        throw new IllegalArgumentException("a template begins with a slash: " + template);
      Node node = root;
      List<String> parameters = new ArrayList<>();
      for (String segment : template.substring(1).split("/", -1)) {
        boolean parameter = segment.startsWith("{") && segment.endsWith("}");
        boolean text = segment.endsWith(":text}");
        if (parameter) parameters.add(segment.substring(1, segment.length() - (text ? 6 : 1)));
        node = !parameter ? node.literal(segment) : text ? node.text() : node.number();
      }
      node.add(method, new Route(template, List.copyOf(parameters), List.of(queries), handler));
      return this;
    }

    /** The router for what was added. */
    public Router build() {
      return new Router(root);
    }
  }

  /** What is known of a method and a path that fit. */
  record Route(String template, List<String> parameters, List<String> queries, Handler handler) {}

  /**
   * One segment of the paths there are, and what may follow it. Not changed once its router is
   * built.
   */
  private static final class Node {

    private final byte[] segment;
    private final List<Node> literals = new ArrayList<>();
    private final Map<Method, Route> routes = new EnumMap<>(Method.class);
    private @Nullable Node number;
    private @Nullable Node text;
    private Response allowed = WHOLE_SERVER;
    private Refusal notAllowed = Refusals.METHOD_NOT_ALLOWED;

    Node(String segment) {
      this.segment = Ascii.bytes(segment);
    }

    Node literal(String name) {
      for (Node node : literals) {
        if (Ascii.equal(name, node.segment, 0, node.segment.length)) return node;
      }
      Node node = new Node(name);
      literals.add(node);
      return node;
    }

    Node number() {
      if (number == null) number = new Node("");
      return number;
    }

    Node text() {
      if (text == null) text = new Node("");
      return text;
    }

    void add(Method method, Route route) {
      if (routes.putIfAbsent(method, route) != null)
        throw new IllegalArgumentException("there already: " + method + " " + route.template);
      Set<Method> methods = EnumSet.copyOf(routes.keySet());
      if (methods.contains(Method.GET)) methods.add(Method.HEAD);
      methods.add(Method.OPTIONS);
      String allow = methods.stream().map(Method::name).collect(Collectors.joining(", "));
      allowed = Response.empty(204).with("Allow", allow);
      notAllowed =
          Refusals.METHOD_NOT_ALLOWED.because("Allowed: " + allow + ".").with("Allow", allow);
    }

    /**
     * The node for {@code path[from, to)}, which is empty or begins with a slash; leaves parameters
     * in the exchange.
     */
    @Nullable Node find(Exchange exchange, byte[] path, int from, int to, int parameter) {
      if (from == to) return routes.isEmpty() ? null : this;
      int begin = from + 1;
      int end = begin;
      while (end < to && path[end] != '/') end++;
      for (int i = 0; i < literals.size(); i++) {
        Node found =
            literals.get(i).isAt(path, begin, end)
                ? literals.get(i).find(exchange, path, end, to, parameter)
                : null;
        if (found != null) return found;
      }
      return begin == end ? null : findParameter(exchange, path, begin, end, to, parameter);
    }

    private @Nullable Node findParameter(
        Exchange exchange, byte[] path, int begin, int end, int to, int parameter) {
      long value = numberAt(path, begin, end);
      Node found =
          number == null || value == NOT_A_NUMBER
              ? null
              : number.find(exchange, path, end, to, parameter + 1);
      if (found == null && text != null) {
        found = text.find(exchange, path, end, to, parameter + 1);
        if (found != null) value = (long) begin << 32 | end;
      }
      if (found == null && number != null && value == NOT_A_NUMBER)
        found = number.find(exchange, path, end, to, parameter + 1);
      if (found != null) exchange.parameter(parameter, value);
      return found;
    }

    private boolean isAt(byte[] path, int from, int to) {
      int length = segment.length;
      if (to - from != length) return false;
      for (int i = 0; i < length; i++) {
        if (path[from + i] != segment[i]) return false;
      }
      return true;
    }

    /** What is in {@code path[from, to)}, in [1, 2^53 - 1], or {@link #NOT_A_NUMBER}. */
    private static long numberAt(byte[] path, int from, int to) {
      if (to - from > 16) return NOT_A_NUMBER;
      long number = 0;
      for (int i = from; i < to; i++) {
        if (path[i] < '0' || path[i] > '9') return NOT_A_NUMBER;
        number = number * 10 + path[i] - '0';
      }
      return path[from] == '0' || number > NUMBER_MAX ? NOT_A_NUMBER : number;
    }

    void handle(Exchange exchange) {
      Route route = routes.get(exchange.method());
      if (route == null && exchange.method() == Method.HEAD) route = routes.get(Method.GET);
      if (route == null) {
        if (exchange.method() == Method.OPTIONS) exchange.reply(allowed);
        else exchange.refuse(notAllowed);
        return;
      }
      exchange.route(route);
      for (int i = 0; i < route.parameters.size(); i++) {
        if (exchange.parameter(i) == NOT_A_NUMBER) {
          exchange.refuse(notANumber(route.parameters.get(i)));
          return;
        }
      }
      Refusal refusal = exchange.checkQuery(route.queries, isStrict(exchange.method(), route));
      if (refusal == null) route.handler.handle(exchange);
      else exchange.refuse(refusal);
    }

    /** A parameter that does nothing may be meant to: what changes something must not guess. */
    private static boolean isStrict(Method method, Route route) {
      boolean changes = method != Method.GET && method != Method.HEAD;
      return changes && !route.queries.contains(ANY_QUERY);
    }

    private static Refusal notANumber(String parameter) {
      String detail = parameter + " must be a whole number in [1, " + NUMBER_MAX + "].";
      return Refusals.MALFORMED.because(detail);
    }
  }
}
