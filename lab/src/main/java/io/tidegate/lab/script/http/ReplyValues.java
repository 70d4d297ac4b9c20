package io.tidegate.lab.script.http;

import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.Peer;
import io.tidegate.lab.client.Timings;
import io.tidegate.lab.client.fault.Fault;
import io.tidegate.lab.script.host.JsValues;
import io.tidegate.lab.script.host.JsonLine;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.graalvm.polyglot.proxy.ProxyArray;
import org.jspecify.annotations.Nullable;

/**
 * Replies as scripts see them; each value is made when it is read. Confined to the user's thread.
 */
final class ReplyValues {

  private final JsValues values;

  ReplyValues(JsValues values) {
    this.values = values;
  }

  static int status(Object handle) {
    return handle instanceof HttpOutcome outcome ? outcome.reply().status() : 0;
  }

  private static String error(HttpReply reply) {
    return reply.error() == null ? "" : reply.error();
  }

  @Nullable Object text(Object handle, String what) {
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
      case "error" -> unmade.error();
      case "error_code" -> Integer.toString(unmade.code());
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

  static Object setCookies(Object handle) {
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

  static @Nullable Object json(Object handle, String selector) {
    byte[] body = handle instanceof HttpOutcome outcome ? outcome.reply().body() : null;
    return body == null ? null : JsonScalar.find(body, selector);
  }

  @Nullable Object body(Object handle) {
    if (!(handle instanceof HttpOutcome outcome)) return false; // nothing was asked for
    byte[] bytes = outcome.reply().body();
    return switch (outcome.request().type()) {
      case NONE -> null;
      case TEXT -> bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
      case BINARY -> bytes == null ? null : values.buffer(bytes);
    };
  }

  static Object timings(Object handle) {
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

  static Object resolved(String base, String reference) {
    try {
      return HttpUrl.parse(base).resolve(reference).text();
    } catch (Fault fault) {
      throw new IllegalArgumentException(fault.message(), fault);
    }
  }
}
