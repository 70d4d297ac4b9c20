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
    host.put("expected", a -> expectedOf(a[0]));
    host.put("expect", this::expect);
    host.put("replyStatus", a -> status(a[0].asHostObject()));
    host.put("replyText", a -> text(a[0].asHostObject(), a[1].asString()));
    host.put("replyBody", a -> body(a[0].asHostObject()));
    host.put("replyCookies", a -> setCookies(a[0].asHostObject()));
    host.put("replyTimings", a -> timings(a[0].asHostObject()));
    host.put("resolved", a -> resolved(a[0].asString(), a[1].asString()));
    host.put("durationMs", a -> values.durationMs(a[0].asString()));
    host.put("decoded", a -> new String(JsValues.bytes(a[0]), StandardCharsets.UTF_8));
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
      return new Broken(a[0].asString(), a[1].asString(), fault, throwing(a));
    } catch (IllegalArgumentException e) {
      Fault fault = Fault.generic(String.valueOf(e.getMessage()));
      return new Broken(a[0].asString(), a[1].asString(), fault, throwing(a));
    }
  }

  private HttpRequest request(Value[] a) throws Fault {
    HttpUrl url = url(a[1].asString());
    RequestHeaders headers = headers(optional(a, 5));
    byte[] body = body(optional(a, 3), optionalText(a, 4), headers);
    String compression = optionalText(a, 12);
    if (body != null && compression != null && !compression.isBlank())
      body = encoded(body, compression, headers);
    Value tags = optional(a, 7);
    TagSet own = TagSet.EMPTY;
    String name = optionalText(a, 2);
    for (long i = 0; tags != null && i < tags.getArraySize(); i += 2) {
      String tag = tags.getArrayElement(i).asString();
      String value = tags.getArrayElement(i + 1).asString();
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
      headers.add(name, pairs.getArrayElement(i + 1).asString());
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
      headers.set("Content-Type", parts.type());
      return parts.bytes();
    }
    if (type != null && headers.first("Content-Type") == null) headers.add("Content-Type", type);
    return JsValues.bytes(body);
  }

  private static byte[] encoded(byte[] body, String list, RequestHeaders headers) {
    List<ContentCoding> codings = ContentCoding.list(list);
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
    double ms = a.length > 8 ? a[8].asDouble() : -1;
    return ms <= 0 ? defaults.timeout() : Duration.ofNanos((long) (ms * 1e6));
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
    return a[11].isNull() ? null : a[11].asHostObject();
  }

  private boolean throwing(Value[] a) {
    Value value = optional(a, 15);
    return value == null ? defaults.throwing() : value.asBoolean();
  }

  private static HttpRequest.@Nullable Credentials credentials(@Nullable String kind, HttpUrl url) {
    String user = url.userInfo();
    if (user == null) return null;
    int colon = user.indexOf(':');
    String name = colon < 0 ? user : user.substring(0, colon);
    String password = colon < 0 ? "" : user.substring(colon + 1);
    AuthMethod method =
        kind == null || kind.equals("none") ? AuthMethod.BASIC : AuthMethod.of(kind);
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

  /** A request that cannot be made, since its address is none. */
  private record Broken(String method, String url, Fault fault, boolean throwing) {}

  // ---- sending ----

  private Object sent(Object made) {
    if (made instanceof Broken broken) return broken(broken);
    try {
      return reply(sender().send((HttpRequest) made, state.tags()));
    } catch (InterruptedException e) {
      throw Interrupted.now();
    }
  }

  private HttpSender sender() {
    return Objects.requireNonNull(sender, "there is no network here");
  }

  private Object broken(Broken broken) {
    if (broken.throwing) throw new IllegalArgumentException(broken.fault.message());
    state.warn("Request Failed", broken.fault.message());
    return broken;
  }

  private Object reply(HttpOutcome outcome) {
    HttpReply reply = outcome.reply();
    if (reply.failed()) {
      String error = error(reply);
      if (outcome.request().throwing()) throw new IllegalStateException(error);
      state.warn("Request Failed", error);
    }
    return outcome;
  }

  private @Nullable Object sendBeside(Object made, Value resolve, Value reject) {
    if (made instanceof Broken broken) {
      resolve.executeVoid(broken(broken));
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
      reject.executeVoid(values.error(String.valueOf(e.getMessage())));
      return;
    }
    resolve.executeVoid(reply);
  }

  private Object batch(Value made) {
    List<Object> all = new ArrayList<>();
    for (long i = 0; i < made.getArraySize(); i++) all.add(made.getArrayElement(i).asHostObject());
    TagSet tags = state.tags();
    HttpBatch batch = new HttpBatch(sender(), tags, defaults.batch(), defaults.batchPerHost());
    try {
      List<HttpOutcome> outcomes =
          batch.send(
              all.stream()
                  .filter(HttpRequest.class::isInstance)
                  .map(HttpRequest.class::cast)
                  .toList());
      List<Object> answers = new ArrayList<>();
      int next = 0;
      for (Object one : all)
        answers.add(one instanceof Broken b ? broken(b) : reply(outcomes.get(next++)));
      return ProxyArray.fromList(answers);
    } catch (InterruptedException e) {
      throw Interrupted.now();
    }
  }

  // ---- replies ----

  private static int status(Object handle) {
    return handle instanceof HttpOutcome outcome ? outcome.reply().status() : 0;
  }

  private static String error(HttpReply reply) {
    return reply.error() == null ? "" : reply.error();
  }

  private @Nullable Object text(Object handle, String what) {
    if (handle instanceof Broken broken) return ofBroken(broken, what);
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

  private static String ofBroken(Broken broken, String what) {
    return switch (what) {
      case "error" -> broken.fault.message();
      case "error_code" -> Integer.toString(broken.fault.code());
      case "url" -> broken.url;
      case "headers" -> "{}";
      case "remote_port" -> "0";
      case "request" -> JsonLine.of(Map.of("method", broken.method, "url", broken.url, "body", ""));
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
    for (int i = 0; i < outcome.sent().count(); i++)
      // A script sees what it wrote, not what the address made of it.
      if (outcome.request().credentials() == null
          || !outcome.sent().name(i).equals("Authorization"))
        headers
            .computeIfAbsent(outcome.sent().name(i), _ -> new ArrayList<>())
            .add(outcome.sent().value(i));
    byte[] body = outcome.request().body();
    String text = body == null ? "" : new String(body, StandardCharsets.UTF_8);
    return JsonLine.request(outcome.method(), outcome.url().text(), headers, text);
  }

  private @Nullable Object body(Object handle) {
    if (!(handle instanceof HttpOutcome outcome)) return null;
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
