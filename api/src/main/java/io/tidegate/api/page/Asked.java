package io.tidegate.api.page;

import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/** What a client would rather have. Pure but for reading the request. */
public final class Asked {

  private static final String HTML = "text/html";

  private Asked() {}

  /**
   * Whether it would rather have a page than this type, as browsers do and programs, to which both
   * are the same, do not.
   *
   * @param other a media type in lower case, without parameters
   */
  public static boolean forPage(Exchange exchange, String other) {
    @Nullable String accept = exchange.list("Accept");
    return Preferences.ofType(accept, HTML) > Preferences.ofType(accept, other);
  }

  /** Whether it would rather have this type than a page, where who has no wish gets the page. */
  public static boolean ratherThanPage(Exchange exchange, String type) {
    @Nullable String accept = exchange.list("Accept");
    return Preferences.ofType(accept, type) > Preferences.ofType(accept, HTML);
  }
}
