package io.tidegate.core;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import org.jspecify.annotations.Nullable;

/**
 * Sets up sales and rooms in a few words and asks as users do, for tests that read as sentences.
 */
public final class RulesFixture {

  /** When every stage begins, epoch ms. */
  public static final long START_MS = 1_700_000_000_000L;

  /** Room for everything a test does. */
  public static final Limits ROOMY =
      new Limits(100, 1_000, 1_000, 100_000, 100_000, 10_000, 10_000, 100, 10_000, 10_000_000, 100);

  /** What drives the rules. */
  public final CoreDriver core;

  /** An empty stage with these limits. */
  public RulesFixture(Limits limits) {
    core = new CoreDriver(limits, START_MS);
  }

  /** An empty stage. */
  public RulesFixture() {
    this(ROOMY);
  }

  /** Asks. */
  public Result ask(Command command) {
    return core.ask(command);
  }

  private long created(Command command) {
    Result result = ask(command);
    if (result instanceof Result.Created(long id)) return id;
    throw new AssertionError(command + " led to " + result);
  }

  /** A sale that is open for everybody and never closes. */
  public long sale() {
    return created(new Command.CreateSale("sale", START_MS, Long.MAX_VALUE, Entry.OPEN, 0));
  }

  /** A sale that is open for whoever is inside a room. */
  public long saleBehind(long room) {
    return created(new Command.CreateSale("sale", START_MS, Long.MAX_VALUE, Entry.ROOM, room));
  }

  /** Units for nothing, issued at once, one each. */
  public long coupons(long sale, long total) {
    return created(new Command.CreateOffer(sale, "coupon", total, 0, 1, 1, 0));
  }

  /** Units at a price, held first. */
  public long units(long sale, long total, long price, long perClaim, long perUser, long holdMs) {
    return created(new Command.CreateOffer(sale, "units", total, price, perClaim, perUser, holdMs));
  }

  /**
   * A date with one row of seats at 10 each, ten a user, held for a minute, played in a day. The
   * seats have the ids from 1 on if it is the first.
   */
  public long schedule(long sale, int seats) {
    long concert = created(new Command.CreateConcert("Requiem", "Church"));
    long day = 86_400_000L;
    Command command =
        new Command.CreateSchedule(
            concert, sale, START_MS + day, START_MS, START_MS + day, 1, seats, 10, 60_000, 10, 10);
    if (ask(command) instanceof Result.ScheduleMade(long schedule, long _)) return schedule;
    throw new AssertionError("no schedule");
  }

  /** An open room: N people per 10 s, M inside, calls of 2 s, visits of 10 min. */
  public long room(String name, int people, int insideMax) {
    return room(new RoomSettings(name, RoomState.OPEN, people, 10_000, insideMax, 2_000, 600_000));
  }

  /** A room. */
  public long room(RoomSettings settings) {
    return created(new Command.CreateRoom(settings));
  }

  /** Joins and returns the ticket. */
  public TicketRef join(long room, long user) {
    PlaceInfo place = placeOf(ask(new Command.Join(room, user)));
    return new TicketRef(place.room(), place.epoch(), place.user(), place.number());
  }

  /** Joins, is called at once and arrives. */
  public TicketRef enter(long room, long user) {
    TicketRef ticket = join(room, user);
    if (look(ticket) instanceof Result.MayLook) return ticket;
    throw new AssertionError("not let in: " + user);
  }

  /** Looks at what is behind the ticket's room. */
  public Result look(TicketRef ticket) {
    return ask(new Command.Look(0, ticket.user(), ticket));
  }

  /** Asks where a ticket stands. */
  public PlaceInfo place(TicketRef ticket) {
    return placeOf(ask(new Command.AskPlace(ticket)));
  }

  private static PlaceInfo placeOf(Result result) {
    if (result instanceof Result.Place(var place)) return place;
    throw new AssertionError("no place: " + result);
  }

  /** Claims units of an open sale, without a key. */
  public Result claim(long offer, long user, long quantity) {
    return ask(new Command.Claim(offer, user, quantity, null, null));
  }

  /** Claims with a key. */
  public Result claim(long offer, long user, long quantity, @Nullable IdempotencyKey key) {
    return ask(new Command.Claim(offer, user, quantity, null, key));
  }

  /** Claims one unit and returns the claim's id. */
  public long claimed(long offer, long user) {
    return takenBy(claim(offer, user, 1));
  }

  /** Holds seats of an open sale. */
  public Result hold(long user, long... seats) {
    return ask(new Command.HoldSeats(0, 0, seats, user, null, null));
  }

  /** Holds seats and returns the claim's id. */
  public long held(long user, long... seats) {
    return takenBy(hold(user, seats));
  }

  private static long takenBy(Result result) {
    if (result instanceof Result.Taken(var claim, boolean _)) return claim.claim();
    throw new AssertionError("not taken: " + result);
  }

  /** Pays. */
  public Result pay(long claim, long user) {
    return ask(new Command.Pay(claim, user, 0, 0, null));
  }

  /** Gives back. */
  public Result cancel(long claim, long user) {
    return ask(new Command.Cancel(claim, user));
  }

  /** Tops up a wallet. */
  public Result topUp(long user, long amount) {
    return ask(new Command.TopUp(user, amount, null));
  }

  /** A wallet's balance. */
  public long balance(long user) {
    if (ask(new Command.AskBalance(user)) instanceof Result.Balance(long amount)) return amount;
    throw new AssertionError("no balance");
  }

  /** Pauses, resumes or closes a sale. */
  public Result turn(long sale, Command.Switch to) {
    return ask(new Command.SwitchSale(sale, to));
  }

  /** Where a sale stands. */
  public SaleState stateOf(long sale) {
    return core.state().sale().sales.state(sale);
  }

  /** Available, held and issued units of an offer. */
  public String counts(long offer) {
    var offers = core.state().sale().offers;
    return offers.available(offer) + "/" + offers.held(offer) + "/" + offers.issued(offer);
  }

  /** Turns a room. */
  public Result turn(long room, RoomState to) {
    return ask(new Command.UpdateRoom(room, to, null, null, null, null, null));
  }
}
