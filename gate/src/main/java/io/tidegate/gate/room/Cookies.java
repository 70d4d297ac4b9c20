package io.tidegate.gate.room;

import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads cookies of a request, and writes those of a reply. Pure. */
final class Cookies {

  private Cookies() {}

  /** Value of the first cookie of that name; null without one. */
  static @Nullable String value(Exchange exchange, String name) {
    String all = exchange.list("Cookie");
    if (all == null) return null;
    // Browsers send one field; HTTP/2 may have split it, which list() joins with a comma.
    for (String part : all.split("[;,]", -1)) {
      String pair = part.strip();
      if (pair.startsWith(name) && pair.startsWith("=", name.length()))
        return pair.substring(name.length() + 1);
    }
    return null;
  }

  /**
   * A cookie that scripts do not see and other sites do not send.
   *
   * @param seconds how long the browser keeps it; 0 takes it away
   */
  static String set(String name, String value, long seconds, boolean secure) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + seconds
        + (secure ? "; Secure" : "");
  }
}
