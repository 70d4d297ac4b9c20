package io.tidegate.http.server;

/** Answers requests. Called on the connection's event loop, so it must not block. */
@FunctionalInterface
public interface Handler {

  /**
   * Called once for each request, with its whole body received. The handler, or whoever it hands
   * the exchange to, calls {@link Exchange#reply} once, now or later. What it throws is logged and
   * answered with a 500 that does not show its text.
   */
  void handle(Exchange exchange);
}
