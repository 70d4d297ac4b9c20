package io.tidegate.api.openapi;

import io.tidegate.http.server.Router;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
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
