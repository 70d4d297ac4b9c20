package io.tidegate.http.page;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** What a client would rather have, or takes (RFC 9110 §12.5). Reads the request alone. */
public final class ContentNegotiation {

  private static final String HTML = "text/html";

  private ContentNegotiation() {}

  /**
   * Whether it prefers HTML to the other type. Browsers do; a program without a preference does
   * not.
   *
   * @param other a media type in lower case, without parameters
   */
  public static boolean prefersHtml(Exchange exchange, String other) {
    @Nullable String accept = exchange.list("Accept");
    return Preferences.ofType(accept, HTML) > Preferences.ofType(accept, other);
  }

  /**
   * Whether a person opens a page with it: not what a page loads by itself. Without the field of
   * newer browsers that says so, whoever prefers HTML to JSON is one.
   */
  public static boolean isNavigation(Exchange exchange) {
    String mode = exchange.list("Sec-Fetch-Mode");
    return mode == null ? prefersHtml(exchange, Response.JSON) : mode.equals("navigate");
  }

  /** Whether it prefers this type to HTML. A client without a preference does not. */
  public static boolean prefersToHtml(Exchange exchange, String type) {
    @Nullable String accept = exchange.list("Accept");
    return Preferences.ofType(accept, type) > Preferences.ofType(accept, HTML);
  }

  /** Whether it takes bodies in this coding, by its {@code Accept-Encoding}. */
  public static boolean takes(Exchange exchange, String coding) {
    return Preferences.ofCoding(exchange.list("Accept-Encoding"), coding) > 0;
  }
}
