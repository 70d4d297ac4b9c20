package io.tidegate.http.page;

import io.tidegate.http.server.Exchange;
import org.jspecify.annotations.Nullable;

/** A language that every page for people is in. */
public enum PageLanguage {
  /** For whoever does not prefer another. */
  ENGLISH("en", "English"),
  /** Korean. */
  KOREAN("ko", "한국어");

  /** The query parameter that chooses a language: routes of pages declare it. */
  public static final String PARAMETER = "lang";

  private final String code;
  private final String ownName;

  PageLanguage(String code, String ownName) {
    this.code = code;
    this.ownName = ownName;
  }

  /**
   * What a browser would rather read: {@code ?lang=} where that names a language there is, else by
   * its {@code Accept-Language}. The route declares {@link #PARAMETER}.
   */
  public static PageLanguage of(Exchange exchange) {
    return of(exchange, exchange.query(PARAMETER));
  }

  /** The same for the page of a refusal, whatever the route declares. */
  public static PageLanguage ofRefused(Exchange exchange) {
    return of(exchange, exchange.undeclaredQuery(PARAMETER));
  }

  private static PageLanguage of(Exchange exchange, @Nullable String chosen) {
    for (PageLanguage language : values()) if (language.code.equals(chosen)) return language;
    String accept = exchange.list("Accept-Language");
    return Preferences.ofLanguage(accept, KOREAN.code)
            > Preferences.ofLanguage(accept, ENGLISH.code)
        ? KOREAN
        : ENGLISH;
  }

  /** Its tag: en or ko. */
  public String code() {
    return code;
  }

  /** As it calls itself. */
  public String ownName() {
    return ownName;
  }

  /** The other one. */
  public PageLanguage other() {
    return this == ENGLISH ? KOREAN : ENGLISH;
  }

  /** The one of two texts that is in it. */
  public String say(String english, String korean) {
    return this == KOREAN ? korean : english;
  }

  /** The target that leads to a page of this service in this language; not escaped. */
  public String link(String path) {
    int anchor = path.indexOf('#');
    String page = anchor < 0 ? path : path.substring(0, anchor);
    String rest = anchor < 0 ? "" : path.substring(anchor);
    return page + (page.indexOf('?') < 0 ? '?' : '&') + PARAMETER + '=' + code + rest;
  }
}
