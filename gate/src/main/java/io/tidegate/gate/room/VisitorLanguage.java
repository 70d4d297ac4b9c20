package io.tidegate.gate.room;

import io.tidegate.gate.forward.Cookies;
import io.tidegate.http.page.PageLanguage;
import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/** The language in which somebody wants the gate's own pages. Pure. */
final class VisitorLanguage {

  private static final String COOKIE = "tidegate-lang";
  private static final long SECONDS = 31_536_000;

  private VisitorLanguage() {}

  /**
   * What was chosen by the link of a page of the gate, else by its cookie, else what the browser
   * prefers. On other people's paths the cookie comes first: a parameter there is theirs.
   */
  static PageLanguage of(Exchange exchange) {
    String linked =
        exchange.isBelow(GateRooms.PATH) ? exchange.undeclaredQuery(PageLanguage.PARAMETER) : null;
    PageLanguage chosen = named(linked);
    if (chosen == null) chosen = named(Cookies.value(exchange, COOKIE));
    return chosen == null ? PageLanguage.ofRefused(exchange) : chosen;
  }

  private static @Nullable PageLanguage named(@Nullable String code) {
    for (PageLanguage one : PageLanguage.values()) if (one.code().equals(code)) return one;
    return null;
  }

  /** The value of a {@code Set-Cookie} that keeps a choice for a year. */
  static String cookie(PageLanguage chosen, boolean secure) {
    return Cookies.set(COOKIE, chosen.code(), SECONDS, secure);
  }
}
