package io.tidegate.lab.client.cookie;

import io.tidegate.lab.client.HttpUrl;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of one user (RFC 6265 §5.3, §5.4), without a list of public suffixes, as in k6. Any
 * thread of that user.
 */
public final class CookieJar {

  /** As many as browsers keep; beyond it the oldest goes. */
  private static final int COOKIES_MAX = 3_000;

  /** What tells two cookies apart. */
  private record Key(String name, String domain, String path) {}

  private record Kept(Key key, Cookie cookie, boolean hostOnly, long untilMs, long number) {
    private static final Comparator<Kept> ORDER =
        Comparator.comparingInt((Kept kept) -> -kept.key.path.length())
            .thenComparingLong(Kept::number);
  }

  private final Map<Key, Kept> cookies = new HashMap<>();
  private final LongSupplier nowMs;
  private long count;

  /** An empty one. */
  public CookieJar() {
    this(System::currentTimeMillis);
  }

  /**
   * @param nowMs epoch ms
   */
  public CookieJar(LongSupplier nowMs) {
    this.nowMs = nowMs;
  }

  /**
   * Takes a cookie that was set by a reply to that URL, or by a script for it. Not one for a domain
   * to which the host does not belong; one whose time is over takes the one away that is there.
   */
  public synchronized void set(HttpUrl url, Cookie cookie) {
    String host = host(url);
    String domain = cookie.domain() == null ? host : cookie.domain();
    boolean hostOnly = cookie.domain() == null || isAddress(host);
    if (!domain.equals(host) && (isAddress(host) || !host.endsWith("." + domain))) return;
    String path =
        cookie.path() == null || !cookie.path().startsWith("/")
            ? folder(url.path())
            : cookie.path();
    Key key = new Key(cookie.name(), domain, path);
    long untilMs = untilMs(cookie);
    Kept before = cookies.remove(key);
    if (untilMs <= nowMs.getAsLong()) return;
    if (cookies.size() >= COOKIES_MAX) forgetOldest();
    long number = before == null ? count++ : before.number;
    cookies.put(key, new Kept(key, cookie, hostOnly, untilMs, number));
  }

  /** Takes what the {@code Set-Cookie} fields of a reply to that URL set. */
  public void setAll(HttpUrl url, List<String> fields) {
    for (String field : fields) {
      Cookie cookie = SetCookie.parse(field);
      if (cookie != null) set(url, cookie);
    }
  }

  private long untilMs(Cookie cookie) {
    Long maxAge = cookie.maxAgeSeconds();
    if (maxAge != null) return maxAge <= 0 ? Long.MIN_VALUE : nowMs.getAsLong() + 1_000 * maxAge;
    Long expires = cookie.expiresMs();
    return expires == null ? Long.MAX_VALUE : expires;
  }

  private void forgetOldest() {
    cookies.values().stream()
        .min(Comparator.comparingLong(Kept::number))
        .ifPresent(oldest -> cookies.remove(oldest.key));
  }

  /** Those that go to that URL: longer paths first, then those that were set first. */
  public synchronized List<Cookie> get(HttpUrl url) {
    if (cookies.isEmpty()) return List.of();
    long now = nowMs.getAsLong();
    cookies.values().removeIf(kept -> kept.untilMs <= now);
    return found(url).stream().sorted(Kept.ORDER).map(Kept::cookie).toList();
  }

  private List<Kept> found(HttpUrl url) {
    String host = host(url);
    boolean safe = url.isSecure() || isLoopback(host);
    List<Kept> found = new ArrayList<>();
    for (Kept kept : cookies.values()) {
      boolean secret = kept.cookie.secure() && !safe;
      if (!secret && isOf(kept, host) && isUnder(url.path(), kept.key.path)) found.add(kept);
    }
    return found;
  }

  private static boolean isOf(Kept kept, String host) {
    return host.equals(kept.key.domain) || (!kept.hostOnly && host.endsWith("." + kept.key.domain));
  }

  private static boolean isUnder(String path, String cookiePath) {
    if (!path.startsWith(cookiePath)) return false;
    return path.length() == cookiePath.length()
        || cookiePath.endsWith("/")
        || path.charAt(cookiePath.length()) == '/';
  }

  /**
   * What {@code Cookie} says to that URL; null without a cookie.
   *
   * @param own cookies of the one request, which stand before the jar's
   * @param replaced names of cookies that stay in the jar this time
   */
  public @Nullable String header(HttpUrl url, List<Cookie> own, Set<String> replaced) {
    StringBuilder header = new StringBuilder();
    for (Cookie cookie : own) append(header, cookie);
    for (Cookie cookie : get(url)) if (!replaced.contains(cookie.name())) append(header, cookie);
    return header.isEmpty() ? null : header.toString();
  }

  private static void append(StringBuilder header, Cookie cookie) {
    if (!header.isEmpty()) header.append("; ");
    header.append(cookie.pair());
  }

  /** Forgets those that go to that URL, as far as {@link #delete} does. */
  public void clear(HttpUrl url) {
    for (Cookie cookie : get(url)) delete(url, cookie.name());
  }

  /**
   * Forgets the one of that name that the URL's host set for itself and for the URL's folder.
   * Others stay, as in k6.
   */
  public void delete(HttpUrl url, String name) {
    set(url, new Cookie(name, "", false, null, null, null, 0L, false, false));
  }

  private static String host(HttpUrl url) {
    String host = url.host().toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  /** Where Go sends cookies that are for https alone without TLS too. */
  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.equals("::1")
        || (host.startsWith("127.") && isAddress(host));
  }

  /** No name ends in a digit. */
  private static boolean isAddress(String host) {
    char last = host.isEmpty() ? '0' : host.charAt(host.length() - 1);
    return host.indexOf(':') >= 0 || (last >= '0' && last <= '9');
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
