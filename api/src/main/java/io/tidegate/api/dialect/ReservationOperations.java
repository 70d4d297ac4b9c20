package io.tidegate.api.dialect;

import static io.tidegate.api.call.Access.USER;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.patch;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.IdempotencyKeys;
import io.tidegate.api.call.KeyScope;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principal;
import io.tidegate.api.call.Principals;
import io.tidegate.api.reply.Renderer;
import io.tidegate.api.sale.ClaimOperations;
import io.tidegate.api.sale.ClaimReplies;
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
import java.util.List;

/** Reserving a seat, paying for it, and the list of reservations. Any event loop. */
public final class ReservationOperations {

  /** Tells these keys from those of calls with another shape. */
  private static final long BY_CONCERT = -1;

  private final CommandDispatcher commands;
  private final Principals principals;
  private final Views views;
  private final Renderer<PaidFor> showPaid = this::showPaid;
  private final Renderer<ManyClaims> showMany = this::showMany;

  /** Takes the words for the list from these views. */
  public ReservationOperations(CommandDispatcher commands, Principals principals, Views views) {
    this.commands = commands;
    this.principals = principals;
    this.views = views;
  }

  /** Its operations. */
  public List<Operation> operations() {
    String seat = BASE + "/concerts/{concertId}/seats/{seatId}";
    return List.of(
        post("reserveSeat", seat + "/reserve", USER).by(this::reserve),
        get("listReservations", BASE + "/concerts/reserve/query", USER)
            .queries(ClaimOperations.listQueries())
            .by(this::list),
        patch("payReservation", seat + "/pay/{payId}", USER).by(this::pay));
  }

  private void reserve(Exchange exchange) {
    Principal who = principals.of(exchange);
    long concert = exchange.number("concertId");
    long seat = exchange.number("seatId");
    IdempotencyKey key =
        IdempotencyKeys.of(exchange, who.user(), KeyScope.HOLD, BY_CONCERT, concert, seat);
    commands.submit(
        exchange,
        new Command.HoldSeats(concert, 0, new long[] {seat}, who.user(), who.ticket(), key),
        ReservationOperations::showHeld);
  }

  private void list(Exchange exchange) {
    long user = principals.of(exchange).user();
    commands.submit(exchange, ClaimOperations.listed(exchange, user), showMany);
  }

  private void pay(Exchange exchange) {
    long user = principals.of(exchange).user();
    long concert = exchange.number("concertId");
    long seat = exchange.number("seatId");
    long claim = exchange.number("payId");
    IdempotencyKey key =
        IdempotencyKeys.of(exchange, user, KeyScope.PAY, BY_CONCERT, claim, concert, seat);
    commands.submit(exchange, new Command.Pay(claim, user, concert, seat, key), showPaid);
  }

  /** A claim just made, as a reservation and its payment to come. */
  private static Response showHeld(Exchange exchange, Taken taken) {
    ClaimInfo claim = taken.claim();
    JsonWriter json = new JsonWriter(256).beginObject();
    json.member("payId", claim.claim()).member("userId", claim.user());
    json.member("reserveId", claim.claim()).member("amount", claim.amount());
    json.member("isPay", claim.state() == ClaimState.ISSUED);
    json.timeMember("createAt", claim.createdMs()).name("heldUntil");
    if (claim.untilMs() == 0) json.nullValue();
    else json.time(claim.untilMs());
    Response reply = Response.json(200, json.endObject());
    return IdempotencyKeys.marked(reply, taken.replayed());
  }

  private Response showPaid(Exchange exchange, PaidFor paid) {
    JsonWriter json = new JsonWriter(256);
    write(json, paid.claim());
    Response reply = Response.json(200, json);
    return IdempotencyKeys.marked(reply, paid.replayed());
  }

  /** Claims of seats as reservations; claims of units have no place here. */
  private Response showMany(Exchange exchange, ManyClaims found) {
    JsonWriter json = new JsonWriter(64 + 200 * found.claims().size()).beginArray();
    for (ClaimInfo claim : found.claims()) if (claim.schedule() != 0) write(json, claim);
    return ClaimReplies.linked(exchange, found, Response.json(200, json.endArray()));
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
