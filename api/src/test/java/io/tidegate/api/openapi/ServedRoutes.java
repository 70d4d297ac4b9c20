package io.tidegate.api.openapi;

import io.tidegate.http.server.Router;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The routes a router has, as {@code GET /claims/{claimId}}, text parameters as {@code
 * {name:text}}. Looks into the router, which has no other use for telling them.
 */
final class ServedRoutes {

  private ServedRoutes() {}

  static Set<String> of(Router.Builder builder) {
    Set<String> routes = new TreeSet<>();
    collect(needed(builder, "root"), routes);
    return routes;
  }

  private static void collect(Object node, Set<String> into) {
    ((Map<?, ?>) needed(node, "routes"))
        .forEach((method, route) -> into.add(method + " " + needed(route, "template")));
    for (Object literal : (Collection<?>) needed(node, "literals")) collect(literal, into);
    for (String kind : List.of("number", "text")) {
      Object child = field(node, kind);
      if (child != null) collect(child, into);
    }
  }

  /** The query parameters of each route, in the same words. */
  static Map<String, Set<String>> queries(Router.Builder builder) {
    Map<String, Set<String>> queries = new TreeMap<>();
    collectQueries(needed(builder, "root"), queries);
    return queries;
  }

  private static void collectQueries(Object node, Map<String, Set<String>> into) {
    ((Map<?, ?>) needed(node, "routes"))
        .forEach((method, route) -> {
          Set<String> names = new TreeSet<>();
          for (Object name : (Collection<?>) needed(route, "queries")) names.add(name.toString());
          into.put(method + " " + needed(route, "template"), names);
        });
    for (Object literal : (Collection<?>) needed(node, "literals")) collectQueries(literal, into);
    for (String kind : List.of("number", "text")) {
      Object child = field(node, kind);
      if (child != null) collectQueries(child, into);
    }
  }

  private static Object needed(Object owner, String name) {
    return Objects.requireNonNull(field(owner, name));
  }

  private static @Nullable Object field(Object owner, String name) {
    try {
      Field field = owner.getClass().getDeclaredField(name);
      field.setAccessible(true);
      return field.get(owner);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("the router is not built as this test thinks", e);
    }
  }
}
