package io.tidegate.core.model;

import io.tidegate.core.Result;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.State;
import io.tidegate.core.feed.PostTable;
import io.tidegate.core.model.SaleModel.Offer;
import io.tidegate.core.model.SaleModel.Sale;
import io.tidegate.core.model.SaleModel.Schedule;
import io.tidegate.core.model.Ticket.Away;
import io.tidegate.core.model.Ticket.Called;
import io.tidegate.core.model.Ticket.Inside;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.TicketState;
import io.tidegate.core.room.TicketTable;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.SaleTables;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether the packed state says what the model says, counter by counter. The model counts claims
 * and tickets anew each time, so agreeing means that available + held + issued = N, that a balance
 * is the sum of its entries, and that counters are what a recount gives.
 */
final class ModelComparison {

  private final Model model;
  private final State state;
  private final long nowMs;
  private final long[] held = new long[RandomCommands.TIGHT.offers() + 1];
  private final long[] issued = new long[held.length];
  private final long[][] taken = new long[held.length][RandomCommands.USERS + 1];

  ModelComparison(Model model, State state, long nowMs) {
    this.model = model;
    this.state = state;
    this.nowMs = nowMs;
  }

  /** Fails at the first difference, and at the first invariant that the model itself breaks. */
  void check() {
    count();
    model.sale.sales.values().forEach(this::sale);
    model.sale.offers.values().forEach(this::offer);
    model.sale.schedules.values().forEach(this::schedule);
    model.sale.seats.values().forEach(this::seat);
    model.sale.claims.values().forEach(this::claim);
    model.sale.users.forEach(this::user);
    model.rooms.values().forEach(this::room);
    long due = state.rooms().all().stream().mapToLong(Room::nextDueMs).min().orElse(Long.MAX_VALUE);
    same("due", state.rooms().nextDueMs(), due);
    boolean living =
        state.rooms().all().stream().anyMatch(room -> room.called() + room.inside() > 0);
    same("anybody lives", state.rooms().anybodyLives(), living);
    feed();
    same("sinks", Set.copyOf(state.sinks().all()), Set.copyOf(model.sinks.all()));
    SaleTables t = state.sale();
    same("claims", t.claims.size(), model.sale.claims.size());
    same("keys", t.keys.size(), model.sale.keys.size());
    same("users", t.users.size(), model.sale.users.size());
  }

  private void count() {
    for (Claim claim : model.sale.claims.values()) {
      Claim.Terms terms = claim.terms();
      int offer = (int) terms.offer();
      if (claim instanceof Claim.Held) held[offer] += terms.quantity();
      if (claim instanceof Claim.Issued) issued[offer] += terms.quantity();
      if (SaleModel.active(claim)) taken[offer][(int) terms.user()] += terms.quantity();
    }
    for (Offer offer : model.sale.offers.values()) {
      issued[(int) offer.id] += offer.issuedAndRetired;
      held[(int) offer.id] += offer.heldAndRetired;
    }
  }

  private void sale(Sale sale) {
    SaleTables t = state.sale();
    same("sale", t.sales.state(sale.id), sale.state);
    same("sale", t.sales.name(sale.id), sale.name);
    same("opens", t.sales.opensAtMs(sale.id), sale.opensAtMs);
    same("closes", t.sales.closesAtMs(sale.id), sale.closesAtMs);
    same("over", t.sales.overAtMs(sale.id), sale.closedAtMs);
    same("was closed", t.sales.wasClosed(sale.id), sale.wasClosed);
  }

  private void offer(Offer offer) {
    SaleTables t = state.sale();
    int at = (int) offer.id;
    long available = offer.total - held[at] - issued[at];
    same("total", t.offers.total(offer.id), offer.total);
    same("available", t.offers.available(offer.id), available);
    same("held", t.offers.held(offer.id), held[at]);
    same("issued", t.offers.issued(offer.id), issued[at]);
    same("name", t.offers.name(offer.id), offer.name);
    same("perClaim", t.offers.perClaim(offer.id), offer.perClaim);
    same("perUser", t.offers.perUser(offer.id), offer.perUser);
    if (available < 0) throw new AssertionError("oversold: offer " + offer.id);
    for (long user : model.sale.users)
      same("taken", t.taken.units(offer.id, user), taken[at][(int) user]);
  }

  private void schedule(Schedule schedule) {
    SaleTables t = state.sale();
    same("offer", t.schedules.offer(schedule.id()), schedule.offer());
    same("open", t.schedules.openDateMs(schedule.id()), schedule.openDateMs());
    same("start", t.schedules.startMs(schedule.id()), schedule.startMs());
    same("end", t.schedules.endMs(schedule.id()), schedule.endMs());
  }

  private void seat(Seat seat) {
    SaleTables t = state.sale();
    long owner =
        switch (seat) {
          case Seat.Free _ -> 0;
          case Seat.Held(var _, var _, long claim) -> claim;
          case Seat.Sold(var _, var _, long claim) -> claim;
        };
    same("schedule", t.seats.schedule(seat.id()), seat.schedule());
    same("owner", t.seats.claim(seat.id()), owner);
    same("sold", t.seats.sold(seat.id()), seat instanceof Seat.Sold);
  }

  private void claim(Claim claim) {
    SaleTables t = state.sale();
    Claim.Terms terms = claim.terms();
    same("state", t.claims.state(terms.id()), SaleModel.stateOf(claim));
    same("user", t.claims.user(terms.id()), terms.user());
    same("quantity", t.claims.quantity(terms.id()), terms.quantity());
    same("until", t.claims.untilMs(terms.id()), terms.untilMs());
    if (t.claims.state(terms.id()) == ClaimState.HELD && terms.untilMs() == 0)
      throw new AssertionError("held for ever: claim " + terms.id());
  }

  private void user(long user) {
    long balance = model.sale.balance(user);
    same("balance", state.sale().users.balance(user), balance);
    if (balance < 0) throw new AssertionError("a balance below 0: user " + user);
  }

  private void room(RoomModel model) {
    Room room = state.rooms().get(model.id);
    same("settings", room.settings(), model.settings);
    same("people", room.people(), model.people());
    same("called", room.called(), model.count(Called.class::isInstance));
    same("inside", room.inside(), model.count(Inside.class::isInstance));
    same("away", room.away(), model.count(Away.class::isInstance));
    same("waiting", room.waiting(), model.waiting());
    same("tickets", room.tickets(), model.tickets.size());
    same("last number", room.lastNumber(), model.lastNumber);
    same("last return", room.lastReturn(), model.lastReturn);
    same("called up to", room.calledUpTo(), model.calledUpTo);
    same("units", room.units(), this.model.sale.unitsBehind(model.id));
    same("units available", room.unitsAvailable(), this.model.sale.unitsAvailableBehind(model.id));
    same("epoch", room.epoch(), model.epoch);
    same("units left", room.unitsLeft(), this.model.sale.unitsLeftBehind(model.id));
    long interval = model.settings.intervalMs();
    int credit = room.releases().credit(model.people(), nowMs, interval);
    same("credit", credit, model.credit(nowMs));
    model.tickets.values().forEach(ticket -> ticket(model, ticket));
  }

  private void feed() {
    PostTable posts = state.posts();
    same("posts made", posts.newest(), model.feed.made);
    same("posts", posts.size(), model.feed.kept.size());
    model.feed.kept.forEach((id, post) ->
        same(
            "post",
            new FeedModel.Post(
                posts.author(id), posts.title(id), posts.text(id), posts.postedMs(id)),
            post));
  }

  private void ticket(RoomModel room, Ticket ticket) {
    TicketTable tickets = state.rooms().tickets;
    int row = tickets.find(room.id, ticket.slip().user());
    if (row < 0) throw new AssertionError("lost " + ticket);
    TicketState stands =
        switch (ticket) {
          case Ticket.Waiting _ -> TicketState.WAITING;
          case Called _ -> TicketState.CALLED;
          case Inside _ -> TicketState.INSIDE;
          case Away _ -> TicketState.AWAY;
          case Ticket.Returning _ -> TicketState.RETURNING;
        };
    same("ticket", tickets.state(row), stands);
    same("number", tickets.number(row), ticket.slip().number());
    same("ahead", state.rooms().ahead(row), room.ahead(ticket));
    if (ticket instanceof Called called)
      same("called until", tickets.untilMs(row), called.untilMs());
    if (ticket instanceof Inside inside)
      same("inside until", tickets.untilMs(row), inside.untilMs());
    if (ticket instanceof Away away) same("away until", tickets.untilMs(row), away.untilMs());
  }

  private static void same(String what, long is, long wanted) {
    if (is != wanted) throw new AssertionError(what + " is " + is + ", the model says " + wanted);
  }

  private static void same(String what, Object is, Object wanted) {
    if (!is.equals(wanted))
      throw new AssertionError(what + " is " + is + ", the model says " + wanted);
  }

  /**
   * A result in a form that can be compared: arrays as lists, of an eta only whether anybody can
   * say, of a reason in words only the field.
   */
  static List<@Nullable Object> form(Result result) {
    return switch (result) {
      case Result.Taken(var claim, boolean replayed) -> list(result, form(claim), replayed);
      case Result.PaidFor(var claim, boolean replayed) -> list(result, form(claim), replayed);
      case Result.GivenBack(var claim) -> list(result, form(claim));
      case Result.OneClaim(var claim) -> list(result, form(claim));
      case Result.ManyClaims(var claims, boolean more) -> list(result, form(claims), more);
      case Result.SeatTaken(long[] seats, long claim) ->
          list(result, Arrays.toString(seats), claim);
      case Result.Place(var place) -> list(result, form(place));
      case Result.NotYourTurn(var place) -> list(result, form(place));
      case Result.Unfit(var field, var _) -> list(result, field);
      case Result.Conflict(var field, var _) -> list(result, field);
      default -> list(result, result);
    };
  }

  private static List<@Nullable Object> list(Result result, Object... parts) {
    return List.of(result.getClass().getSimpleName(), List.of(parts));
  }

  private static List<Object> form(Collection<ClaimInfo> claims) {
    return claims.stream().<Object>map(ModelComparison::form).toList();
  }

  private static List<Object> form(ClaimInfo c) {
    return List.of(
        List.of(c.claim(), c.offer(), c.concert(), c.schedule(), c.user(), c.quantity()),
        List.of(c.amount(), c.state(), c.createdMs(), c.untilMs()),
        Arrays.toString(c.seats()));
  }

  private static PlaceInfo form(PlaceInfo p) {
    return new PlaceInfo(
        p.room(),
        p.epoch(),
        p.user(),
        p.number(),
        p.standing(),
        p.turn(),
        p.ahead(),
        p.returned(),
        Math.min(0, p.etaMs()),
        p.untilMs(),
        p.issuedMs(),
        p.reason());
  }

  static boolean equal(Result a, Result b) {
    return Objects.equals(form(a), form(b));
  }
}
