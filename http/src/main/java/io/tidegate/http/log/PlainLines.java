package io.tidegate.http.log;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Ascii;
import java.time.Instant;

/**
 * Time, request id, remote address, method, path without its query, status, bytes, microseconds,
 * user ({@code -} where unknown).
 */
final class PlainLines implements LineFormat {

  private static final int PATH_MAX = 512;
  private static final int METHOD_MAX = 16;
  private static final int SECOND_CHARS = "2026-11-20T20:00:00".length();

  private byte[] second = new byte[SECOND_CHARS];
  private long secondNs;
  private boolean started;

  @Override
  public void write(LogLine line, Exchange exchange, int status, long bytes, long durationNs) {
    time(line, exchange.receivedNs() + durationNs);
    line.until(exchange.putRequestId(line.array(), line.length()));
    line.put(' ').put(exchange.remoteText()).put(' ');
    method(line, exchange);
    line.put(' ');
    path(line, exchange);
    line.put(' ').put(status).put(' ').put(bytes).put(' ').put(Math.max(0, durationNs / 1_000));
    line.put(' ');
    if (exchange.user() > 0) line.put(exchange.user());
    else line.put('-');
  }

  private static void method(LogLine line, Exchange exchange) {
    int from = line.length();
    line.until(exchange.putMethod(line.array(), from, METHOD_MAX));
    if (line.length() == from) line.put('-');
  }

  private static void path(LogLine line, Exchange exchange) {
    int from = line.length();
    line.until(exchange.putRawPath(line.array(), from, PATH_MAX));
    if (line.length() == from) line.put('-');
  }

  /** The second stays from one request to the next; only the milliseconds are written each time. */
  private void time(LogLine line, long nowNs) {
    if (!started || nowNs - secondNs >= 1_000_000_000L) renewSecond(nowNs);
    int ms = (int) ((nowNs - secondNs) / 1_000_000);
    line.put(second).put('.');
    line.put((char) ('0' + ms / 100)).put((char) ('0' + ms / 10 % 10));
    line.put((char) ('0' + ms % 10)).put('Z').put(' ');
  }

  private void renewSecond(long nowNs) {
    long nowMs = System.currentTimeMillis();
    second = Ascii.bytes(Instant.ofEpochMilli(nowMs).toString().substring(0, SECOND_CHARS));
    secondNs = nowNs - nowMs % 1_000 * 1_000_000;
    started = true;
  }
}
