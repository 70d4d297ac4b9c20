package io.tidegate.http.log;

import io.tidegate.http.server.Exchange;

/**
 * Writes the line of a request that was answered. Each event loop has one of its own, which may
 * keep something from line to line. What headers and queries have must not get into a line
 * unescaped, nor at all where it may be a secret.
 */
@FunctionalInterface
public interface LineFormat {

  /**
   * Writes it, without a newline.
   *
   * @param status as for {@code ServerObserver.answered}, and so are the others
   */
  void write(LogLine line, Exchange exchange, int status, long bytes, long durationNs);
}
