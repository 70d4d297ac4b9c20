package io.tidegate.gate.forward;

import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/** Reads cookies of a request, and writes those of a reply. Pure. */
public final class Cookies {

  private Cookies() {}

  /** Value of the first cookie of that name; null without one. */
  public static @Nullable String value(Exchange exchange, String name) {
    String all = exchange.list("Cookie");
    return all == null ? null : value(all, name);
  }

  /**
   * The same of the field's text. Browsers send one field; HTTP/2 may have split it, and then it is
   * joined with commas. By hand: whoever is inside comes by here with each request.
   */
  static @Nullable String value(String all, String name) {
    for (int from = 0, end; from <= all.length(); from = end + 1) {
      end = endOf(all, from);
      while (from < end && all.charAt(from) == ' ') from++;
      int equals = from + name.length();
      if (equals < end && all.charAt(equals) == '=' && all.startsWith(name, from))
        return all.substring(equals + 1, end).stripTrailing();
    }
    return null;
  }

  private static int endOf(String all, int from) {
    for (int at = from; at < all.length(); at++)
      if (all.charAt(at) == ';' || all.charAt(at) == ',') return at;
    return all.length();
  }

  /**
   * A cookie that scripts do not see and other sites do not send.
   *
   * @param seconds how long the browser keeps it; 0 takes it away
   */
  public static String set(String name, String value, long seconds, boolean secure) {
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Lax; Max-Age="
        + seconds
        + (secure ? "; Secure" : "");
  }
}
