package io.tidegate.api.document;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/** Where a reply goes that could not be given at once. Called on any thread. */
@FunctionalInterface
public interface Later {

  /** Gives the exchange its reply, on the exchange's own loop. */
  void reply(Exchange exchange, Response response);
}
