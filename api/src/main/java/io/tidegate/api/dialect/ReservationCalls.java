package io.tidegate.api.dialect;

import static io.tidegate.api.reply.Answers.BASE;

import io.tidegate.api.call.Calls;
import io.tidegate.api.call.Keys;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principal;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.Routes;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.sale.ClaimCalls;
import io.tidegate.core.Command;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.PaidFor;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.engine.view.ConcertView;
import io.tidegate.engine.view.ScheduleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import io.tidegate.http.server.Router;
import org.jspecify.annotations.Nullable;

/** Reserving a seat, paying for it, and the list of reservations. Any event loop. */
public final class ReservationCalls implements Routes {

  /** Tells these keys from those of calls with another shape. */
  private static final long BY_CONCERT = -1;

  private final Calls calls;
  private final Principals principals;
  private final Answers held = new Held();
  private final Answers listed;

  /** Takes the words for the list from these views. */
  public ReservationCalls(Calls calls, Principals principals, Views views) {
    this.calls = calls;
    this.principals = principals;
    listed = new Listed(views);
  }

  @Override
  public void addTo(Router.Builder router) {
    String seat = BASE + "/concerts/{concertId}/seats/{seatId}";
    router
        .post(seat + "/reserve", calls.handler(this::reserve))
        .get(BASE + "/concerts/reserve/query", calls.handler(this::list), ClaimCalls.listQueries())
        .patch(seat + "/pay/{payId}", calls.handler(this::pay));
  }

  private @Nullable Response reserve(Exchange exchange) {
    Principal who = principals.of(exchange);
    long concert = exchange.number("concertId");
    long seat = exchange.number("seatId");
    IdempotencyKey key = Keys.of(exchange, who.user(), Operation.HOLD, BY_CONCERT, concert, seat);
    Command hold =
        new Command.HoldSeats(concert, 0, new long[] {seat}, who.user(), who.ticket(), key);
    return calls.submit(exchange, hold, held);
  }

  private @Nullable Response list(Exchange exchange) {
    long user = principals.of(exchange).user();
    return calls.submit(exchange, ClaimCalls.listed(exchange, user), listed);
  }

  private @Nullable Response pay(Exchange exchange) {
    long user = principals.of(exchange).user();
    long concert = exchange.number("concertId");
    long seat = exchange.number("seatId");
    long claim = exchange.number("payId");
    IdempotencyKey key = Keys.of(exchange, user, Operation.PAY, BY_CONCERT, claim, concert, seat);
    return calls.submit(exchange, new Command.Pay(claim, user, concert, seat, key), listed);
  }

  /** A claim just made, as a reservation and its payment to come. */
  private static final class Held implements Answers {

    @Override
    public Response taken(Exchange exchange, Taken taken) {
      Response reply = reservation(taken.claim());
      return taken.replayed() ? Answers.replayed(reply) : reply;
    }

    private static Response reservation(ClaimInfo claim) {
      JsonWriter json = new JsonWriter(256).beginObject();
      json.member("payId", claim.claim()).member("userId", claim.user());
      json.member("reserveId", claim.claim()).member("amount", claim.amount());
      json.member("isPay", claim.state() == ClaimState.ISSUED);
      json.timeMember("createAt", claim.createdMs()).name("heldUntil");
      if (claim.untilMs() == 0) json.nullValue();
      else json.time(claim.untilMs());
      return Answers.json(200, json.endObject());
    }
  }

  /** Claims of seats as reservations, one paid for or all; claims of units have no place here. */
  private record Listed(Views views) implements Answers {

    @Override
    public Response paidFor(Exchange exchange, PaidFor paid) {
      JsonWriter json = new JsonWriter(256);
      write(json, paid.claim());
      Response reply = Answers.json(200, json);
      return paid.replayed() ? Answers.replayed(reply) : reply;
    }

    @Override
    public Response manyClaims(Exchange exchange, ManyClaims found) {
      JsonWriter json = new JsonWriter(64 + 200 * found.claims().size()).beginArray();
      for (ClaimInfo claim : found.claims()) if (claim.schedule() != 0) write(json, claim);
      return Answers.linked(exchange, found, Answers.json(200, json.endArray()));
    }

    private void write(JsonWriter json, ClaimInfo claim) {
      ConcertView concert = views.concert(claim.concert());
      ScheduleView schedule = views.schedule(claim.schedule());
      if (concert == null || schedule == null) return; // left memory since
      json.beginObject().member("reserveId", claim.claim());
      json.member("concertTitle", concert.title()).timeMember("openDate", schedule.openDateMs());
      json.member("seatCode", codes(schedule, claim.seats())).member("amount", claim.amount());
      json.member("reserveStatus", word(claim.state())).endObject();
    }

    private static String codes(ScheduleView schedule, long[] seats) {
      if (seats.length == 1) return schedule.seatCode((int) (seats[0] - schedule.firstSeat()));
      StringBuilder codes = new StringBuilder();
      for (long seat : seats) {
        if (!codes.isEmpty()) codes.append(',');
        codes.append(schedule.seatCode((int) (seat - schedule.firstSeat())));
      }
      return codes.toString();
    }

    private static String word(ClaimState state) {
      return switch (state) {
        case HELD -> "PENDING";
        case ISSUED -> "RESERVED";
        case LAPSED, CANCELLED, REFUNDED, NONE -> "CANCELED";
      };
    }
  }
}
