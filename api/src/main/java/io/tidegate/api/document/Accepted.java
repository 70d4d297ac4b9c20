package io.tidegate.api.document;

import org.jspecify.annotations.Nullable;

/** Reads {@code Accept-Encoding}. Pure. */
final class Accepted {

  private static final String GZIP = "gzip";

  private Accepted() {}

  /** Whether gzip is accepted by name, and not with a weight of nothing. */
  static boolean gzip(@Nullable String header) {
    if (header == null) return false;
    int from = 0;
    while (from < header.length()) {
      int comma = header.indexOf(',', from);
      int to = comma < 0 ? header.length() : comma;
      if (isGzip(header, from, to)) return true;
      from = to + 1;
    }
    return false;
  }

  private static boolean isGzip(String header, int from, int to) {
    int at = from;
    while (at < to && header.charAt(at) == ' ') at++;
    if (!header.regionMatches(true, at, GZIP, 0, GZIP.length())) return false;
    at += GZIP.length();
    int q = header.indexOf("q=", at);
    boolean weighed = q >= 0 && q < to;
    return weighed ? weighs(header, q + 2, to) : isEnd(header, at, to);
  }

  /** Not a longer name that begins with it. */
  private static boolean isEnd(String header, int at, int to) {
    return at >= to || header.charAt(at) == ' ' || header.charAt(at) == ';';
  }

  private static boolean weighs(String header, int from, int to) {
    for (int i = from; i < to; i++) {
      if (header.charAt(i) >= '1' && header.charAt(i) <= '9') return true;
    }
    return false;
  }
}
