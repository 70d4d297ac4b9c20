package io.tidegate.gate.forward;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.wire.Refusal;

/** What a client gets whose request gets no response. */
public interface Fallback {

  /** Only why there is none. */
  Fallback NONE =
      (exchange, body, why, _) -> {
        body.drop();
        exchange.refuse(why);
      };

  /**
   * Answers, at once or later. On the exchange's event loop.
   *
   * @param body what is here of it; this sends it on or drops it
   * @param why there is no response
   * @param taken whether an upstream may have done already what it was asked
   */
  void answer(Exchange exchange, RequestBody body, Refusal why, boolean taken);
}
