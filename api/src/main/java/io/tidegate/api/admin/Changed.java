package io.tidegate.api.admin;

import io.tidegate.api.reply.Answers;
import io.tidegate.core.Result.Done;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.function.Function;

/**
 * Tells that something was changed, by what it is now: views are published before answers are sent.
 */
record Changed(Function<Exchange, Response> now) implements Answers {

  @Override
  public Response done(Exchange exchange, Done done) {
    return now.apply(exchange);
  }
}
