package io.tidegate.core.model;

import io.tidegate.core.IdempotencyKey;
import io.tidegate.core.Result.ClaimInfo;
import io.tidegate.core.room.WaitReason;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the model remembers of sales, and what it counts anew at every question. */
final class SaleModel {

  static final class Sale {
    final long id;
    final Entry entry;
    final long room;
    String name;
    long opensAtMs;
    long closesAtMs;
    SaleState state = SaleState.PLANNED;
    long closedAtMs;
    boolean wasClosed;

    void close(long nowMs) {
      state = SaleState.CLOSED;
      closedAtMs = nowMs;
      wasClosed = true;
    }

    Sale(long id, String name, long opensAtMs, long closesAtMs, Entry entry, long room) {
      this.id = id;
      this.name = name;
      this.opensAtMs = opensAtMs;
      this.closesAtMs = closesAtMs;
      this.entry = entry;
      this.room = room;
    }

    boolean over() {
      return state == SaleState.CLOSED || state == SaleState.STOPPED;
    }
  }

  static final class Offer {
    final long id;
    final long sale;
    final long schedule;
    final long price;
    final long holdMs;
    String name;
    long total;
    long perClaim;
    long perUser;
    long issuedAndRetired;
    long heldAndRetired;

    Offer(long id, long sale, long schedule, long price, long holdMs, String name, long total) {
      this.id = id;
      this.sale = sale;
      this.schedule = schedule;
      this.price = price;
      this.holdMs = holdMs;
      this.name = name;
      this.total = total;
    }

    Offer limits(long claim, long user) {
      perClaim = claim;
      perUser = user;
      return this;
    }
  }

  record Concert(String title, String place) {}

  record Schedule(long id, long concert, long offer, long openDateMs, long startMs, long endMs) {}

  /** What a key led to; a top-up's has no claim. */
  record Stored(long fingerprint, long claim, long untilMs) {}

  /** A key's name, without the fingerprint. */
  record KeyName(long hi, long lo) {
    static KeyName of(IdempotencyKey key) {
      return new KeyName(key.hi(), key.lo());
    }
  }

  final Map<Long, Sale> sales = new TreeMap<>();
  final Map<Long, Offer> offers = new TreeMap<>();
  final Map<Long, Concert> concerts = new TreeMap<>();
  final Map<Long, Schedule> schedules = new TreeMap<>();
  final Map<Long, Seat> seats = new TreeMap<>();
  final TreeMap<Long, Claim> claims = new TreeMap<>();
  final Map<Long, List<Long>> wallets = new HashMap<>();
  final TreeSet<Long> users = new TreeSet<>();
  final Map<KeyName, Stored> keys = new HashMap<>();
  long lastClaim;
  long lastSeat;

  long units(long offer, Predicate<Claim> which) {
    long units = 0;
    for (Claim claim : claims.values())
      if (claim.terms().offer() == offer && which.test(claim)) units += claim.terms().quantity();
    return units;
  }

  long held(long offer) {
    return units(offer, Claim.Held.class::isInstance) + offer(offer).heldAndRetired;
  }

  long issued(long offer) {
    return units(offer, Claim.Issued.class::isInstance) + offer(offer).issuedAndRetired;
  }

  long available(long offer) {
    return offer(offer).total - held(offer) - issued(offer);
  }

  long taken(long offer, long user) {
    return units(offer, claim -> claim.terms().user() == user && active(claim));
  }

  static boolean active(Claim claim) {
    return claim instanceof Claim.Held || claim instanceof Claim.Issued;
  }

  long balance(long user) {
    long balance = 0;
    for (long entry : wallets.getOrDefault(user, List.of())) balance += entry;
    return balance;
  }

  void enter(long user, long entry) {
    users.add(user);
    wallets.computeIfAbsent(user, _ -> new ArrayList<>()).add(entry);
  }

  /** Units of a room's sales that are not over. */
  long unitsBehind(long room) {
    return offersBehind(room).stream().mapToLong(o -> o.total).sum();
  }

  /** Of those, what is available or held. */
  long unitsLeftBehind(long room) {
    return offersBehind(room).stream().mapToLong(o -> o.total - issued(o.id)).sum();
  }

  /** Of those left, what is not held. */
  long unitsAvailableBehind(long room) {
    return unitsLeftBehind(room)
        - offersBehind(room).stream().mapToLong(offer -> held(offer.id)).sum();
  }

  private List<Offer> offersBehind(long room) {
    return offers.values().stream()
        .filter(offer -> sale(offer.sale).room == room && !sale(offer.sale).over())
        .toList();
  }

  boolean anythingLeft(long room) {
    if (unitsBehind(room) > 0) return unitsLeftBehind(room) > 0;
    List<Sale> behind = sales.values().stream().filter(sale -> sale.room == room).toList();
    return behind.isEmpty() || behind.stream().anyMatch(sale -> !sale.over());
  }

  /** Why there is nothing to be called for in a room, or nothing to take inside it. */
  @Nullable WaitReason reason(long room) {
    Set<SaleState> states = EnumSet.noneOf(SaleState.class);
    for (Sale sale : sales.values()) if (sale.room == room) states.add(sale.state);
    if (states.isEmpty()) return null;
    if (!anythingLeft(room)) {
      if (states.contains(SaleState.STOPPED)) return WaitReason.SALE_STOPPED;
      return unitsBehind(room) > 0 ? WaitReason.SOLD_OUT : WaitReason.SALE_OVER;
    }
    if (unitsBehind(room) > 0) {
      // Who could sell a unit now, once a hold ends, once resumed.
      if (offers(room, SaleState.OPEN).anyMatch(o -> o.total > issued(o.id) + held(o.id)))
        return null;
      if (offers(room, SaleState.OPEN).anyMatch(o -> o.total > issued(o.id)))
        return WaitReason.ALL_HELD;
      return offers(room, SaleState.PAUSED).anyMatch(o -> o.total > issued(o.id))
          ? WaitReason.SALE_PAUSED
          : WaitReason.SALE_NOT_OPEN;
    }
    if (states.contains(SaleState.OPEN)) return null;
    return states.contains(SaleState.PAUSED) ? WaitReason.SALE_PAUSED : WaitReason.SALE_NOT_OPEN;
  }

  private Stream<Offer> offers(long room, SaleState state) {
    return offersBehind(room).stream().filter(offer -> sale(offer.sale).state == state);
  }

  void hold(Claim claim) {
    claims.put(claim.terms().id(), claim);
    for (long id : claim.terms().seats()) {
      if (!(seats.get(id) instanceof Seat.Free free)) throw new AssertionError("two owners");
      Seat.Held held = free.hold(claim.terms().id());
      seats.put(id, claim instanceof Claim.Issued ? held.sell() : held);
    }
  }

  void stop(Sale sale, long nowMs) {
    sale.state = SaleState.STOPPED;
    sale.closedAtMs = nowMs;
  }

  /** A hold keeps the time it had left when its sale stopped. */
  void goOn(Sale sale, long nowMs) {
    for (Claim claim : List.copyOf(claims.values())) {
      boolean left = claim instanceof Claim.Held && claim.terms().untilMs() > sale.closedAtMs;
      if (left && offer(claim.terms().offer()).sale == sale.id)
        claims.put(
            claim.terms().id(), new Claim.Held(claim.terms().longer(nowMs - sale.closedAtMs)));
    }
    sale.closedAtMs = 0;
  }

  boolean stopped(Claim claim) {
    return sale(offer(claim.terms().offer()).sale).state == SaleState.STOPPED;
  }

  void issue(Claim.Held claim) {
    claims.put(claim.terms().id(), claim.pay());
    for (long id : claim.terms().seats())
      if (seats.get(id) instanceof Seat.Held held) seats.put(id, held.sell());
  }

  /** Puts the claim as it is now, and gives its seats back. */
  void giveBack(Claim over) {
    claims.put(over.terms().id(), over);
    for (long id : over.terms().seats()) {
      switch (seat(id)) {
        case Seat.Free _ -> throw new AssertionError("a seat given back twice");
        case Seat.Held held -> seats.put(id, held.giveBack());
        case Seat.Sold sold -> seats.put(id, sold.giveBack());
      }
    }
  }

  void store(@Nullable IdempotencyKey key, long claim, long untilMs) {
    if (key != null) keys.put(KeyName.of(key), new Stored(key.fingerprint(), claim, untilMs));
  }

  ClaimInfo info(Claim claim, ClaimState as) {
    Claim.Terms t = claim.terms();
    long schedule = offer(t.offer()).schedule;
    long[] seatIds = t.seats().stream().mapToLong(Long::longValue).toArray();
    return new ClaimInfo(
        t.id(),
        t.offer(),
        schedule == 0 ? 0 : schedule(schedule).concert(),
        schedule,
        t.user(),
        t.quantity(),
        t.amount(),
        as,
        t.createdMs(),
        t.untilMs(),
        seatIds);
  }

  static ClaimState stateOf(@Nullable Claim claim) {
    return switch (claim) {
      case null -> ClaimState.NONE;
      case Claim.Held _ -> ClaimState.HELD;
      case Claim.Issued _ -> ClaimState.ISSUED;
      case Claim.Lapsed _ -> ClaimState.LAPSED;
      case Claim.Cancelled _ -> ClaimState.CANCELLED;
      case Claim.Refunded _ -> ClaimState.REFUNDED;
    };
  }

  Sale sale(long id) {
    return there(sales.get(id));
  }

  Offer offer(long id) {
    return there(offers.get(id));
  }

  Schedule schedule(long id) {
    return there(schedules.get(id));
  }

  Seat seat(long id) {
    return there(seats.get(id));
  }

  Claim claim(long id) {
    return there(claims.get(id));
  }

  private static <T> T there(@Nullable T thing) {
    if (thing == null) throw new AssertionError("the model lost something");
    return thing;
  }
}
