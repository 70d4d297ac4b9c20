package io.tidegate.api.sale;

import static io.tidegate.api.reply.Answers.BASE;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Keys;
import io.tidegate.api.call.Numbers;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principal;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.Routes;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Answers;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Taking units and seats, and what becomes of them. Any event loop. */
public final class ClaimCalls implements Routes {

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

  private final Calls calls;
  private final Principals principals;
  private final long coupon;

  /**
   * @param coupon the offer that {@code /coupon/issue} hands out
   */
  public ClaimCalls(Calls calls, Principals principals, long coupon) {
    this.calls = calls;
    this.principals = principals;
    this.coupon = coupon;
  }

  @Override
  public void addTo(Router.Builder router) {
    router
        .post(BASE + "/holds", calls.handler(this::hold))
        .post(BASE + "/offers/{offerId}/claims", calls.handler(this::claim))
        .post(BASE + "/coupon/issue", calls.handler(this::coupon))
        .get(BASE + "/claims", calls.handler(this::list), listQueries())
        .get(BASE + "/claims/{claimId}", calls.handler(this::find))
        .post(BASE + "/claims/{claimId}/pay", calls.handler(this::pay))
        .delete(BASE + "/claims/{claimId}", calls.handler(this::cancel));
  }

  /** What a route that lists a user's claims must declare. */
  public static String[] listQueries() {
    return new String[] {"limit", "before"};
  }

  private @Nullable Response hold(Exchange exchange) {
    Values body = Bodies.read(exchange, HOLD);
    long schedule = body.number("scheduleId");
    long[] seats = body.ids("seatIds");
    Principal who = principals.of(exchange);
    IdempotencyKey key = Keys.of(exchange, who.user(), Operation.HOLD, content(schedule, seats));
    return submit(
        exchange, new Command.HoldSeats(0, schedule, seats, who.user(), who.ticket(), key));
  }

  private static long[] content(long schedule, long[] seats) {
    long[] content = Arrays.copyOf(seats, seats.length + 1);
    content[seats.length] = schedule;
    return content;
  }

  private @Nullable Response claim(Exchange exchange) {
    Values body = Bodies.read(exchange, CLAIM);
    return claim(
        exchange, exchange.number("offerId"), body.number("userId", 0), body.number("quantity", 1));
  }

  private @Nullable Response coupon(Exchange exchange) {
    return claim(exchange, coupon, Bodies.read(exchange, COUPON).number("userId", 0), 1);
  }

  private @Nullable Response claim(Exchange exchange, long offer, long user, long quantity) {
    Principal who = principals.ofClaim(exchange, user, offer);
    IdempotencyKey key = Keys.of(exchange, who.user(), Operation.CLAIM, offer, quantity);
    return submit(exchange, new Command.Claim(offer, who.user(), quantity, who.ticket(), key));
  }

  private @Nullable Response list(Exchange exchange) {
    return submit(exchange, listed(exchange, principals.of(exchange).user()));
  }

  /** A page of the user's claims, as the query asks for it. */
  public static Command listed(Exchange exchange, long user) {
    int limit = (int) Numbers.query(exchange, "limit", 1, LISTED_MAX, LISTED);
    long before = Numbers.query(exchange, "before", 1, Field.ID_MAX, 0);
    return new Command.ListClaims(user, before, limit);
  }

  private @Nullable Response find(Exchange exchange) {
    long user = principals.of(exchange).user();
    return submit(exchange, new Command.FindClaim(exchange.number("claimId"), user));
  }

  private @Nullable Response pay(Exchange exchange) {
    long user = principals.of(exchange).user();
    long claim = exchange.number("claimId");
    IdempotencyKey key = Keys.of(exchange, user, Operation.PAY, claim);
    return submit(exchange, new Command.Pay(claim, user, 0, 0, key));
  }

  private @Nullable Response cancel(Exchange exchange) {
    long user = principals.of(exchange).user();
    return submit(exchange, new Command.Cancel(exchange.number("claimId"), user));
  }

  private @Nullable Response submit(Exchange exchange, Command command) {
    return calls.submit(exchange, command, Answers.OURS);
  }
}
