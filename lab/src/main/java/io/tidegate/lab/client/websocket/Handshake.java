package io.tidegate.lab.client.websocket;

import io.tidegate.lab.client.HttpCall;
import io.tidegate.lab.client.HttpClient;
import io.tidegate.lab.client.HttpReply;
import io.tidegate.lab.client.HttpUrl;
import io.tidegate.lab.client.RequestHeaders;
import io.tidegate.lab.client.Tunnel;
import io.tidegate.lab.client.Upgraded;
import io.tidegate.lab.client.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How a WebSocket is opened (RFC 6455 §4.1). */
public final class Handshake {

  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** What came of it. */
  public sealed interface Result {

    /** The server's reply, or why there is none. */
    HttpReply reply();

    /** It is open. */
    record Open(HttpReply reply, WebSocket socket) implements Result {}

    /** It is not, and why. */
    record Refused(HttpReply reply, String why) implements Result {}
  }

  private Handshake() {}

  /**
   * The URL of HTTP that the handshake asks for.
   *
   * @throws Fault if this is no URL of ws or wss
   */
  public static HttpUrl url(String text) throws Fault {
    String scheme = text.substring(0, Math.max(0, text.indexOf("://"))).toLowerCase(Locale.ROOT);
    if (!scheme.equals("ws") && !scheme.equals("wss")) throw malformed();
    HttpUrl url = HttpUrl.parse("http" + text.substring(2));
    if (url.userInfo() != null) throw malformed();
    return url;
  }

  private static Fault malformed() {
    return Fault.generic("malformed ws or wss URL");
  }

  /**
   * Opens one.
   *
   * @param url of {@link #url}
   * @param headers more fields; those of the handshake itself may not be among them
   * @param deflates whether compression is offered
   * @param timeout of the handshake
   * @throws Fault if such a request cannot be sent
   * @throws InterruptedException if the thread is interrupted; the connection is closed
   */
  public static Result open(
      HttpClient client, HttpUrl url, RequestHeaders headers, boolean deflates, Duration timeout)
      throws Fault, InterruptedException {
    return open(client, url, headers, deflates, timeout, WebSocket.MESSAGE_BYTES_MAX);
  }

  static Result open(
      HttpClient client,
      HttpUrl url,
      RequestHeaders headers,
      boolean deflates,
      Duration timeout,
      int messageBytesMax)
      throws Fault, InterruptedException {
    String key = key();
    RequestHeaders all = fields(headers, key, deflates);
    Upgraded upgraded = client.upgrade(new HttpCall("GET", url, all, null, timeout, true));
    HttpReply reply = upgraded.reply();
    if (reply.failed()) return new Result.Refused(reply, String.valueOf(reply.error()));
    Tunnel tunnel = upgraded.tunnel();
    if (tunnel == null) return new Result.Refused(reply, "websocket: bad handshake");
    String extensions = reply.headers().first("Sec-WebSocket-Extensions");
    boolean compresses = deflates && extensions != null && extensions.contains("deflate");
    String fault = fault(reply, key, compresses ? extensions : null);
    if (fault.isEmpty())
      return new Result.Open(reply, new WebSocket(tunnel, compresses, messageBytesMax));
    tunnel.close();
    return new Result.Refused(reply, fault);
  }

  /** By name, as k6 sends them. */
  private static RequestHeaders fields(RequestHeaders headers, String key, boolean deflates)
      throws Fault {
    Map<String, String> own = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    own.put("Connection", "Upgrade");
    own.put("Sec-WebSocket-Extensions", MessageDeflate.OFFER);
    own.put("Sec-WebSocket-Key", key);
    own.put("Sec-WebSocket-Version", "13");
    own.put("Upgrade", "websocket");
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < headers.count(); i++) {
      String name = headers.name(i);
      if (own.containsKey(name))
        throw Fault.generic("websocket: duplicate header not allowed: " + name);
      all.put(name.replaceFirst("^Sec-Websocket-", "Sec-WebSocket-"), headers.value(i));
    }
    if (!deflates) own.remove("Sec-WebSocket-Extensions");
    all.putAll(own);
    RequestHeaders fields = new RequestHeaders();
    all.forEach(fields::add);
    return fields;
  }

  /** What is wrong with a reply of 101; empty if nothing is. */
  private static String fault(HttpReply reply, String key, @Nullable String compression) {
    boolean agreed =
        hasToken(reply, "Upgrade", "websocket")
            && hasToken(reply, "Connection", "upgrade")
            && accept(key).equals(reply.headers().first("Sec-WebSocket-Accept"));
    if (!agreed) return "websocket: bad handshake";
    boolean forgets =
        compression == null
            || (compression.contains("server_no_context_takeover")
                && compression.contains("client_no_context_takeover"));
    return forgets ? "" : "websocket: invalid compression negotiation";
  }

  private static boolean hasToken(HttpReply reply, String field, String token) {
    return reply.headers().all(field).stream()
        .flatMap(value -> Stream.of(value.split(",", -1)))
        .anyMatch(one -> one.strip().equalsIgnoreCase(token));
  }

  private static String key() {
    byte[] random = new byte[16];
    ThreadLocalRandom.current().nextBytes(random);
    return Base64.getEncoder().encodeToString(random);
  }

  private static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
