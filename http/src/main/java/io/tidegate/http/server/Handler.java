package io.tidegate.http.server;

import io.tidegate.http.wire.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests. Called on the connection's event loop, so it must not block.
 *
 * <p>Handlers stack: one that does a single thing stands before another, {@linkplain #handle hands
 * the exchange on} or answers it, and {@linkplain Exchange#onReply changes the reply} if that is
 * what it is for.
 */
@FunctionalInterface
public interface Handler {

  /**
   * Called once for each request, of any method, with its whole body received unless {@link #body}
   * takes it. The handler, or whoever it hands the exchange to, calls {@link Exchange#reply} once,
   * now or later. What it throws is logged and answered with a 500 that does not show its text.
   */
  void handle(Exchange exchange);

  /**
   * Called before {@link #handle} for a request with a body, which has not arrived yet.
   *
   * @return who takes the body while it arrives, whatever its length: {@link #handle} is called at
   *     once, and nobody says {@code 100 Continue} but {@link Exchange#sendContinue}; or null to
   *     have it collected, up to the server's bound
   */
  default @Nullable BodyReader body(Exchange exchange) {
    return null;
  }

  /**
   * The reply that tells a refusal: by the server before there was a request to handle, or by
   * whoever called {@link Exchange#refuse}. Problem JSON unless overridden.
   *
   * @param exchange the request as far as it was understood; null where nothing was read
   */
  default Response refused(Refusal refusal, @Nullable Exchange exchange) {
    return Problem.of(refusal);
  }
}
