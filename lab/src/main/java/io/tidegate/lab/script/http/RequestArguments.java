package io.tidegate.lab.script.http;

import static io.tidegate.lab.script.host.HostFunctions.optional;
import static io.tidegate.lab.script.host.HostFunctions.optionalText;

import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.auth.AuthMethod;
import io.tidegate.lab.client.coding.ContentCoding;
import io.tidegate.lab.client.cookie.Cookie;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.http.HttpRequest.BodyType;
import io.tidegate.lab.script.http.HttpRequest.OwnCookie;
import io.tidegate.lab.script.user.UserState;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Requests as scripts ask for them. Confined to the user's thread. */
final class RequestArguments {

  private static final int URLS_KEPT = 1_000;

  private final UserState state;
  private final HttpDefaults defaults;
  private final JsValues values;
  private final CookieHost cookies;
  private final Map<String, HttpUrl> urls = new HashMap<>();
  private @Nullable ExpectedStatuses expected = ExpectedStatuses.DEFAULT;

  RequestArguments(UserState state, HttpDefaults defaults, JsValues values, CookieHost cookies) {
    this.state = state;
    this.defaults = defaults;
    this.values = values;
    this.cookies = cookies;
  }

  /** An {@link HttpRequest}, or an {@link Unmade}. */
  Object made(Value[] a) {
    if (state.isInit())
      throw new IllegalStateException("making HTTP requests in the init context is not supported");
    try {
      return request(a);
    } catch (Fault fault) {
      return new Unmade(fault.message(), fault.code());
    } catch (IllegalArgumentException e) {
      return new Unmade(String.valueOf(e.getMessage()), 0);
    }
  }

  private HttpRequest request(Value[] a) throws Fault {
    String name = optionalText(a, 2);
    if (a[1].isNull()) throw new Fault(Fault.BAD_URL, "invalid URL: '#" + name + "'");
    HttpUrl url = url(a[1].asString());
    RequestHeaders headers = headers(optional(a, 5));
    byte[] body = body(optional(a, 3), optionalText(a, 4), headers);
    String compression = optionalText(a, 12);
    if (compression != null && !compression.isBlank()) body = encoded(body, compression, headers);
    Value tags = optional(a, 7);
    TagSet own = TagSet.EMPTY;
    for (long i = 0; tags != null && i < tags.getArraySize(); i += 2) {
      String tag = tags.getArrayElement(i).asString();
      Value element = tags.getArrayElement(i + 1);
      if (element.isNull())
        throw new IllegalArgumentException(
            "invalid HTTP request metric tags: invalid value for metric tag '"
                + tag
                + "': only String, Boolean and Number types are accepted as a metric tag values");
      String value = element.asString();
      if (tag.equals("name")) name = value;
      else own = own.with(tag, value);
    }
    return new HttpRequest(
        a[0].asString(),
        url,
        name,
        body,
        headers,
        a.length > 14 && !a[14].isNull() ? a[14].asHostObject() : cookies.own(),
        cookies(optional(a, 6)),
        own,
        timeout(a),
        redirects(a),
        type(optionalText(a, 10)),
        expectedBy(a),
        credentials(optionalText(a, 13), url),
        throwing(a));
  }

  private HttpUrl url(String text) throws Fault {
    HttpUrl known = urls.get(text);
    if (known != null) return known;
    HttpUrl url = HttpUrl.parse(text);
    if (urls.size() >= URLS_KEPT) urls.clear();
    urls.put(text, url);
    return url;
  }

  private RequestHeaders headers(@Nullable Value pairs) {
    RequestHeaders headers = new RequestHeaders();
    boolean named = false;
    for (long i = 0; pairs != null && i < pairs.getArraySize(); i += 2) {
      String name = HeaderNames.canonical(pairs.getArrayElement(i).asString());
      named |= name.equals("User-Agent");
      headers.set(name, pairs.getArrayElement(i + 1).asString());
    }
    if (!named && !defaults.userAgent().isEmpty()) headers.add("User-Agent", defaults.userAgent());
    return headers;
  }

  private byte @Nullable [] body(
      @Nullable Value body, @Nullable String type, RequestHeaders headers) {
    if (body == null) return null;
    if (type != null && type.startsWith("?"))
      throw new IllegalArgumentException("unknown request body type " + type.substring(1));
    if (type != null && type.startsWith("multipart/")) {
      Multipart parts = new Multipart();
      for (long i = 0; i < body.getArraySize(); i += 4)
        parts.add(
            body.getArrayElement(i).asString(),
            JsValues.bytes(body.getArrayElement(i + 1)),
            textOrNull(body.getArrayElement(i + 2)),
            textOrNull(body.getArrayElement(i + 3)));
      if (headers.first("Content-Type") == null) headers.add("Content-Type", parts.type());
      return parts.bytes();
    }
    if (type != null && headers.first("Content-Type") == null) headers.add("Content-Type", type);
    return JsValues.bytes(body);
  }

  private static byte @Nullable [] encoded(
      byte @Nullable [] body, String list, RequestHeaders headers) {
    List<ContentCoding> codings = ContentCoding.list(list);
    if (body == null) return null;
    if (headers.first("Content-Encoding") == null)
      headers.add(
          "Content-Encoding",
          codings.stream().map(ContentCoding::id).collect(Collectors.joining(", ")));
    return ContentCoding.encoded(codings, body);
  }

  private static @Nullable String textOrNull(Value value) {
    return value.isNull() ? null : value.asString();
  }

  private static List<OwnCookie> cookies(@Nullable Value list) {
    List<OwnCookie> cookies = new ArrayList<>();
    for (long i = 0; list != null && i < list.getArraySize(); i += 3)
      cookies.add(
          new OwnCookie(
              Cookie.of(list.getArrayElement(i).asString(), list.getArrayElement(i + 1).asString()),
              list.getArrayElement(i + 2).asBoolean()));
    return cookies;
  }

  private Duration timeout(Value[] a) {
    Value given = optional(a, 8);
    if (given == null) return defaults.timeout();
    double ms = given.isNumber() ? given.asDouble() : milliseconds(given.asString());
    return Duration.ofNanos(Math.max(0, (long) (ms * 1e6)));
  }

  private double milliseconds(String text) {
    if (text.startsWith("?"))
      throw new IllegalArgumentException(
          "invalid timeout value: unable to use type "
              + text.substring(1)
              + " as a duration value");
    try {
      return values.durationMs(text);
    } catch (IllegalArgumentException e) {
      String why = "invalid timeout value: time: invalid duration \"" + text + '"';
      throw new IllegalArgumentException(why, e);
    }
  }

  private int redirects(Value[] a) {
    int most = a.length > 9 ? a[9].asInt() : -1;
    return most < 0 ? defaults.maxRedirects() : most;
  }

  private BodyType type(@Nullable String name) {
    if (name == null) return defaults.discardResponseBodies() ? BodyType.NONE : BodyType.TEXT;
    return switch (name) {
      case "text" -> BodyType.TEXT;
      case "binary" -> BodyType.BINARY;
      case "none" -> BodyType.NONE;
      default ->
          throw new IllegalArgumentException(name + " does not belong to ResponseType values");
    };
  }

  /** Undefined is what holds for all, null that nothing is expected. */
  private @Nullable ExpectedStatuses expectedBy(Value[] a) {
    if (a.length <= 11 || a[11].toString().equals("undefined")) return expected;
    if (a[11].isBoolean()) throw new IllegalArgumentException("unsupported responseCallback");
    return a[11].isNull() ? null : a[11].asHostObject();
  }

  private boolean throwing(Value[] a) {
    Value value = optional(a, 15);
    return value == null ? defaults.throwing() : value.asBoolean();
  }

  private static HttpRequest.@Nullable Credentials credentials(@Nullable String kind, HttpUrl url) {
    AuthMethod method = kind == null ? AuthMethod.BASIC : AuthMethod.of(kind);
    String user = url.userInfo();
    if (user == null)
      return method == AuthMethod.DIGEST ? new HttpRequest.Credentials(method, "", "") : null;
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    String password = colon < 0 ? "" : user.substring(colon + 1);
    return new HttpRequest.Credentials(method, decoded(name), decoded(password));
  }

  /** A part of a URL without its percent signs. */
  private static String decoded(String part) {
    try {
      return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return part;
    }
  }

  static Object expectedOf(Value ranges) {
    int[] all = new int[(int) ranges.getArraySize()];
    for (int i = 0; i < all.length; i++) all[i] = ranges.getArrayElement(i).asInt();
    return new ExpectedStatuses(all);
  }

  /** What is expected of all that follow. */
  @Nullable Object expect(Value[] a) {
    expected = a[0].isNull() ? null : a[0].asHostObject();
    return null;
  }
}
