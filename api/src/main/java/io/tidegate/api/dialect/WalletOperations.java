package io.tidegate.api.dialect;

import static io.tidegate.api.call.Access.USER;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.patch;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.IdempotencyKeys;
import io.tidegate.api.call.KeyScope;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.ProblemException;
import io.tidegate.api.call.QueryParameter;
import io.tidegate.api.json.Field;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Result.Balance;
import io.tidegate.core.Result.WalletToppedUp;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;

/**
 * The wallet: topping it up, where users may do that themselves, and its balance. Any event loop.
 */
public final class WalletOperations {

  private static final Response SWITCHED_OFF =
      ProblemType.NOT_ALLOWED.problem("Users do not top up their own wallets here.").response();

  private final CommandDispatcher commands;
  private final Principals principals;
  private final boolean selfTopUp;

  /**
   * @param selfTopUp whether users may top up their own wallets
   */
  public WalletOperations(CommandDispatcher commands, Principals principals, boolean selfTopUp) {
    this.commands = commands;
    this.principals = principals;
    this.selfTopUp = selfTopUp;
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        patch("topUpWallet", BASE + "/pay/charge", USER).queries("amount").by(this::topUp),
        get("askBalance", BASE + "/pay/query", USER).by(this::balance));
  }

  private void topUp(Exchange exchange) {
    long user = principals.of(exchange).user();
    if (!selfTopUp) throw new ProblemException(SWITCHED_OFF);
    long amount = QueryParameter.number(exchange, "amount", 1, Field.ID_MAX, -1);
    IdempotencyKey key = IdempotencyKeys.of(exchange, user, KeyScope.TOP_UP, amount);
    commands.submit(exchange, new Command.TopUp(user, amount, key), WalletOperations::toppedUp);
  }

  private static Response toppedUp(Exchange exchange, WalletToppedUp toppedUp) {
    JsonWriter json = new JsonWriter(32).beginObject().member("isCharge", true).endObject();
    Response reply = Response.json(200, json);
    return IdempotencyKeys.marked(reply, toppedUp.replayed());
  }

  private void balance(Exchange exchange) {
    long user = principals.of(exchange).user();
    commands.submit(exchange, new Command.AskBalance(user), WalletOperations::balance);
  }

  private static Response balance(Exchange exchange, Balance balance) {
    JsonWriter json = new JsonWriter(32).beginObject().member("amount", balance.amount());
    return Response.json(200, json.endObject());
  }
}
