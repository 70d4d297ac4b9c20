package io.tidegate.gate.sight;

import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.log.LineFormat;
import io.tidegate.http.log.LogLine;
import io.tidegate.http.server.Exchange;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * An object a line. Members that are not known are left out; times are in microseconds. What a
 * client says is cut, so that a line is whole whatever it says.
 */
final class JsonLines implements LineFormat {

  private static final int TEXT_MAX = 256;

  private final JsonWriter json = new JsonWriter(1_024);
  private final byte[] text = new byte[TEXT_MAX];

  @Override
  public void write(LogLine line, Exchange exchange, int status, long bytes, long durationNs) {
    json.clear().beginObject().timeMember("time", System.currentTimeMillis());
    json.member("requestId", text(exchange.putRequestId(text, 0)));
    json.member("remote", new String(exchange.remoteText(), StandardCharsets.US_ASCII));
    if (exchange.isHeadWhole()) request(exchange);
    json.member("route", exchange.route());
    json.member("status", status).member("bytes", bytes);
    known("problem", exchange.problem());
    ForwardTrace trace = ForwardTrace.of(exchange);
    if (trace != null) trace(trace);
    json.member("totalUs", Math.max(0, durationNs / 1_000)).endObject();
    line.put(json.array(), json.length());
  }

  private void request(Exchange exchange) {
    json.member("method", text(exchange.putMethod(text, 0, TEXT_MAX)));
    json.member("host", cut(exchange.host()));
    json.member("path", text(exchange.putRawPath(text, 0, TEXT_MAX)));
    known("referer", CombinedLines.withoutQuery(exchange.list("Referer")));
    known("userAgent", exchange.list("User-Agent"));
  }

  private void trace(ForwardTrace trace) {
    json.member("upstream", trace.upstream());
    if (!trace.endpoint().isEmpty()) json.member("endpoint", trace.endpoint());
    json.member("attempts", trace.attempts());
    if (trace.headNs() >= 0) json.member("headUs", trace.headNs() / 1_000);
  }

  private void known(String name, @Nullable String value) {
    if (value != null) json.member(name, cut(value));
  }

  private String text(int length) {
    return new String(text, 0, length, StandardCharsets.ISO_8859_1);
  }

  private static String cut(String value) {
    return value.length() <= TEXT_MAX ? value : value.substring(0, TEXT_MAX);
  }
}
