package io.tidegate.api.call;

import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** What one route does. Called on the exchange's event loop; must not block. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers, or hands a command to the engine.
   *
   * @return the reply, or null if it will come later
   * @throws RefusedException with the reply, if the request is refused
   * @throws io.tidegate.api.json.MalformedException if it is not what it should be
   */
  @Nullable Response answer(Exchange exchange);
}
