package io.tidegate.api.admin;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.reply.Answers;
import io.tidegate.core.Command.Refund;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import org.jspecify.annotations.Nullable;

/** What an organiser may do to somebody's claim. */
final class ClaimAdminCalls {

  private static final Shape REFUND = Shape.of(Field.text("reason", Ranges.REASON));

  private final Calls calls;

  ClaimAdminCalls(Calls calls) {
    this.calls = calls;
  }

  @Nullable Response refund(Exchange exchange) {
    String reason = Bodies.read(exchange, REFUND).text("reason");
    return calls.submit(exchange, new Refund(exchange.number("claimId"), reason), Answers.OURS);
  }
}
