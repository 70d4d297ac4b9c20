package io.tidegate.gate.cache;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Cache-Control} says, as far as a shared cache goes by it. Pure.
 *
 * @param maxAgeSeconds {@code s-maxage}, else {@code max-age}; -1 without
 * @param shared whether it says in so many words that shared caches may keep the response
 * @param staleWhileRevalidateSeconds -1 without
 * @param staleIfErrorSeconds -1 without
 */
record CacheControl(
    boolean forbidsStoring,
    boolean shared,
    boolean mustRevalidate,
    boolean onlyIfCached,
    long maxAgeSeconds,
    long staleWhileRevalidateSeconds,
    long staleIfErrorSeconds) {

  /** Ten years: more is as good. */
  private static final long SECONDS_MOST = 315_360_000;

  static CacheControl parse(@Nullable String text) {
    boolean forbids = false;
    boolean shared = false;
    boolean must = false;
    boolean onlyIfCached = false;
    long maxAge = -1;
    long sharedMaxAge = -1;
    long whileRevalidate = -1;
    long ifError = -1;
    for (String part : text == null ? new String[0] : text.split(",", -1)) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      long seconds = equals < 0 ? -1 : seconds(part.substring(equals + 1).strip());
      switch (name.toLowerCase(Locale.ROOT)) {
        case "no-store", "private", "no-cache" -> forbids = true;
        case "public" -> shared = true;
        case "must-revalidate", "proxy-revalidate" -> must = true;
        case "only-if-cached" -> onlyIfCached = true;
        case "max-age" -> maxAge = seconds;
        case "s-maxage" -> {
          sharedMaxAge = seconds;
          shared = true;
        }
        case "stale-while-revalidate" -> whileRevalidate = seconds;
        case "stale-if-error" -> ifError = seconds;
        default -> {} // what is not known is ignored (RFC 9111 §5.2.3)
      }
    }
    return new CacheControl(
        forbids,
        shared,
        must,
        onlyIfCached,
        sharedMaxAge >= 0 ? sharedMaxAge : maxAge,
        whileRevalidate,
        ifError);
  }

  /** What is no number counts as 0: rather not fresh than fresh by mistake. */
  private static long seconds(String text) {
    String digits =
        text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
            ? text.substring(1, text.length() - 1)
            : text;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) return 0;
    return digits.length() > 9 ? SECONDS_MOST : Math.min(Long.parseLong(digits), SECONDS_MOST);
  }
}
