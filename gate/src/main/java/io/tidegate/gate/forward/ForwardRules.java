package io.tidegate.gate.forward;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Ascii;
import io.tidegate.http.wire.HeadFields;
import java.util.List;
import java.util.Locale;

/**
 * How a route writes the heads of the requests that it sends on.
 *
 * @param rewrite what happens to their paths
 * @param keeps fields that say who speaks, which are taken away where the route does not keep them:
 *     of {@link #KEEPABLE}, in any case. They go on as the client sent them, so the route must be
 *     for callers who are believed
 */
public record ForwardRules(PathRewrite rewrite, List<String> keeps) {

  /** What a route may keep. */
  public static final List<String> KEEPABLE = List.of("X-User-Id", "X-Real-IP");

  /** Paths stay as they are, and nothing is kept. */
  public static final ForwardRules NONE = new ForwardRules(PathRewrite.NONE, List.of());

  public ForwardRules {
    keeps = keeps.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (String name : keeps)
      if (KEEPABLE.stream().noneMatch(name::equalsIgnoreCase))
        throw new IllegalArgumentException(
            "\"" + name + "\" cannot be kept, only " + String.join(" and ", KEEPABLE));
  }

  /** Whether it keeps this field of a request. */
  boolean keeps(HeadFields fields, byte[] b, int index) {
    for (String name : keeps)
      if (Ascii.equalIgnoringCase(name, b, fields.nameFrom(index), fields.nameTo(index)))
        return true;
    return false;
  }

  /** Whether the request has a field that it keeps. */
  public boolean keepsAnyOf(Exchange exchange) {
    for (String name : keeps) if (exchange.list(name) != null) return true;
    return false;
  }
}
