package io.tidegate.lab.client;

import io.tidegate.http.wire.Ascii;
import io.tidegate.lab.client.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Writes a request into bytes: what a server sees of k6 in the order in which it does, and nothing
 * else.
 */
final class RequestEncoder {

  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes;
  private int at;

  /**
   * @param into where to, if there is room
   */
  RequestEncoder(byte[] into) {
    bytes = into;
  }

  /** Where it stands. */
  byte[] bytes() {
    return bytes;
  }

  /** How far. */
  int length() {
    return at;
  }

  /**
   * Writes the head.
   *
   * @param last whether to ask the server to end the connection
   * @throws Fault if a name or a value cannot be sent
   */
  void head(HttpCall call, boolean last) throws Fault {
    RequestHeaders headers = call.headers();
    HttpUrl url = call.url();
    put(method(call)).put(" ").put(url.target()).put(" HTTP/1.1\r\nHost: ");
    put(host(call)).put("\r\n");
    agent(headers.first("User-Agent"));
    if (isChunked(call)) put("Transfer-Encoding: chunked\r\n");
    long length = length(call);
    if (length >= 0) put("Content-Length: ").put(Long.toString(length)).put("\r\n");
    boolean authorized = false;
    for (int i = 0; i < headers.count(); i++) {
      String name = headers.name(i);
      if (isOurs(name)) continue;
      put(name(name)).put(": ").put(value(name, headers.value(i))).put("\r\n");
      authorized |= name.equalsIgnoreCase("Authorization");
    }
    String user = url.userInfo();
    if (user != null && !authorized) put("Authorization: ").put(basic(user)).put("\r\n");
    if (last) put("Connection: close\r\n");
    put("\r\n");
  }

  /** Writes a body behind it. */
  void body(byte[] content) {
    putAll(content);
  }

  private void agent(@Nullable String agent) throws Fault {
    if (agent != null && !agent.isEmpty())
      put("User-Agent: ").put(value("User-Agent", agent)).put("\r\n");
  }

  /** The method, if it is one. */
  static String method(HttpCall call) throws Fault {
    if (isToken(call.method())) return call.method();
    throw Fault.generic("net/http: invalid method \"" + call.method() + '"');
  }

  /** Whom it is for: what the script says, or the URL. */
  static String host(HttpCall call) throws Fault {
    String host = call.headers().first("Host");
    return host == null || host.isEmpty() ? call.url().authority() : value("Host", host);
  }

  /** The name of a field, if it is one. */
  static String name(String name) throws Fault {
    if (isToken(name)) return name;
    throw Fault.generic("net/http: invalid header field name \"" + name + '"');
  }

  /**
   * What the head says of the body; negative for nothing. Servers expect a length of these methods
   * even where there is no body. An empty one goes out as Go sends what it does not know the length
   * of.
   */
  static long length(HttpCall call) {
    byte[] body = call.body();
    if (body != null && body.length > 0) return body.length;
    if (isChunked(call)) return -1;
    return switch (call.method()) {
      case "POST", "PUT", "PATCH" -> 0;
      default -> -1;
    };
  }

  private static boolean isChunked(HttpCall call) {
    byte[] body = call.body();
    if (body == null || body.length > 0) return false;
    return switch (call.method()) {
      case "GET", "HEAD", "DELETE", "OPTIONS", "PROPFIND", "SEARCH", "CONNECT" -> false;
      default -> true;
    };
  }

  /** What follows the head; null for nothing. */
  static byte @Nullable [] content(HttpCall call) {
    return isChunked(call) ? LAST_CHUNK : call.body();
  }

  /** Written above, or never. */
  static boolean isOurs(String name) {
    return switch (name.length()) {
      case 4 -> name.equalsIgnoreCase("Host");
      case 7 -> name.equalsIgnoreCase("Trailer");
      case 10 -> name.equalsIgnoreCase("User-Agent");
      case 14 -> name.equalsIgnoreCase("Content-Length");
      case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
      default -> false;
    };
  }

  static String value(String name, String value) throws Fault {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f)
        throw Fault.generic("net/http: invalid header field value for \"" + name + '"');
    }
    boolean padded =
        !value.isEmpty() && (value.charAt(0) <= ' ' || value.charAt(value.length() - 1) <= ' ');
    return padded ? value.trim() : value;
  }

  private static boolean isToken(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80 || !Ascii.is((byte) text.charAt(i), Ascii.TOKEN)) return false;
    }
    return !text.isEmpty();
  }

  static String basic(String userInfo) {
    String decoded = userInfo.indexOf('%') < 0 ? userInfo : percentDecoded(userInfo);
    String pair = decoded.indexOf(':') < 0 ? decoded + ":" : decoded;
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String percentDecoded(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < in.length; i++) {
      boolean escape =
          in[i] == '%'
              && i + 2 < in.length
              && Ascii.hex(in[i + 1]) >= 0
              && Ascii.hex(in[i + 2]) >= 0;
      in[length++] = escape ? (byte) (Ascii.hex(in[i + 1]) << 4 | Ascii.hex(in[i + 2])) : in[i];
      if (escape) i += 2;
    }
    return new String(in, 0, length, StandardCharsets.UTF_8);
  }

  private RequestEncoder put(String text) {
    int length = text.length();
    if (bytes.length - at < length) grow(length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) return putAll(text.getBytes(StandardCharsets.UTF_8));
      bytes[at + i] = (byte) c;
    }
    at += length;
    return this;
  }

  private RequestEncoder putAll(byte[] more) {
    if (bytes.length - at < more.length) grow(more.length);
    System.arraycopy(more, 0, bytes, at, more.length);
    at += more.length;
    return this;
  }

  private void grow(int more) {
    bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, at + more));
  }
}
