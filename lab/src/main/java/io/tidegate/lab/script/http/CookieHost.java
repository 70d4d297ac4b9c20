package io.tidegate.lab.script.http;

import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.cookie.Cookie;
import io.tidegate.lab.client.cookie.CookieJar;
import io.tidegate.lab.client.cookie.SetCookie;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.script.host.HostFunctions;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** The jars of a user. Confined to the user's thread. */
final class CookieHost {

  /**
   * What k6 says of a cookie that has no date, ms: Go's year 1, as far as 64 bits of ns hold it.
   */
  private static final double NEVER_MS = -6_795_364_578_871.0;

  private final boolean keeps;
  private CookieJar own = new CookieJar();

  /**
   * The jars of one user.
   *
   * @param keeps whether its own one outlives an iteration
   */
  CookieHost(boolean keeps) {
    this.keeps = keeps;
  }

  /** An iteration begins. */
  void begins() {
    if (!keeps) own = new CookieJar();
  }

  /** The one that is meant where none is named. */
  CookieJar own() {
    return own;
  }

  void addTo(HostFunctions host) {
    host.put("newJar", _ -> new CookieJar());
    host.put("ownJar", _ -> own);
    host.put("setCookie", CookieHost::set);
    host.put("cookiesFor", a -> namesAndValues(jar(a[0]).get(url(a[1]))));
    host.put("clearCookies", a -> clear(jar(a[0]), url(a[1])));
    host.put("deleteCookie", a -> delete(jar(a[0]), url(a[1]), a[2].asString()));
  }

  private static CookieJar jar(Value handle) {
    return handle.asHostObject();
  }

  private static HttpUrl url(Value text) {
    try {
      return HttpUrl.parse(text.asString());
    } catch (Fault fault) {
      throw new IllegalArgumentException(fault.message(), fault);
    }
  }

  /** Of a jar, a URL, a name, a value, domain, path, date, seconds, and two truth values. */
  private static Object set(Value[] a) {
    jar(a[0])
        .set(
            url(a[1]),
            new Cookie(
                a[2].asString(),
                a[3].asString(),
                false,
                a[4].isNull() ? null : a[4].asString(),
                a[5].isNull() ? null : a[5].asString(),
                a[6].isNull() ? null : expires(a[6].asString()),
                a[7].isNull() ? null : a[7].asLong(),
                a[8].asBoolean(),
                a[9].asBoolean()));
    return true;
  }

  private static Long expires(String date) {
    Cookie dated = SetCookie.parse("a=b; expires=" + date);
    Long ms = dated == null ? null : dated.expiresMs();
    if (ms == null)
      throw new IllegalArgumentException(
          "unable to parse \"expires\" date string \"" + date + "\"");
    return ms;
  }

  private static Object namesAndValues(List<Cookie> cookies) {
    List<Object> pairs = new ArrayList<>();
    for (Cookie cookie : cookies) {
      pairs.add(cookie.name());
      pairs.add(cookie.value());
    }
    return ProxyArray.fromList(pairs);
  }

  private static @Nullable Object clear(CookieJar jar, HttpUrl url) {
    jar.clear(url);
    return null;
  }

  private static @Nullable Object delete(CookieJar jar, HttpUrl url, String name) {
    jar.delete(url, name);
    return null;
  }

  /** What Set-Cookie fields say, eight values for each cookie. */
  static Object said(List<String> fields) {
    List<Object> values = new ArrayList<>();
    for (String field : fields) {
      Cookie cookie = SetCookie.parse(field);
      if (cookie == null) continue;
      Long age = cookie.maxAgeSeconds();
      Long expires = cookie.expiresMs();
      values.add(cookie.name());
      values.add(cookie.value());
      values.add(cookie.domain() == null ? "" : cookie.domain());
      values.add(cookie.path() == null ? "" : cookie.path());
      values.add(cookie.httpOnly());
      values.add(cookie.secure());
      values.add(age == null ? 0.0 : age <= 0 ? -1.0 : age.doubleValue());
      values.add(expires == null ? NEVER_MS : expires.doubleValue());
    }
    return ProxyArray.fromList(values);
  }
}
