package io.tidegate.api.page;

import io.tidegate.http.server.Exchange;
import java.util.Locale;

/** What a client would rather have. Pure but for reading the request. */
public final class Asked {

  private Asked() {}

  /** Whether it takes HTML by name, as browsers do and programs do not. */
  public static boolean forPage(Exchange exchange) {
    String accept = exchange.header("Accept");
    return accept != null && accept.toLowerCase(Locale.ROOT).contains("text/html");
  }

  /**
   * Whether it would rather read Korean than English; {@code ?lang=} is stronger than its header.
   */
  public static boolean forKorean(Exchange exchange) {
    String chosen = exchange.query("lang");
    if (chosen != null) return chosen.equals("ko");
    String accept = exchange.header("Accept-Language");
    return accept != null && weight(accept, "ko") > weight(accept, "en");
  }

  /** The weight of a language, made a little less by each one that is named before it. */
  private static double weight(String accept, String language) {
    double best = 0;
    int place = 0;
    for (String range : accept.toLowerCase(Locale.ROOT).split(",", 32)) {
      String[] parts = range.strip().split(";", 2);
      String tag = parts[0].strip();
      if (tag.equals(language) || tag.startsWith(language + "-"))
        best = Math.max(best, quality(parts) - place * 1e-6);
      place++;
    }
    return best;
  }

  private static double quality(String[] parts) {
    if (parts.length == 1) return 1;
    String value = parts[1].strip();
    if (!value.startsWith("q=")) return 1;
    try {
      return Math.clamp(Double.parseDouble(value.substring(2).strip()), 0.0, 1.0);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
