package io.tidegate.api.admin;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.sale.ClaimReplies;
import io.tidegate.core.Command.Refund;
import io.tidegate.http.server.Exchange;
import java.util.List;

/** What an organiser may do to somebody's claim. */
final class ClaimAdminOperations {

  private static final Shape REFUND = Shape.of(Field.text("reason", Ranges.REASON));

  private final CommandDispatcher commands;

  ClaimAdminOperations(CommandDispatcher commands) {
    this.commands = commands;
  }

  List<Operation> operations() {
    return List.of(
        post("refundClaim", AdminOperations.BASE + "/claims/{claimId}/refund", ADMIN)
            .by(REFUND, this::refund));
  }

  private void refund(Exchange exchange, Values body) {
    Refund command = new Refund(exchange.number("claimId"), body.text("reason"));
    commands.submit(exchange, command, ClaimReplies::one);
  }
}
