package io.tidegate.lab.client;

import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.ReadOnlyHttp2Headers;
import io.netty.util.AsciiString;
import io.tidegate.lab.client.fault.Fault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The head of a request as HTTP/2 has it: what HTTP/1.1 says of the connection is not in it. */
final class Http2Fields {

  private static final AsciiString HTTPS = AsciiString.cached("https");
  private static final AsciiString[] NONE = {};

  private final List<AsciiString> pairs = new ArrayList<>(16);

  private Http2Fields() {}

  /**
   * The fields of that call, pseudo fields first.
   *
   * @throws Fault if a name or a value cannot be sent
   */
  static Http2Headers of(HttpCall call) throws Fault {
    String method = RequestEncoder.method(call);
    Http2Fields fields = new Http2Fields();
    fields.addAll(call);
    return ReadOnlyHttp2Headers.clientHeaders(
        false,
        text(method),
        text(call.url().target()),
        HTTPS,
        text(RequestEncoder.host(call)),
        fields.pairs.toArray(NONE));
  }

  private void addAll(HttpCall call) throws Fault {
    RequestHeaders headers = call.headers();
    String agent = headers.first("User-Agent");
    if (agent != null && !agent.isEmpty())
      add("user-agent", RequestEncoder.value("User-Agent", agent));
    long length = RequestEncoder.length(call);
    if (length >= 0) add("content-length", Long.toString(length));
    boolean authorized = false;
    for (int i = 0; i < headers.count(); i++) {
      String name = headers.name(i);
      if (RequestEncoder.isOurs(name)) continue;
      String lower = RequestEncoder.name(name).toLowerCase(Locale.ROOT);
      String value = RequestEncoder.value(name, headers.value(i));
      authorized |= lower.equals("authorization");
      switch (lower) {
        case "connection", "proxy-connection", "keep-alive", "upgrade" -> {}
        case "te" -> {
          if (value.equalsIgnoreCase("trailers")) add(lower, "trailers");
        }
        case "cookie" -> crumbs(value);
        default -> add(lower, value);
      }
    }
    String user = call.url().userInfo();
    if (user != null && !authorized) add("authorization", RequestEncoder.basic(user));
  }

  /** Each of its own, so that those that stay the same are sent once (RFC 9113 §8.2.3). */
  private void crumbs(String value) {
    for (int from = 0; from <= value.length(); ) {
      int semicolon = value.indexOf(';', from);
      int to = semicolon < 0 ? value.length() : semicolon;
      add("cookie", value.substring(from, to));
      from = to + 1;
      while (from < value.length() && value.charAt(from) == ' ') from++;
    }
  }

  private void add(String name, String value) {
    pairs.add(text(name));
    pairs.add(text(value));
  }

  private static AsciiString text(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80)
        return new AsciiString(text.getBytes(StandardCharsets.UTF_8), false);
    }
    return new AsciiString(text);
  }
}
