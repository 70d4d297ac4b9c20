package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Limits;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.Refusal;
import io.tidegate.core.model.SaleModel.KeyName;
import io.tidegate.core.model.SaleModel.Offer;
import io.tidegate.core.model.SaleModel.Sale;
import io.tidegate.core.model.SaleModel.Schedule;
import io.tidegate.core.model.SaleModel.Stored;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** How the model answers users of sales; answers and changes in one step. */
final class SaleAnswers {

  private static final long DAY_MS = 24L * 60 * 60 * 1_000;

  private final Limits limits;
  private final SaleModel m;
  private final Map<Long, RoomModel> rooms;

  SaleAnswers(Limits limits, SaleModel sale, Map<Long, RoomModel> rooms) {
    this.limits = limits;
    this.m = sale;
    this.rooms = rooms;
  }

  Result claim(Command.Claim c, Now now) {
    Result replay = replay(c.key());
    if (replay != null) return replay;
    Offer offer = m.offers.get(c.offer());
    if (offer == null) return new Result.Unknown(Kind.OFFER, c.offer());
    if (offer.schedule != 0) return new Result.Unfit("offerId", "");
    Refusal no =
        first(
            () -> mayTake(offer, c.ticket(), c.user(), now.hourMs()),
            () -> withinLimits(offer, c.user(), c.quantity()),
            () -> enough(offer, c.user(), c.quantity()),
            () -> bounds(c.user(), c.key()));
    return no != null ? no : take(offer, c.user(), c.quantity(), List.of(), c.key(), now.ms());
  }

  Result holdSeats(Command.HoldSeats c, Now now) {
    Result replay = replay(c.key());
    if (replay != null) return replay;
    Refusal unfit = seatsFit(c);
    if (unfit != null) return unfit;
    List<Long> seats = Arrays.stream(c.seats()).boxed().toList();
    Offer offer = m.offer(m.schedule(m.seat(seats.getFirst()).schedule()).offer());
    Refusal no =
        first(
            () -> mayTake(offer, c.ticket(), c.user(), now.hourMs()),
            () -> ownSeats(c.user(), seats),
            () -> withinLimits(offer, c.user(), seats.size()),
            () -> seatsFree(offer, c.user(), seats),
            () -> bounds(c.user(), c.key()));
    return no != null ? no : take(offer, c.user(), seats.size(), seats, c.key(), now.ms());
  }

  @SafeVarargs
  private static @Nullable Refusal first(Supplier<@Nullable Refusal>... rules) {
    for (Supplier<@Nullable Refusal> rule : rules) {
      Refusal no = rule.get();
      if (no != null) return no;
    }
    return null;
  }

  private Result take(
      Offer offer,
      long user,
      long quantity,
      List<Long> seats,
      @Nullable IdempotencyKey key,
      long nowMs) {
    long until = offer.holdMs == 0 ? 0 : nowMs + offer.holdMs;
    long id = ++m.lastClaim;
    Claim.Terms terms =
        new Claim.Terms(id, offer.id, user, quantity, quantity * offer.price, nowMs, until, seats);
    Claim claim = until == 0 ? new Claim.Issued(terms) : new Claim.Held(terms);
    m.hold(claim);
    m.users.add(user);
    m.store(key, id, 0);
    return new Result.Taken(m.info(claim, SaleModel.stateOf(claim)), false);
  }

  private @Nullable Refusal mayTake(
      Offer offer, @Nullable TicketRef ticket, long user, long hourMs) {
    Sale sale = m.sale(offer.sale);
    return first(
        () -> sale.entry == Entry.OPEN ? null : guarded(sale.room, ticket, user),
        () -> saleOpen(sale),
        () -> offer.schedule == 0 ? null : scheduleOpen(m.schedule(offer.schedule), hourMs));
  }

  private @Nullable Refusal guarded(long room, @Nullable TicketRef ticket, long user) {
    if (ticket == null) return new Result.TicketNeeded(room);
    if (ticket.room() != room) return new Result.OtherRoom(ticket.room());
    RoomModel behind = rooms.get(room);
    if (behind == null) return new Result.NotGenuine();
    return behind.refusal(ticket, user, m.anythingLeft(room));
  }

  private static @Nullable Refusal saleOpen(Sale sale) {
    return switch (sale.state) {
      case OPEN -> null;
      case PLANNED -> new Result.NotOpen(sale.opensAtMs);
      case PAUSED -> new Result.Paused();
      case CLOSED -> new Result.Closed();
      case STOPPED -> new Result.Stopped();
    };
  }

  private static @Nullable Refusal scheduleOpen(Schedule schedule, long hourMs) {
    if (hourMs < schedule.startMs()) return new Result.NotOpen(schedule.startMs());
    return hourMs < schedule.endMs() ? null : new Result.Closed();
  }

  private @Nullable Refusal withinLimits(Offer offer, long user, long quantity) {
    long has = m.taken(offer.id, user);
    long claim = newestActive(offer.id, user);
    long perClaim = offer.perClaim;
    while (perClaim * offer.price > limits.balance()) perClaim--;
    if (quantity > perClaim) return new Result.OverLimit(perClaim, has, claim);
    if (has >= offer.perUser) return new Result.AlreadyClaimed(claim);
    return has + quantity > offer.perUser ? new Result.OverLimit(offer.perUser, has, claim) : null;
  }

  private long newestActive(long offer, long user) {
    return m.claims.values().stream()
        .filter(SaleModel::active)
        .map(Claim::terms)
        .filter(t -> t.offer() == offer && t.user() == user)
        .mapToLong(Claim.Terms::id)
        .max()
        .orElse(0);
  }

  private @Nullable Refusal enough(Offer offer, long user, long quantity) {
    long available = m.available(offer.id);
    if (available >= quantity) return null;
    long claim = newestActive(offer.id, user);
    if (available > 0) return new Result.NotEnough(offer.id, available, claim);
    return m.held(offer.id) > 0
        ? new Result.AllHeld(offer.id, claim)
        : new Result.SoldOut(offer.id, claim);
  }

  private @Nullable Refusal seatsFit(Command.HoldSeats c) {
    Seat first = m.seats.get(c.seats()[0]);
    for (long id : c.seats()) {
      Seat seat = m.seats.get(id);
      if (seat == null || first == null) return new Result.Unknown(Kind.SEAT, id);
      if (seat.schedule() != first.schedule()) return new Result.Unfit("seatIds", "");
    }
    if (first == null) throw new AssertionError("no seats");
    if (c.schedule() != 0 && !m.schedules.containsKey(c.schedule()))
      return new Result.Unknown(Kind.SCHEDULE, c.schedule());
    if (c.schedule() != 0 && c.schedule() != first.schedule())
      return new Result.Unfit("seatIds", "");
    if (c.concert() != 0 && c.concert() != m.schedule(first.schedule()).concert())
      return new Result.Unknown(Kind.SEAT, first.id());
    boolean twice =
        new HashSet<>(Arrays.stream(c.seats()).boxed().toList()).size() < c.seats().length;
    return twice ? new Result.Unfit("seatIds", "") : null;
  }

  private @Nullable Refusal ownSeats(long user, List<Long> seats) {
    List<Claim.Terms> owners = ownersOf(seats);
    return !owners.isEmpty() && owners.stream().allMatch(terms -> terms.user() == user)
        ? new Result.AlreadyClaimed(owners.getFirst().id())
        : null;
  }

  private @Nullable Refusal seatsFree(Offer offer, long user, List<Long> seats) {
    if (m.available(offer.id) == 0) return enough(offer, user, seats.size());
    long[] taken =
        seats.stream()
            .filter(id -> !(m.seat(id) instanceof Seat.Free))
            .mapToLong(Long::longValue)
            .toArray();
    LongStream own =
        ownersOf(seats).stream().filter(t -> t.user() == user).mapToLong(Claim.Terms::id);
    return taken.length == 0 ? null : new Result.SeatTaken(taken, own.findFirst().orElse(0));
  }

  private List<Claim.Terms> ownersOf(List<Long> seats) {
    return seats.stream()
        .flatMap(seat ->
            m.claims.values().stream()
                .filter(SaleModel::active)
                .map(Claim::terms)
                .filter(terms -> terms.seats().contains(seat)))
        .toList();
  }

  private @Nullable Refusal bounds(long user, @Nullable IdempotencyKey key) {
    if (m.claims.size() >= limits.claims()) return new Result.Full("claims");
    return first(() -> walletBound(user), () -> keyBound(key));
  }

  private @Nullable Refusal walletBound(long user) {
    boolean full = m.users.size() >= limits.users() && !m.users.contains(user);
    return full ? new Result.Full("users") : null;
  }

  private @Nullable Refusal keyBound(@Nullable IdempotencyKey key) {
    return key != null && m.keys.size() >= limits.keys() ? new Result.Full("keys") : null;
  }

  private @Nullable Result replay(@Nullable IdempotencyKey key) {
    Stored stored = key == null ? null : m.keys.get(KeyName.of(key));
    if (key == null || stored == null) return null;
    if (stored.fingerprint() != key.fingerprint()) return new Result.KeyReused();
    Claim claim = m.claims.get(stored.claim());
    if (claim == null) return null;
    ClaimState then = claim.terms().untilMs() == 0 ? ClaimState.ISSUED : ClaimState.HELD;
    return new Result.Taken(m.info(claim, then), true);
  }

  Result look(Command.Look c) {
    long room = c.ticket().room();
    if (c.schedule() != 0) {
      Schedule schedule = m.schedules.get(c.schedule());
      if (schedule == null) return new Result.Unknown(Kind.SCHEDULE, c.schedule());
      Sale sale = m.sale(m.offer(schedule.offer()).sale);
      if (sale.entry == Entry.OPEN) return new Result.MayLook();
      room = sale.room;
    }
    Refusal no = guarded(room, c.ticket(), c.user());
    return no != null ? no : new Result.MayLook();
  }

  Result pay(Command.Pay c, long nowMs) {
    Result replay = replay(c.key());
    if (replay instanceof Result.Taken(var info, _))
      return new Result.PaidFor(m.info(m.claim(info.claim()), ClaimState.ISSUED), true);
    if (replay != null) return replay;
    Claim claim = m.claims.get(c.claim());
    if (claim == null || claim.terms().user() != c.user() || !names(claim.terms(), c))
      return new Result.Unknown(Kind.CLAIM, c.claim());
    return switch (claim) {
      case Claim.Issued _ -> new Result.AlreadyPaid(c.claim());
      case Claim.Cancelled _ -> new Result.ClaimCancelled(c.claim());
      case Claim.Refunded _ -> new Result.ClaimRefunded(c.claim());
      case Claim.Lapsed(var terms, _) -> new Result.HoldLapsed(terms.untilMs());
      case Claim.Held held -> payHeld(held, c, nowMs);
    };
  }

  private Result payHeld(Claim.Held claim, Command.Pay c, long nowMs) {
    if (m.stopped(claim)) return new Result.Stopped();
    if (nowMs >= claim.terms().untilMs()) return new Result.HoldLapsed(claim.terms().untilMs());
    long balance = m.balance(c.user());
    long amount = claim.terms().amount();
    if (balance < amount) return new Result.InsufficientBalance(balance, amount);
    Refusal full = keyBound(c.key());
    if (full != null) return full;
    m.issue(claim);
    if (amount > 0) m.enter(c.user(), -amount);
    m.store(c.key(), c.claim(), 0);
    RoomModel room = rooms.get(m.sale(m.offer(claim.terms().offer()).sale).room);
    if (room != null && room.tickets.get(c.user()) instanceof Ticket.Inside)
      room.tickets.remove(c.user());
    return new Result.PaidFor(m.info(claim, ClaimState.ISSUED), false);
  }

  private boolean names(Claim.Terms terms, Command.Pay c) {
    Schedule schedule = m.schedules.get(m.offer(terms.offer()).schedule);
    if (c.concert() != 0 && (schedule == null || schedule.concert() != c.concert())) return false;
    return c.seat() == 0 || terms.seats().contains(c.seat());
  }

  Result cancel(Command.Cancel c, Now now) {
    Claim claim = m.claims.get(c.claim());
    if (claim == null || claim.terms().user() != c.user())
      return new Result.Unknown(Kind.CLAIM, c.claim());
    ClaimInfo cancelled = m.info(claim, ClaimState.CANCELLED);
    if (claim instanceof Claim.Cancelled || claim instanceof Claim.Refunded)
      return new Result.GivenBack(m.info(claim, SaleModel.stateOf(claim)));
    if (claim instanceof Claim.Lapsed) return new Result.HoldLapsed(claim.terms().untilMs());
    if (m.stopped(claim)) return new Result.Stopped();
    Schedule schedule = m.schedules.get(m.offer(claim.terms().offer()).schedule);
    if (schedule != null && now.hourMs() >= schedule.openDateMs())
      return new Result.TooLate(schedule.openDateMs());
    if (claim instanceof Claim.Held held) m.giveBack(held.cancel(now.ms()));
    if (claim instanceof Claim.Issued issued) {
      m.giveBack(issued.cancel(now.ms()));
      if (claim.terms().amount() > 0) m.enter(c.user(), claim.terms().amount());
    }
    return new Result.GivenBack(cancelled);
  }

  Result refund(Command.Refund c, long nowMs) {
    Claim claim = m.claims.get(c.claim());
    if (claim == null) return new Result.Unknown(Kind.CLAIM, c.claim());
    Claim.Terms terms = claim.terms();
    boolean paid = claim instanceof Claim.Issued && terms.amount() > 0;
    if (!paid && !(claim instanceof Claim.Refunded)) return new Result.Conflict("claimId", "");
    if (claim instanceof Claim.Issued issued) {
      m.giveBack(issued.refund(nowMs));
      m.enter(terms.user(), terms.amount());
    }
    return new Result.OneClaim(m.info(claim, ClaimState.REFUNDED));
  }

  Result topUp(Command.TopUp c, long nowMs) {
    Stored stored = c.key() == null ? null : m.keys.get(KeyName.of(c.key()));
    if (c.key() != null && stored != null)
      return stored.fingerprint() == c.key().fingerprint()
          ? new Result.WalletToppedUp(true)
          : new Result.KeyReused();
    long balance = m.balance(c.user());
    if (balance + c.amount() > limits.balance())
      return new Result.OverCap(balance, limits.balance());
    Refusal no = first(() -> walletBound(c.user()), () -> keyBound(c.key()));
    if (no != null) return no;
    m.enter(c.user(), c.amount());
    m.store(c.key(), 0, nowMs + DAY_MS);
    return new Result.WalletToppedUp(false);
  }

  Result find(Command.FindClaim c) {
    Claim claim = m.claims.get(c.claim());
    return claim == null || claim.terms().user() != c.user()
        ? new Result.Unknown(Kind.CLAIM, c.claim())
        : new Result.OneClaim(m.info(claim, SaleModel.stateOf(claim)));
  }

  Result list(Command.ListClaims c) {
    Claim before = m.claims.get(c.before());
    if (c.before() != 0 && (before == null || before.terms().user() != c.user()))
      return new Result.Unknown(Kind.CLAIM, c.before());
    List<Claim> all =
        m.claims.descendingMap().values().stream()
            .filter(claim -> claim.terms().user() == c.user())
            .filter(claim -> c.before() == 0 || claim.terms().id() < c.before())
            .toList();
    return new Result.ManyClaims(
        all.stream()
            .limit(c.limit())
            .map(claim -> m.info(claim, SaleModel.stateOf(claim)))
            .toList(),
        all.size() > c.limit());
  }

  /**
   * Claims leave memory only when they ended, or their sale closed, two days ago, those of a
   * stopped sale 31 days after the stop, and a held one only of a stopped sale; with the last claim
   * the user goes, unless there is money.
   */
  void retire(long[] claims, long nowMs) {
    for (long id : claims) {
      Claim claim = m.claim(id);
      Sale sale = m.sale(m.offer(claim.terms().offer()).sale);
      boolean stays = claim instanceof Claim.Held && sale.state != SaleState.STOPPED;
      if (stays || !longDone(claim, nowMs - DAY_MS))
        throw new AssertionError("retired too early: " + claim);
      if (claim instanceof Claim.Held)
        m.offer(claim.terms().offer()).heldAndRetired += claim.terms().quantity();
      if (claim instanceof Claim.Issued)
        m.offer(claim.terms().offer()).issuedAndRetired += claim.terms().quantity();
      m.claims.remove(id);
    }
    m.users.removeIf(user ->
        m.balance(user) == 0
            && m.claims.values().stream().noneMatch(c -> c.terms().user() == user));
  }

  /** Keys are forgotten a day after the top-up, or after the claim ended or its sale closed. */
  void forget(long[] halves, long nowMs) {
    Map<KeyName, Stored> gone = new HashMap<>();
    for (int i = 0; i < halves.length; i += 2) {
      KeyName name = new KeyName(halves[i], halves[i + 1]);
      Stored stored = m.keys.remove(name);
      if (stored == null) throw new AssertionError("a key forgotten twice: " + name);
      gone.put(name, stored);
    }
    gone.forEach((name, stored) -> {
      if (!expired(stored, nowMs)) throw new AssertionError("forgotten too early: " + name);
    });
  }

  private boolean expired(Stored stored, long nowMs) {
    if (stored.claim() == 0) return stored.untilMs() <= nowMs;
    Claim claim = m.claims.get(stored.claim());
    return claim == null || longDone(claim, nowMs);
  }

  private boolean longDone(Claim claim, long nowMs) {
    Sale sale = m.sale(m.offer(claim.terms().offer()).sale);
    boolean longEnded = claim instanceof Claim.Ended over && over.endedMs() + DAY_MS <= nowMs;
    return longClosed(sale, nowMs) || (longEnded && sale.state != SaleState.STOPPED);
  }

  private static boolean longClosed(Sale sale, long nowMs) {
    long keptMs = sale.state == SaleState.STOPPED ? 30 * DAY_MS : DAY_MS;
    return sale.over() && sale.closedAtMs + keptMs <= nowMs;
  }
}
