package io.tidegate.gate.sight;

import io.tidegate.http.log.LineFormat;
import io.tidegate.http.log.LogLine;
import io.tidegate.http.server.Exchange;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The combined format, with the path and the referring page without their queries: {@code address -
 * - [time] "GET /path HTTP/1.1" status bytes "page" "client"}; behind it upstream, endpoint,
 * attempts, microseconds to the head of its response and in all, and the request id. {@code -}
 * stands for what is not known.
 */
final class CombinedLines implements LineFormat {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final int PATH_MAX = 1_024;
  private static final int METHOD_MAX = 32;
  private static final int QUOTED_MAX = 256;

  private long second = -1;
  private String time = "";

  @Override
  public void write(LogLine line, Exchange exchange, int status, long bytes, long durationNs) {
    boolean whole = exchange.isHeadWhole();
    line.put(exchange.remoteText()).put(" - - [").put(time()).put("] \"");
    if (whole) request(line, exchange);
    else line.put('-');
    line.put("\" ").put(status).put(' ').put(bytes);
    quoted(line, whole ? withoutQuery(exchange.list("Referer")) : null);
    quoted(line, whole ? exchange.list("User-Agent") : null);
    ForwardTrace trace = ForwardTrace.of(exchange);
    if (trace == null) line.put(" - - 0 -");
    else trace(line, trace);
    line.put(' ').put(Math.max(0, durationNs / 1_000)).put(' ');
    line.until(exchange.putRequestId(line.array(), line.length()));
  }

  private static void request(LogLine line, Exchange exchange) {
    line.until(exchange.putMethod(line.array(), line.length(), METHOD_MAX)).put(' ');
    line.until(exchange.putRawPath(line.array(), line.length(), PATH_MAX)).put(" HTTP/1.");
    line.put(exchange.head().isHttp10() ? '0' : '1');
  }

  private static void trace(LogLine line, ForwardTrace trace) {
    line.put(' ').put(trace.upstream()).put(' ');
    line.put(trace.endpoint().isEmpty() ? "-" : trace.endpoint());
    line.put(' ').put(trace.attempts()).put(' ');
    if (trace.headNs() < 0) line.put('-');
    else line.put(trace.headNs() / 1_000);
  }

  static @Nullable String withoutQuery(@Nullable String url) {
    int query = url == null ? -1 : url.indexOf('?');
    return url == null || query < 0 ? url : url.substring(0, query);
  }

  /** What a client says must not look like the end of what it says. */
  private static void quoted(LogLine line, @Nullable String text) {
    line.put(" \"");
    if (text == null) line.put('-');
    for (int i = 0; text != null && i < Math.min(text.length(), QUOTED_MAX); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') line.put(c);
      else
        line.put("\\x")
            .put(Character.forDigit(c >> 4 & 15, 16))
            .put(Character.forDigit(c & 15, 16));
    }
    line.put('"');
  }

  private String time() {
    long now = System.currentTimeMillis() / 1_000;
    if (now != second) {
      second = now;
      time = TIME.format(Instant.ofEpochSecond(now));
    }
    return time;
  }
}
