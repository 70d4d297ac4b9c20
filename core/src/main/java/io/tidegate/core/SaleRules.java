package io.tidegate.core;

import io.tidegate.core.Command.Cancel;
import io.tidegate.core.Command.Claim;
import io.tidegate.core.Command.FindClaim;
import io.tidegate.core.Command.Guarded;
import io.tidegate.core.Command.HoldSeats;
import io.tidegate.core.Command.ListClaims;
import io.tidegate.core.Command.Look;
import io.tidegate.core.Command.Pay;
import io.tidegate.core.Command.Refund;
import io.tidegate.core.Command.TopUp;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.Result.AllHeld;
import io.tidegate.core.Result.AlreadyClaimed;
import io.tidegate.core.Result.AlreadyPaid;
import io.tidegate.core.Result.ClaimCancelled;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.ClaimRefunded;
import io.tidegate.core.Result.Closed;
import io.tidegate.core.Result.Full;
import io.tidegate.core.Result.GivenBack;
import io.tidegate.core.Result.HoldLapsed;
import io.tidegate.core.Result.InsufficientBalance;
import io.tidegate.core.Result.KeyReused;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.MayLook;
import io.tidegate.core.Result.NotEnough;
import io.tidegate.core.Result.NotOpen;
import io.tidegate.core.Result.OverCap;
import io.tidegate.core.Result.OverLimit;
import io.tidegate.core.Result.PaidFor;
import io.tidegate.core.Result.Paused;
import io.tidegate.core.Result.Refusal;
import io.tidegate.core.Result.SeatTaken;
import io.tidegate.core.Result.SoldOut;
import io.tidegate.core.Result.Stopped;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.Result.TooLate;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.Result.WalletToppedUp;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.ClaimTable;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.OfferTable;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Rules of claims, holds, payments and wallets. */
class SaleRules { // not final: a test has one whose rules fail

  private static final long[] NO_SEATS = {};

  private final Limits limits;
  private final RoomRules rooms;

  SaleRules(Limits limits, RoomRules rooms) {
    this.limits = limits;
    this.rooms = rooms;
  }

  @Nullable Event nextDue(State state, Now now) {
    SaleTables t = state.sale();
    long sale = t.sales.due(now.hourMs());
    if (sale != 0) return guarded(t, sale, () -> switched(t, sale, now.hourMs()));
    long claim = t.claims.due(now.ms());
    if (claim == 0) return null;
    long of = t.offers.sale(t.claims.offer(claim));
    // A spoilt row that names no sale: the check refuses its lapse.
    return t.sales.exists(of) ? guarded(t, of, () -> lapsed(claim)) : new Lapsed(claim);
  }

  /**
   * What a rule says of a sale. One that throws is a bug, and would throw again with every sweep
   * and at every start: the sale is stopped, as by a broken invariant, and the rest goes on.
   */
  private static Event guarded(SaleTables t, long sale, Supplier<Event> rule) {
    try {
      return rule.get();
    } catch (RuntimeException e) {
      if (!t.sales.exists(sale)) throw e;
      return new SaleSwitched(sale, SaleState.STOPPED, Failure.reason(e));
    }
  }

  Event lapsed(long claim) {
    return new Lapsed(claim);
  }

  Event switched(SaleTables t, long sale, long hourMs) {
    boolean opens = t.sales.state(sale) == SaleState.PLANNED && t.sales.opensAtMs(sale) <= hourMs;
    return new SaleSwitched(sale, opens ? SaleState.OPEN : SaleState.CLOSED, "");
  }

  long nextDueMs(State state) {
    return state.sale().claims.nextDueMs();
  }

  Decision claim(State state, Claim c, Now now) {
    SaleTables t = state.sale();
    Decision replay = replay(t, c.key());
    if (replay != null) return replay;
    if (!t.offers.exists(c.offer())) return Decision.no(new Unknown(Kind.OFFER, c.offer()));
    if (t.offers.schedule(c.offer()) != 0) {
      return Decision.no(new Unfit("offerId", "hands out seats, which have to be named"));
    }
    if (c.quantity() < 1) return Decision.no(new Unfit("quantity", "must be at least 1"));
    Refusal no = mayTake(state, c.offer(), c, now);
    if (no == null) no = withinLimits(t, c.offer(), c.user(), c.quantity());
    if (no == null) no = availableFor(t, c.offer(), c.user(), c.quantity());
    if (no == null) no = bounds(t, c.user(), c.key());
    return no != null
        ? Decision.no(no)
        : take(state, c.offer(), c.user(), c.quantity(), NO_SEATS, c.key(), now.ms());
  }

  Decision holdSeats(State state, HoldSeats c, Now now) {
    SaleTables t = state.sale();
    Decision replay = replay(t, c.key());
    if (replay != null) return replay;
    Refusal no = seatsFit(t, c);
    if (no != null) return Decision.no(no);
    long offer = t.schedules.offer(t.seats.schedule(c.seats()[0]));
    no = mayTake(state, offer, c, now);
    if (no == null) no = ownSeats(t, c);
    if (no == null) no = withinLimits(t, offer, c.user(), c.seats().length);
    if (no == null) no = seatsFree(t, offer, c);
    if (no == null) no = bounds(t, c.user(), c.key());
    return no != null
        ? Decision.no(no)
        : take(state, offer, c.user(), c.seats().length, c.seats(), c.key(), now.ms());
  }

  private static Decision take(
      State state,
      long offer,
      long user,
      long quantity,
      long[] seats,
      @Nullable IdempotencyKey key,
      long nowMs) {
    OfferTable offers = state.sale().offers;
    long claim = state.ids().next(Ids.Kind.CLAIM);
    long amount = quantity * offers.price(offer);
    long until = offers.holdMs(offer) == 0 ? 0 : nowMs + offers.holdMs(offer);
    long schedule = offers.schedule(offer);
    long concert = schedule == 0 ? 0 : state.sale().schedules.concert(schedule);
    ClaimState now = until == 0 ? ClaimState.ISSUED : ClaimState.HELD;
    ClaimInfo info =
        new ClaimInfo(
            claim, offer, concert, schedule, user, quantity, amount, now, nowMs, until, seats);
    Taken taken = new Taken(info, false);
    Event claimed = new Claimed(claim, offer, user, quantity, amount, until, seats, key);
    // Here, because the claim that the key led to has left memory.
    return key != null && state.sale().keys.find(key.hi(), key.lo()) >= 0
        ? Decision.yes(taken, new KeysExpired(new long[] {key.hi(), key.lo()}), claimed)
        : Decision.yes(taken, claimed);
  }

  private @Nullable Refusal mayTake(State state, long offer, Guarded c, Now now) {
    SaleTables t = state.sale();
    long sale = t.offers.sale(offer);
    if (t.sales.entry(sale) == Entry.ROOM) {
      Refusal no = rooms.refusal(state, t.sales.room(sale), c, now);
      if (no != null) return no;
    }
    Refusal no = saleOpen(t, sale);
    return no != null ? no : scheduleOpen(t, t.offers.schedule(offer), now.hourMs());
  }

  private static @Nullable Refusal saleOpen(SaleTables t, long sale) {
    return switch (t.sales.state(sale)) {
      case OPEN -> null;
      case PLANNED -> new NotOpen(t.sales.opensAtMs(sale));
      case PAUSED -> new Paused();
      case CLOSED -> new Closed();
      case STOPPED -> new Stopped();
    };
  }

  private static @Nullable Refusal scheduleOpen(SaleTables t, long schedule, long hourMs) {
    if (schedule == 0) return null;
    if (hourMs < t.schedules.startMs(schedule)) return new NotOpen(t.schedules.startMs(schedule));
    return hourMs < t.schedules.endMs(schedule) ? null : new Closed();
  }

  private @Nullable Refusal withinLimits(SaleTables t, long offer, long user, long quantity) {
    long has = t.taken.units(offer, user);
    long perClaim = Math.min(t.offers.perClaim(offer), payableUnits(t.offers.price(offer)));
    if (quantity > perClaim) return new OverLimit(perClaim, has, liveClaim(t, offer, user));
    long perUser = t.offers.perUser(offer);
    if (has + quantity <= perUser) return null;
    long claim = liveClaim(t, offer, user);
    return has >= perUser ? new AlreadyClaimed(claim) : new OverLimit(perUser, has, claim);
  }

  /** Units that a full wallet pays for: a claim of more would be held and never paid. */
  private long payableUnits(long price) {
    return price == 0 ? Long.MAX_VALUE : limits.balance() / price;
  }

  /** The newest claim by which the user still has units of the offer, 0 for none. */
  private static long liveClaim(SaleTables t, long offer, long user) {
    long claim = t.taken.claim(offer, user);
    // The last claim on it may have ended and left memory; those before it hang in the user's
    // chain.
    if (claim != 0 && t.claims.state(claim) == ClaimState.NONE) claim = t.users.newestClaim(user);
    while (claim != 0 && !(t.claims.offer(claim) == offer && active(t.claims.state(claim)))) {
      claim = t.claims.earlier(claim);
    }
    return claim;
  }

  private static boolean active(ClaimState state) {
    return state == ClaimState.HELD || state == ClaimState.ISSUED;
  }

  private static @Nullable Refusal availableFor(
      SaleTables t, long offer, long user, long quantity) {
    long available = t.offers.available(offer);
    if (available >= quantity) return null;
    long claim = liveClaim(t, offer, user);
    if (available > 0) return new NotEnough(offer, available, claim);
    return t.offers.held(offer) > 0 ? new AllHeld(offer, claim) : new SoldOut(offer, claim);
  }

  /**
   * Whether all seats exist, are named once, and belong to one schedule, the one that was named.
   */
  private static @Nullable Refusal seatsFit(SaleTables t, HoldSeats c) {
    if (c.seats().length == 0) return new Unfit("seatIds", "name no seat");
    long schedule = t.seats.schedule(c.seats()[0]);
    for (long seat : c.seats()) {
      if (t.seats.schedule(seat) == 0) return new Unknown(Kind.SEAT, seat);
      if (t.seats.schedule(seat) != schedule)
        return new Unfit("seatIds", "belong to different schedules");
    }
    if (c.schedule() != 0 && c.schedule() != schedule) {
      return t.schedules.exists(c.schedule())
          ? new Unfit("seatIds", "do not belong to schedule " + c.schedule())
          : new Unknown(Kind.SCHEDULE, c.schedule());
    }
    if (c.concert() != 0 && c.concert() != t.schedules.concert(schedule))
      return new Unknown(Kind.SEAT, c.seats()[0]);
    return twice(c.seats()) ? new Unfit("seatIds", "name a seat twice") : null;
  }

  private static boolean twice(long[] seats) {
    long[] sorted = seats.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) if (sorted[i] == sorted[i - 1]) return true;
    return false;
  }

  /** Asked again for what one has: not "somebody has it", but one's own claim. */
  private static @Nullable Refusal ownSeats(SaleTables t, HoldSeats c) {
    long own = 0;
    for (long seat : c.seats()) {
      long claim = t.seats.claim(seat);
      if (claim == 0) continue;
      if (t.claims.user(claim) != c.user()) return null;
      if (own == 0) own = claim;
    }
    return own == 0 ? null : new AlreadyClaimed(own);
  }

  private static @Nullable Refusal seatsFree(SaleTables t, long offer, HoldSeats c) {
    if (t.offers.available(offer) == 0) return availableFor(t, offer, c.user(), c.seats().length);
    long[] taken = Arrays.stream(c.seats()).filter(seat -> t.seats.claim(seat) != 0).toArray();
    if (taken.length == 0) return null;
    long own =
        Arrays.stream(taken)
            .map(t.seats::claim)
            .filter(claim -> t.claims.user(claim) == c.user())
            .findFirst()
            .orElse(0);
    return new SeatTaken(taken, own);
  }

  private @Nullable Refusal bounds(SaleTables t, long user, @Nullable IdempotencyKey key) {
    if (t.claims.size() >= limits.claims()) return new Full("claims");
    if (t.users.size() >= limits.users() && !t.users.exists(user)) return new Full("users");
    return keyBound(t, key);
  }

  private @Nullable Refusal keyBound(SaleTables t, @Nullable IdempotencyKey key) {
    return key != null && t.keys.size() >= limits.keys() ? new Full("keys") : null;
  }

  Decision look(State state, Look c, Now now) {
    SaleTables t = state.sale();
    long room = c.ticket().room();
    if (c.schedule() != 0) {
      if (!t.schedules.exists(c.schedule()))
        return Decision.no(new Unknown(Kind.SCHEDULE, c.schedule()));
      long sale = t.offers.sale(t.schedules.offer(c.schedule()));
      if (t.sales.entry(sale) == Entry.OPEN) return Decision.answer(new MayLook());
      room = t.sales.room(sale);
    }
    if (state.rooms().find(room) == null) return Decision.no(new Result.NotGenuine());
    Refusal no = rooms.refusal(state, room, c, now);
    return no != null ? Decision.no(no) : Decision.answer(new MayLook());
  }

  Decision pay(State state, Pay c, long nowMs) {
    SaleTables t = state.sale();
    Decision replay = replay(t, c.key());
    if (replay != null)
      return replay.result() instanceof Taken(var info, _) ? paidAgain(info) : replay;
    Refusal no = payable(t, c, nowMs);
    if (no != null) return Decision.no(no);
    ClaimInfo info = infoOf(t, c.claim(), ClaimState.ISSUED);
    Event paid = new Paid(c.claim(), c.user(), info.amount(), c.key());
    long room = t.sales.room(t.offers.sale(info.offer()));
    Event ended = rooms.paid(state, room, c.user());
    PaidFor result = new PaidFor(info, false);
    return ended == null ? Decision.yes(result, paid) : Decision.yes(result, paid, ended);
  }

  private static Decision paidAgain(ClaimInfo info) {
    return Decision.answer(new PaidFor(withState(info, ClaimState.ISSUED), true));
  }

  private @Nullable Refusal payable(SaleTables t, Pay c, long nowMs) {
    ClaimTable claims = t.claims;
    if (!ownedBy(claims, c.claim(), c.user()) || !names(t, c))
      return new Unknown(Kind.CLAIM, c.claim());
    switch (claims.state(c.claim())) {
      case ISSUED -> {
        return new AlreadyPaid(c.claim());
      }
      case CANCELLED -> {
        return new ClaimCancelled(c.claim());
      }
      case REFUNDED -> {
        return new ClaimRefunded(c.claim());
      }
      case LAPSED, NONE -> {
        return new HoldLapsed(claims.untilMs(c.claim()));
      }
      case HELD -> {}
    }
    // First, since a hold of a stopped sale keeps the time it had left.
    if (t.sales.state(t.offers.sale(claims.offer(c.claim()))) == SaleState.STOPPED)
      return new Stopped();
    if (nowMs >= claims.untilMs(c.claim())) return new HoldLapsed(claims.untilMs(c.claim()));
    long balance = t.users.balance(c.user());
    long amount = claims.amount(c.claim());
    return balance < amount ? new InsufficientBalance(balance, amount) : keyBound(t, c.key());
  }

  private static boolean ownedBy(ClaimTable claims, long claim, long user) {
    return claims.state(claim) != ClaimState.NONE && claims.user(claim) == user;
  }

  /** Whether the claim is for the concert and the seat that were named. */
  private static boolean names(SaleTables t, Pay c) {
    long schedule = t.offers.schedule(t.claims.offer(c.claim()));
    if (c.concert() != 0 && (schedule == 0 || t.schedules.concert(schedule) != c.concert()))
      return false;
    return c.seat() == 0
        || Arrays.stream(t.claims.seats(c.claim())).anyMatch(seat -> seat == c.seat());
  }

  Decision cancel(State state, Cancel c, long hourMs) {
    SaleTables t = state.sale();
    if (!ownedBy(t.claims, c.claim(), c.user()))
      return Decision.no(new Unknown(Kind.CLAIM, c.claim()));
    ClaimState now = t.claims.state(c.claim());
    if (now == ClaimState.CANCELLED || now == ClaimState.REFUNDED)
      return Decision.answer(new GivenBack(infoOf(t, c.claim(), now)));
    if (now == ClaimState.LAPSED) return Decision.no(new HoldLapsed(t.claims.untilMs(c.claim())));
    long offer = t.claims.offer(c.claim());
    if (t.sales.state(t.offers.sale(offer)) == SaleState.STOPPED) return Decision.no(new Stopped());
    long schedule = t.offers.schedule(offer);
    if (schedule != 0 && hourMs >= t.schedules.openDateMs(schedule)) {
      return Decision.no(new TooLate(t.schedules.openDateMs(schedule)));
    }
    long refund = now == ClaimState.ISSUED ? t.claims.amount(c.claim()) : 0;
    ClaimInfo info = infoOf(t, c.claim(), ClaimState.CANCELLED);
    return Decision.yes(new GivenBack(info), new Cancelled(c.claim(), c.user(), refund));
  }

  /** Also in a stopped sale, and after a concert has begun: an organiser has the reasons. */
  Decision refund(State state, Refund c) {
    SaleTables t = state.sale();
    ClaimState now = t.claims.state(c.claim());
    if (now == ClaimState.NONE) return Decision.no(new Unknown(Kind.CLAIM, c.claim()));
    ClaimInfo info = infoOf(t, c.claim(), ClaimState.REFUNDED);
    if (now == ClaimState.REFUNDED) return Decision.answer(new Result.OneClaim(info));
    if (now != ClaimState.ISSUED || info.amount() == 0)
      return Decision.no(new Result.Conflict("claimId", "names a claim that nothing is paid for"));
    return Decision.yes(
        new Result.OneClaim(info), new Refunded(c.claim(), info.user(), info.amount(), c.reason()));
  }

  Decision topUp(State state, TopUp c) {
    SaleTables t = state.sale();
    int row = c.key() == null ? -1 : t.keys.find(c.key().hi(), c.key().lo());
    if (c.key() != null && row >= 0) {
      boolean same = t.keys.fingerprint(row) == c.key().fingerprint();
      return same ? Decision.answer(new WalletToppedUp(true)) : Decision.no(new KeyReused());
    }
    long balance = t.users.balance(c.user());
    if (c.amount() > limits.balance() - balance)
      return Decision.no(new OverCap(balance, limits.balance()));
    if (t.users.size() >= limits.users() && !t.users.exists(c.user()))
      return Decision.no(new Full("users"));
    Refusal no = keyBound(t, c.key());
    if (no != null) return Decision.no(no);
    return Decision.yes(new WalletToppedUp(false), new ToppedUp(c.user(), c.amount(), c.key()));
  }

  Decision find(State state, FindClaim c) {
    SaleTables t = state.sale();
    if (!ownedBy(t.claims, c.claim(), c.user()))
      return Decision.no(new Unknown(Kind.CLAIM, c.claim()));
    return Decision.answer(new Result.OneClaim(infoOf(t, c.claim(), t.claims.state(c.claim()))));
  }

  Decision list(State state, ListClaims c) {
    SaleTables t = state.sale();
    // A page begins at a claim of the user's own, so that no page costs more than its length.
    if (c.before() != 0 && !ownedBy(t.claims, c.before(), c.user()))
      return Decision.no(new Unknown(Kind.CLAIM, c.before()));
    List<ClaimInfo> found = new ArrayList<>();
    long claim = c.before() == 0 ? t.users.newestClaim(c.user()) : t.claims.earlier(c.before());
    while (claim != 0 && found.size() < c.limit()) {
      found.add(infoOf(t, claim, t.claims.state(claim)));
      claim = t.claims.earlier(claim);
    }
    return Decision.answer(new Result.ManyClaims(found, claim != 0));
  }

  /**
   * The stored outcome of a key, rendered from what never changes in a claim; null if the key is
   * new.
   */
  private static @Nullable Decision replay(SaleTables t, @Nullable IdempotencyKey key) {
    int row = key == null ? -1 : t.keys.find(key.hi(), key.lo());
    if (key == null || row < 0) return null;
    if (t.keys.fingerprint(row) != key.fingerprint()) return Decision.no(new KeyReused());
    long claim = t.keys.claim(row);
    // Its key is good for another claim, if it has not been forgotten yet.
    if (t.claims.state(claim) == ClaimState.NONE) return null;
    ClaimState then = t.claims.untilMs(claim) == 0 ? ClaimState.ISSUED : ClaimState.HELD;
    return Decision.answer(new Taken(infoOf(t, claim, then), true));
  }

  static ClaimInfo infoOf(SaleTables t, long claim, ClaimState as) {
    ClaimTable c = t.claims;
    long schedule = t.offers.schedule(c.offer(claim));
    return new ClaimInfo(
        claim,
        c.offer(claim),
        schedule == 0 ? 0 : t.schedules.concert(schedule),
        schedule,
        c.user(claim),
        c.quantity(claim),
        c.amount(claim),
        as,
        c.createdMs(claim),
        c.untilMs(claim),
        c.seats(claim));
  }

  private static ClaimInfo withState(ClaimInfo c, ClaimState state) {
    return new ClaimInfo(
        c.claim(),
        c.offer(),
        c.concert(),
        c.schedule(),
        c.user(),
        c.quantity(),
        c.amount(),
        state,
        c.createdMs(),
        c.untilMs(),
        c.seats());
  }
}
