package io.tidegate.lab.script.http;

import static io.tidegate.lab.script.host.HostFunctions.optional;
import static io.tidegate.lab.script.host.HostFunctions.optionalText;

import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Peer;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.Timings;
import io.tidegate.lab.client.auth.AuthMethod;
import io.tidegate.lab.client.coding.ContentCoding;
import io.tidegate.lab.client.cookie.Cookie;
import io.tidegate.lab.client.cookie.CookieJar;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.host.HostFunctions;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.host.JsonLine;
import io.tidegate.lab.script.http.HttpRequest.BodyType;
import io.tidegate.lab.script.http.HttpRequest.OwnCookie;
import io.tidegate.lab.script.user.EventLoop;
import io.tidegate.lab.script.user.Interrupted;
import io.tidegate.lab.script.user.UserState;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/** What {@code k6/http} needs: requests in, replies out. Confined to the user's thread. */
public final class HttpHost {

  private static final int URLS_KEPT = 1_000;

  private final UserState state;
  private final HttpDefaults defaults;
  private final @Nullable HttpSender sender;
  private final JsValues values;
  private final CookieHost cookies;
  private final Map<String, HttpUrl> urls = new HashMap<>();
  private @Nullable ExpectedStatuses expected = ExpectedStatuses.DEFAULT;

  /**
   * Of one user.
   *
   * @param sender null where nothing can be asked for, as while a script is only read
   */
  public HttpHost(
      UserState state, HttpDefaults defaults, @Nullable HttpSender sender, JsValues values) {
    cookies = new CookieHost(defaults.keepsCookies());
    this.state = state;
    this.defaults = defaults;
    this.sender = sender;
    this.values = values;
  }

  /** Gives the modules what they call. */
  public void addTo(HostFunctions host) {
    cookies.addTo(host);
    host.put("made", this::made);
    host.put("sent", a -> sent(made(a)));
    host.put("sendBeside", a -> sendBeside(a[0].asHostObject(), a[1], a[2]));
    host.put("batch", a -> batch(a[0]));
    host.put("unmade", a -> new Unmade(a[0].asString(), 0));
    host.put("expected", a -> expectedOf(a[0]));
    host.put("expect", this::expect);
    host.put("replyStatus", a -> status(a[0].asHostObject()));
    host.put("replyText", a -> text(a[0].asHostObject(), a[1].asString()));
    host.put("replyJson", a -> json(a[0].asHostObject(), a[1].asString()));
    host.put("replyBody", a -> body(a[0].asHostObject()));
    host.put("replyCookies", a -> setCookies(a[0].asHostObject()));
    host.put("replyTimings", a -> timings(a[0].asHostObject()));
    host.put("resolved", a -> resolved(a[0].asString(), a[1].asString()));
    host.put("decoded", a -> new String(JsValues.bytes(a[0]), StandardCharsets.UTF_8));
  }

  /** How requests are made where the script does not say otherwise. */
  public HttpDefaults defaults() {
    return defaults;
  }

  /** The user's own. */
  public CookieJar jar() {
    return cookies.own();
  }

  /** An iteration begins. */
  public void begins() {
    cookies.begins();
  }

  // ---- requests ----

  private Object made(Value[] a) {
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

  private static Object expectedOf(Value ranges) {
    int[] all = new int[(int) ranges.getArraySize()];
    for (int i = 0; i < all.length; i++) all[i] = ranges.getArrayElement(i).asInt();
    return new ExpectedStatuses(all);
  }

  private @Nullable Object expect(Value[] a) {
    expected = a[0].isNull() ? null : a[0].asHostObject();
    return null;
  }

  /** A request that cannot be made, such as one whose address is none. */
  private record Unmade(String error, int code) {

    /** One of a batch that was not sent for another's sake. */
    static final Unmade UNSENT = new Unmade("", 0);
  }

  // ---- sending ----

  private Object sent(Object made) {
    if (made instanceof Unmade unmade) return refused("Request Failed", unmade);
    try {
      return reply(sender().send((HttpRequest) made, state.tags()));
    } catch (InterruptedException e) {
      throw Interrupted.now();
    }
  }

  private HttpSender sender() {
    return Objects.requireNonNull(sender, "there is no network here");
  }

  private Unmade refused(String what, Unmade unmade) {
    if (defaults.throwing()) throw new IllegalArgumentException(unmade.error);
    state.warn(what, unmade.error);
    return unmade;
  }

  private Object reply(HttpOutcome outcome) {
    HttpReply reply = outcome.reply();
    if (reply.failed()) {
      String why = String.valueOf(reply.detail());
      if (outcome.request().throwing()) throw new IllegalStateException(why);
      state.warn("Request Failed", why);
    }
    return outcome;
  }

  private @Nullable Object sendBeside(Object made, Value resolve, Value reject) {
    if (made instanceof Unmade unmade) {
      resolve.executeVoid(refused("Request Failed", unmade));
      return null;
    }
    HttpRequest request = (HttpRequest) made;
    TagSet tags = state.tags();
    HttpSender by = sender();
    EventLoop loop = state.loop();
    loop.begun();
    state.beside(() -> {
      HttpOutcome outcome = by.send(request, tags);
      loop.done(() -> settle(outcome, resolve, reject));
    });
    return null;
  }

  private void settle(HttpOutcome outcome, Value resolve, Value reject) {
    Object reply;
    try {
      reply = reply(outcome);
    } catch (IllegalStateException e) {
      reject.executeVoid(String.valueOf(e.getMessage()));
      return;
    }
    resolve.executeVoid(reply);
  }

  private Object batch(Value made) {
    List<HttpRequest> all = new ArrayList<>();
    for (long i = 0; i < made.getArraySize(); i++) {
      Object one = made.getArrayElement(i).asHostObject();
      if (one instanceof Unmade unmade) return unsent(unmade, i, made.getArraySize());
      all.add((HttpRequest) one);
    }
    TagSet tags = state.tags();
    HttpBatch batch = new HttpBatch(sender(), tags, defaults.batch(), defaults.batchPerHost());
    try {
      List<Object> answers = new ArrayList<>();
      for (HttpOutcome outcome : batch.send(all)) answers.add(reply(outcome));
      return ProxyArray.fromList(answers);
    } catch (InterruptedException e) {
      throw Interrupted.now();
    }
  }

  /** A batch with a request that cannot be made is not sent; nothing is behind that one. */
  private Object unsent(Unmade unmade, long at, long size) {
    Object[] answers = new Object[(int) size];
    Arrays.fill(answers, 0, (int) at, Unmade.UNSENT);
    answers[(int) at] = refused("A batch request failed", unmade);
    return ProxyArray.fromArray(answers);
  }

  // ---- replies ----

  private static int status(Object handle) {
    return handle instanceof HttpOutcome outcome ? outcome.reply().status() : 0;
  }

  private static String error(HttpReply reply) {
    return reply.error() == null ? "" : reply.error();
  }

  private @Nullable Object text(Object handle, String what) {
    if (handle instanceof Unmade unmade) return ofUnmade(unmade, what);
    HttpOutcome outcome = (HttpOutcome) handle;
    HttpReply reply = outcome.reply();
    Peer peer = reply.peer();
    return switch (what) {
      case "error" -> error(reply);
      case "error_code" -> Integer.toString(reply.errorCode());
      case "status_text" -> reply.failed() ? "" : (reply.status() + " " + reply.reason()).strip();
      case "url" -> outcome.url().text();
      case "proto" -> reply.proto();
      case "remote_ip" -> peer == null ? "" : peer.ip();
      case "remote_port" -> peer == null ? "0" : Integer.toString(peer.port());
      case "tls_version" -> peer == null || peer.tlsVersion() == null ? "" : peer.tlsVersion();
      case "tls_cipher_suite" ->
          peer == null || peer.tlsCipherSuite() == null ? "" : peer.tlsCipherSuite();
      case "headers" -> JsonLine.of(headers(reply));
      default -> requestOf(outcome);
    };
  }

  private static String ofUnmade(Unmade unmade, String what) {
    return switch (what) {
      case "error" -> unmade.error;
      case "error_code" -> Integer.toString(unmade.code);
      case "headers" -> "{}";
      case "remote_port" -> "0";
      case "request" -> "null";
      default -> "";
    };
  }

  private static Map<String, String> headers(HttpReply reply) {
    Map<String, String> all = new LinkedHashMap<>();
    for (int i = 0; i < reply.headers().count(); i++)
      all.merge(
          HeaderNames.canonical(reply.headers().name(i)),
          reply.headers().value(i),
          (a, b) -> a + ", " + b);
    return all;
  }

  private static Object setCookies(Object handle) {
    return CookieHost.said(
        handle instanceof HttpOutcome outcome
            ? outcome.reply().headers().all("Set-Cookie")
            : List.of());
  }

  private static String requestOf(HttpOutcome outcome) {
    Map<String, List<String>> headers = new TreeMap<>();
    // A script sees what it wrote, not what the address made of it.
    boolean made = outcome.request().headers().first("Authorization") == null;
    for (int i = 0; i < outcome.sent().count(); i++)
      if (!made || !outcome.sent().name(i).equals("Authorization"))
        headers
            .computeIfAbsent(outcome.sent().name(i), _ -> new ArrayList<>())
            .add(outcome.sent().value(i));
    byte[] body = outcome.request().body();
    String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
    return JsonLine.request(
        outcome.request().method(), outcome.request().url().text(), headers, text);
  }

  private static @Nullable Object json(Object handle, String selector) {
    byte[] body = handle instanceof HttpOutcome outcome ? outcome.reply().body() : null;
    return body == null ? null : JsonScalar.find(body, selector);
  }

  private @Nullable Object body(Object handle) {
    if (!(handle instanceof HttpOutcome outcome)) return false; // nothing was asked for
    byte[] bytes = outcome.reply().body();
    return switch (outcome.request().type()) {
      case NONE -> null;
      case TEXT -> bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
      case BINARY -> bytes == null ? null : values.buffer(bytes);
    };
  }

  private static Object timings(Object handle) {
    Timings t = handle instanceof HttpOutcome outcome ? outcome.reply().timings() : Timings.NONE;
    return ProxyArray.fromArray(
        t.duration(),
        t.blocked(),
        t.lookingUp(),
        t.connecting(),
        t.tlsHandshaking(),
        t.sending(),
        t.waiting(),
        t.receiving());
  }

  private static Object resolved(String base, String reference) {
    try {
      return HttpUrl.parse(base).resolve(reference).text();
    } catch (Fault fault) {
      throw new IllegalArgumentException(fault.message(), fault);
    }
  }
}
