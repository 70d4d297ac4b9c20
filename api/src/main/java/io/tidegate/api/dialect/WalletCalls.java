package io.tidegate.api.dialect;

import static io.tidegate.api.reply.Answers.BASE;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Keys;
import io.tidegate.api.call.Numbers;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.Routes;
import io.tidegate.api.json.Field;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.ProblemReply;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import org.jspecify.annotations.Nullable;

/** The wallet: charging it, where users may do that themselves, and its balance. Any event loop. */
public final class WalletCalls implements Routes {

  private static final Response SWITCHED_OFF =
      ProblemReply.of(ProblemType.NOT_ALLOWED, "Users do not top up their own wallets here.")
          .response();

  private final Calls calls;
  private final Principals principals;
  private final boolean selfTopUp;

  /**
   * @param selfTopUp whether users may top up their own wallets
   */
  public WalletCalls(Calls calls, Principals principals, boolean selfTopUp) {
    this.calls = calls;
    this.principals = principals;
    this.selfTopUp = selfTopUp;
  }

  @Override
  public void addTo(Router.Builder router) {
    router
        .patch(BASE + "/pay/charge", calls.handler(this::topUp), "amount")
        .get(BASE + "/pay/query", calls.handler(this::balance));
  }

  private @Nullable Response topUp(Exchange exchange) {
    long user = principals.of(exchange).user();
    if (!selfTopUp) return SWITCHED_OFF;
    long amount = Numbers.query(exchange, "amount", 1, Field.ID_MAX, -1);
    IdempotencyKey key = Keys.of(exchange, user, Operation.TOP_UP, amount);
    return calls.submit(exchange, new Command.TopUp(user, amount, key), Answers.OURS);
  }

  private @Nullable Response balance(Exchange exchange) {
    long user = principals.of(exchange).user();
    return calls.submit(exchange, new Command.AskBalance(user), Answers.OURS);
  }
}
