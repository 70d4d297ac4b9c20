package io.tidegate.gate.room;

import io.tidegate.http.page.ContentNegotiation;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Method;
import org.jspecify.annotations.Nullable;

/** Who comes without a pass. */
enum Comer {
  /** A person who opens a page. Joins the line, and sees where in it. */
  PERSON,
  /** A program that asks by itself. Joins the line, and is told in problem JSON. */
  PROGRAM,
  /**
   * What a page loads, what a browser fetches in advance, HEAD: joins nothing, since the page that
   * it belongs to has its place, or nobody is there.
   */
  PART;

  static Comer of(Exchange exchange) {
    if (isFetchedInAdvance(exchange) || exchange.method() == Method.HEAD) return PART;
    String mode = exchange.list("Sec-Fetch-Mode");
    boolean reads = exchange.method() == Method.GET;
    if (mode != null) return mode.equals("navigate") && reads ? PERSON : PART;
    if (ContentNegotiation.prefersHtml(exchange, "application/json") && accepts(exchange))
      return reads ? PERSON : PART;
    return exchange.list("X-Requested-With") == null && exchange.list("Origin") == null
        ? PROGRAM
        : PART;
  }

  /** A program that does not say what it takes is no browser. */
  private static boolean accepts(Exchange exchange) {
    return exchange.list("Accept") != null;
  }

  private static boolean isFetchedInAdvance(Exchange exchange) {
    return contains(exchange.list("Sec-Purpose"), "prefetch")
        || contains(exchange.list("Purpose"), "prefetch")
        || contains(exchange.list("X-Moz"), "prefetch");
  }

  private static boolean contains(@Nullable String text, String word) {
    return text != null && text.contains(word);
  }
}
