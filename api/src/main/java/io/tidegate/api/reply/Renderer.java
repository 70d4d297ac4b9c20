package io.tidegate.api.reply;

import io.tidegate.core.Result;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/**
 * How a call tells what its command came to. Handed over with the command, so that nobody on the
 * way back asks what sort of result it is; a constant, since it keeps nothing of one request.
 *
 * @param <R> the result that the command comes to if it is not refused
 */
@FunctionalInterface
public interface Renderer<R extends Result> {

  /** Answers 204: there is nothing to tell but that it is so. */
  static <R extends Result> Renderer<R> nothing() {
    return (_, _) -> Response.empty(204);
  }

  /**
   * The reply. Called on the exchange's event loop.
   *
   * @param exchange what was asked, which can still be read
   */
  Response render(Exchange exchange, R result);
}
