package io.tidegate.gate.forward;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.HeadFields;
import java.util.List;
import java.util.Locale;

/**
 * How a route writes the heads of the requests that it sends on.
 *
 * @param rewrite what happens to their paths
 * @param keeps fields that go on as the client sent them, in any case: {@link #HOST}, which is else
 *     that of the endpoint, and of {@link #IDENTITY}, which are else taken away
 */
public record ForwardRules(PathRewrite rewrite, List<String> keeps) {

  /** Says which site was asked. */
  public static final String HOST = "Host";

  /** Say who speaks, so only a route for callers who are believed may keep them. */
  public static final List<String> IDENTITY = List.of("X-User-Id", "X-Real-IP");

  /** Paths stay as they are, and nothing is kept. */
  public static final ForwardRules NONE = new ForwardRules(PathRewrite.NONE, List.of());

  public ForwardRules {
    keeps = keeps.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
    for (String name : keeps)
      if (!name.equalsIgnoreCase(HOST) && IDENTITY.stream().noneMatch(name::equalsIgnoreCase))
        throw new IllegalArgumentException(
            "\"%s\" cannot be kept, only %s and %s"
                .formatted(name, String.join(", ", IDENTITY), HOST));
  }

  /** Whether the upstream hears which host the client asked for. */
  boolean keepsHost() {
    for (String name : keeps) if (name.equalsIgnoreCase(HOST)) return true;
    return false;
  }

  /** Whether it keeps this field of a request, which is not the host. */
  boolean keepsIdentity(HeadFields fields, byte[] b, int index) {
    for (String name : keeps)
      if (!name.equalsIgnoreCase(HOST) && fields.isNamed(name, b, index)) return true;
    return false;
  }

  /** Whether the request says who speaks, and it keeps that. */
  public boolean keepsIdentityOf(Exchange exchange) {
    for (String name : keeps)
      if (!name.equalsIgnoreCase(HOST) && exchange.list(name) != null) return true;
    return false;
  }
}
