package io.tidegate.api.sale;

import static io.tidegate.api.call.Access.NAMED_USER;
import static io.tidegate.api.call.Access.USER;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.delete;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.IdempotencyKeys;
import io.tidegate.api.call.KeyScope;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principal;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.QueryParameter;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Renderer;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Result.GivenBack;
import io.tidegate.http.server.Exchange;
import java.util.Arrays;
import java.util.List;

/** Taking units and seats, and what becomes of them. Any event loop. */
public final class ClaimOperations {

  /** Seats that one request may ask for. */
  public static final int SEATS_MAX = 1_000;

  /** Units that one request may ask for. */
  public static final long UNITS_MAX = 1_000_000;

  private static final int LISTED_MAX = 1_000;
  private static final int LISTED = 100;

  private static final Shape HOLD =
      Shape.of(Field.id("scheduleId"), Field.ids("seatIds", SEATS_MAX));
  private static final Shape CLAIM =
      Shape.of(Field.id("userId"), Field.number("quantity", 1, UNITS_MAX));
  private static final Shape COUPON = Shape.of(Field.id("userId"));

  private static final Renderer<GivenBack> GIVEN_BACK = Renderer.nothing();

  private final CommandDispatcher commands;
  private final Principals principals;
  private final long coupon;

  /**
   * @param coupon the offer that {@code /coupon/issue} hands out
   */
  public ClaimOperations(CommandDispatcher commands, Principals principals, long coupon) {
    this.commands = commands;
    this.principals = principals;
    this.coupon = coupon;
  }

  /** Its operations. */
  public List<Operation> operations() {
    String claim = BASE + "/claims/{claimId}";
    return List.of(
        post("holdSeats", BASE + "/holds", USER).by(HOLD, this::hold),
        post("claimUnits", BASE + "/offers/{offerId}/claims", NAMED_USER).by(CLAIM, this::claim),
        post("issueCoupon", BASE + "/coupon/issue", NAMED_USER).by(COUPON, this::coupon),
        get("listClaims", BASE + "/claims", USER).queries(listQueries()).by(this::list),
        get("getClaim", claim, USER).by(this::find),
        post("payClaim", claim + "/pay", USER).by(this::pay),
        delete("cancelClaim", claim, USER).by(this::cancel));
  }

  /** Query parameters of an operation that lists a user's claims. */
  public static String[] listQueries() {
    return new String[] {"limit", "before"};
  }

  private void hold(Exchange exchange, Values body) {
    long schedule = body.number("scheduleId");
    long[] seats = body.ids("seatIds");
    Principal who = principals.of(exchange);
    IdempotencyKey key =
        IdempotencyKeys.of(exchange, who.user(), KeyScope.HOLD, content(schedule, seats));
    commands.submit(
        exchange,
        new Command.HoldSeats(0, schedule, seats, who.user(), who.ticket(), key),
        ClaimReplies::taken);
  }

  private static long[] content(long schedule, long[] seats) {
    long[] content = Arrays.copyOf(seats, seats.length + 1);
    content[seats.length] = schedule;
    return content;
  }

  private void claim(Exchange exchange, Values body) {
    long offer = exchange.number("offerId");
    claim(exchange, offer, body.number("userId", 0), body.number("quantity", 1));
  }

  private void coupon(Exchange exchange, Values body) {
    claim(exchange, coupon, body.number("userId", 0), 1);
  }

  private void claim(Exchange exchange, long offer, long user, long quantity) {
    Principal who = principals.ofClaim(exchange, user, offer);
    IdempotencyKey key = IdempotencyKeys.of(exchange, who.user(), KeyScope.CLAIM, offer, quantity);
    commands.submit(
        exchange,
        new Command.Claim(offer, who.user(), quantity, who.ticket(), key),
        ClaimReplies::taken);
  }

  private void list(Exchange exchange) {
    long user = principals.of(exchange).user();
    commands.submit(exchange, listed(exchange, user), ClaimReplies::many);
  }

  /** A page of the user's claims, as the query asks for it. */
  public static Command.ListClaims listed(Exchange exchange, long user) {
    int limit = (int) QueryParameter.number(exchange, "limit", 1, LISTED_MAX, LISTED);
    long before = QueryParameter.number(exchange, "before", 1, Field.ID_MAX, 0);
    return new Command.ListClaims(user, before, limit);
  }

  private void find(Exchange exchange) {
    long user = principals.of(exchange).user();
    Command.FindClaim find = new Command.FindClaim(exchange.number("claimId"), user);
    commands.submit(exchange, find, ClaimReplies::one);
  }

  private void pay(Exchange exchange) {
    long user = principals.of(exchange).user();
    long claim = exchange.number("claimId");
    IdempotencyKey key = IdempotencyKeys.of(exchange, user, KeyScope.PAY, claim);
    commands.submit(exchange, new Command.Pay(claim, user, 0, 0, key), ClaimReplies::paid);
  }

  private void cancel(Exchange exchange) {
    long user = principals.of(exchange).user();
    commands.submit(exchange, new Command.Cancel(exchange.number("claimId"), user), GIVEN_BACK);
  }
}
