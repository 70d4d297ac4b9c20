package io.tidegate.api.call;

import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;

/** An exchange whose command is with the engine, and how its result will be told. */
final class Call extends Request {

  private final Exchange exchange;
  private final Answers answers;

  Call(Command command, ReplySink replySink, Exchange exchange, Answers answers) {
    super(command, replySink);
    this.exchange = exchange;
    this.answers = answers;
  }

  Exchange exchange() {
    return exchange;
  }

  /** The reply to the result; on the exchange's event loop. */
  Response response() {
    Result result = result();
    return result == null ? Replies.unavailable() : Replies.of(result, exchange, answers);
  }
}
