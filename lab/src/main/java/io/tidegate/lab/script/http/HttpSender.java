package io.tidegate.lab.script.http;

import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Peer;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.Timings;
import io.tidegate.lab.client.auth.AuthMethod;
import io.tidegate.lab.client.auth.DigestAuth;
import io.tidegate.lab.client.cookie.Cookie;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.metric.BuiltinMetrics;
import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.TagSet;
import io.tidegate.lab.script.http.HttpRequest.BodyType;
import io.tidegate.lab.script.user.UserState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a script asks for, follows redirects, and measures each exchange. Any thread of the
 * user.
 */
public final class HttpSender {

  private final HttpClient client;
  private final UserState state;

  private final ExchangeTags tags;
  private final RequestPace pace;
  private final HttpDebug debug;
  private final Metric[] all;
  private final Metric[] unjudged;
  private final Metric[] data;

  /** Of one user, over its connections. */
  public HttpSender(
      HttpClient client, UserState state, ExchangeTags tags, RequestPace pace, HttpDebug debug) {
    this.debug = debug;
    this.pace = pace;
    this.client = client;
    this.state = state;
    this.tags = tags;
    BuiltinMetrics b = state.builtin();
    unjudged =
        new Metric[] {
          b.httpReqs,
          b.httpReqDuration,
          b.httpReqBlocked,
          b.httpReqConnecting,
          b.httpReqTlsHandshaking,
          b.httpReqSending,
          b.httpReqWaiting,
          b.httpReqReceiving
        };
    all = Arrays.copyOf(unjudged, unjudged.length + 1);
    all[unjudged.length] = b.httpReqFailed;
    data = new Metric[] {b.dataSent, b.dataReceived};
  }

  /**
   * Sends it.
   *
   * @param base tags of the moment at which it was made
   */
  HttpOutcome send(HttpRequest request, TagSet base) throws InterruptedException {
    pace.await();
    String method = request.method();
    boolean digest = asksDigest(request);
    HttpUrl url = digest ? request.url().withoutUser() : request.url();
    byte @Nullable [] body = request.body();
    RequestHeaders first = headers(request, url, null, true);
    RequestHeaders headers = first;
    for (int redirects = 0; ; redirects++) {
      HttpReply reply = exchange(request, method, url, headers, body, base, digest);
      if (reply.status() == 401 && digest) {
        RequestHeaders answered = answered(request, method, url, headers, reply);
        if (answered != null) {
          headers = answered;
          reply = exchange(request, method, url, headers, body, base, false);
        }
      }
      HttpUrl next = redirects < request.redirects() ? next(url, reply) : null;
      if (next == null) return new HttpOutcome(request, url, first, reply);
      boolean again = reply.status() == 307 || reply.status() == 308;
      if (!again) {
        if (!method.equals("HEAD")) method = "GET";
        body = null;
      }
      headers = headers(request, next, url, again);
      url = next;
    }
  }

  /** Where the reply leads; null if nowhere. */
  private static @Nullable HttpUrl next(HttpUrl url, HttpReply reply) {
    String location = location(reply);
    try {
      return location == null ? null : url.resolve(location);
    } catch (Fault _) {
      return null;
    }
  }

  private static @Nullable String location(HttpReply reply) {
    if (!isRedirect(reply.status())) return null;
    String location = reply.headers().first("Location");
    return location == null || location.isEmpty() ? null : location;
  }

  /** A reply that leads to what is no address is none. */
  private static HttpReply unlessAstray(HttpReply reply, String method, HttpUrl url) {
    String location = location(reply);
    try {
      if (location != null) url.resolve(location);
      return reply;
    } catch (Fault fault) {
      String why = "failed to parse Location header \"" + location + "\": ";
      Fault bad = Fault.generic(why + fault.message().replace("invalid URL: ", ""));
      return HttpReply.failed(method, url, bad);
    }
  }

  private static boolean isRedirect(int status) {
    return switch (status) {
      case 301, 302, 303, 307, 308 -> true;
      default -> false;
    };
  }

  /** What goes with a request: what belongs to its first host alone does not go to another one. */
  private static RequestHeaders headers(
      HttpRequest request, HttpUrl to, @Nullable HttpUrl from, boolean withBody) {
    RequestHeaders headers = new RequestHeaders();
    boolean away = from != null && !from.host().equalsIgnoreCase(to.host());
    for (int i = 0; i < request.headers().count(); i++) {
      String name = request.headers().name(i);
      String lower = name.toLowerCase(Locale.ROOT);
      if (!withBody && lower.startsWith("content-")) continue;
      if (away && (lower.equals("authorization") || lower.equals("host"))) continue;
      if (lower.equals("cookie")) continue;
      headers.add(name, request.headers().value(i));
    }
    if (from != null && headers.first("Referer") == null && (!from.isSecure() || to.isSecure()))
      headers.add("Referer", from.text());
    String cookie = cookie(request, to, from == null ? request.headers().first("Cookie") : null);
    if (cookie != null) headers.add("Cookie", cookie);
    HttpRequest.Credentials credentials = request.credentials();
    boolean shown = request.url().userInfo() != null && headers.first("Authorization") == null;
    if (credentials != null && shown && !away)
      headers.add("Authorization", AuthMethod.basic(credentials.name(), credentials.password()));
    return headers;
  }

  /** Those that the script wrote, of this request, and of the jar, in this order. */
  private static @Nullable String cookie(
      HttpRequest request, HttpUrl to, @Nullable String written) {
    List<Cookie> own = new ArrayList<>();
    Set<String> replaced = new HashSet<>();
    for (HttpRequest.OwnCookie one : request.cookies()) {
      own.add(one.cookie());
      if (one.replaces()) replaced.add(one.cookie().name());
    }
    String more = request.jar().header(to, own, replaced);
    if (written == null || more == null) return written == null ? more : written;
    return written + "; " + more;
  }

  private static boolean asksDigest(HttpRequest request) {
    HttpRequest.Credentials credentials = request.credentials();
    return credentials != null && credentials.method() == AuthMethod.DIGEST;
  }

  /** The same with the answer to a challenge; null without one that can be answered. */
  private static @Nullable RequestHeaders answered(
      HttpRequest request, String method, HttpUrl url, RequestHeaders headers, HttpReply reply) {
    HttpRequest.Credentials own = Objects.requireNonNull(request.credentials());
    String nonce = "%016x".formatted(ThreadLocalRandom.current().nextLong());
    for (String challenge : reply.headers().all("WWW-Authenticate")) {
      String answer =
          DigestAuth.answer(challenge, method, url.target(), own.name(), own.password(), nonce);
      if (answer == null) continue;
      RequestHeaders again = new RequestHeaders();
      for (int i = 0; i < headers.count(); i++) again.add(headers.name(i), headers.value(i));
      return again.set("Authorization", answer);
    }
    return null;
  }

  private HttpReply exchange(
      HttpRequest request,
      String method,
      HttpUrl url,
      RequestHeaders headers,
      byte @Nullable [] body,
      TagSet base,
      boolean mayAsk)
      throws InterruptedException {
    boolean keep = request.type() != BodyType.NONE;
    HttpCall call = new HttpCall(method, url, headers, body, request.timeout(), keep);
    String id = debug.request(state, call);
    HttpReply reply = unlessAstray(client.send(call), method, url);
    debug.reply(state, reply, id);
    request.jar().setAll(url, reply.headers().all("Set-Cookie"));
    measure(request, method, url, reply, base, mayAsk && reply.status() == 401);
    return reply;
  }

  private void measure(
      HttpRequest request,
      String method,
      HttpUrl url,
      HttpReply reply,
      TagSet base,
      boolean isChallenge) {
    ExpectedStatuses expected = request.expected();
    boolean failed =
        expected != null && !isChallenge && (reply.failed() || !expected.has(reply.status()));
    TagSet those = tags(request, method, url, reply, base, expected == null ? null : failed);
    Timings t = reply.timings();
    double[] values = {
      1,
      t.duration(),
      t.blocked(),
      t.connecting(),
      t.tlsHandshaking(),
      t.sending(),
      t.waiting(),
      t.receiving(),
      failed ? 1 : 0
    };
    long nowMs = System.currentTimeMillis();
    state.samples().add(expected == null ? unjudged : all, values, those, nowMs);
    double[] bytes = {reply.sentBytes(), reply.receivedBytes()};
    state.samples().add(data, bytes, base, nowMs);
  }

  private TagSet tags(
      HttpRequest request,
      String method,
      HttpUrl url,
      HttpReply reply,
      TagSet base,
      @Nullable Boolean failed) {
    Peer peer = reply.peer();
    ExchangeTags.Kind kind =
        new ExchangeTags.Kind(
            base,
            request.tags(),
            method,
            request.name() == null ? url.masked() : request.name(),
            reply.status(),
            reply.errorCode(),
            reply.proto(),
            peer == null ? null : peer.tlsVersion(),
            peer == null ? null : peer.ip(),
            failed);
    return tags.of(kind, reply.error());
  }
}
