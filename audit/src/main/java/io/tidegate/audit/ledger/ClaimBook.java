package io.tidegate.audit.ledger;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every claim that there ever was, with what it took of its offer, its seats and the limit of its
 * user.
 */
final class ClaimBook {
  private final Breaches breaches;
  private final SaleBook sales;
  private final Wallets wallets;
  private final PairMap rows = new PairMap();
  private final List<Claim> claims = new ArrayList<>();
  private final PairMap taken = new PairMap();
  private long lastId;

  /** Claims at places before this one are held no more; none comes to be held again. */
  private int firstHeld;

  ClaimBook(Breaches breaches, SaleBook sales, Wallets wallets) {
    this.breaches = breaches;
    this.sales = sales;
    this.wallets = wallets;
  }

  List<Claim> all() {
    return claims;
  }

  @Nullable Claim find(long id) {
    int row = (int) rows.get(id, 0);
    return row == 0 ? null : claims.get(row - 1);
  }

  /** The place of a claim in {@link #all}, or -1. */
  int at(long id) {
    return (int) rows.get(id, 0) - 1;
  }

  /** The highest id there was. */
  long lastId() {
    return lastId;
  }

  private @Nullable Claim known(long id) {
    Claim claim = find(id);
    if (claim == null) breaches.add(Rule.IDS, "there is no claim " + id);
    return claim;
  }

  /** Books a claim; {@code room} is the one people had to be in for it, or null. */
  void claimed(Event.Claimed e, long timeMs, long hourMs, @Nullable Room room) {
    Offer offer = sales.offer(e.offer());
    if (offer == null || !grows(e.claim())) return;
    checkHours(offer, hourMs);
    checkTerms(e, offer, timeMs);
    checkLimits(e, offer);
    Claim claim = new Claim(e, offer, timeMs, room == null ? 0 : room.number(e.user()));
    claims.add(claim);
    rows.put(e.claim(), 0, claims.size());
    offer.claims++;
    offer.sale.claims++;
    offer.available -= e.quantity();
    offer.add(claim.state, e.quantity());
    taken.put(e.user(), offer.id, taken.get(e.user(), offer.id) + e.quantity());
    takeSeats(claim);
  }

  private boolean grows(long id) {
    boolean grows = id > lastId;
    if (!grows) breaches.add(Rule.IDS, "claim " + id + " comes behind claim " + lastId);
    lastId = Math.max(lastId, id);
    return grows || find(id) == null;
  }

  private void checkTerms(Event.Claimed e, Offer offer, long timeMs) {
    boolean atOnce = e.untilMs() == 0;
    if (atOnce != (offer.holdMs == 0))
      breaches.add(
          Rule.CLAIMS, "offer " + offer.id + (atOnce ? " holds claims" : " holds no claims"));
    else if (!atOnce && e.untilMs() != timeMs + offer.holdMs)
      breaches.add(
          Rule.CLAIMS, "held until " + e.untilMs() + ", not until " + (timeMs + offer.holdMs));
    if (e.amount() != offer.price * e.quantity())
      breaches.add(
          Rule.CLAIMS, e.quantity() + " units at " + offer.price + " do not cost " + e.amount());
    if (atOnce && e.amount() > 0)
      breaches.add(Rule.WALLETS, "claim " + e.claim() + " is issued and not paid for");
  }

  private void checkHours(Offer offer, long hourMs) {
    Sale sale = offer.sale;
    if (sale.state != Sale.OPEN)
      breaches.add(Rule.SALES, "sale " + sale.id + " is " + sale.stateName());
    else if (hourMs >= sale.closesMs)
      breaches.add(Rule.SALES, "sale " + sale.id + " was to close at " + sale.closesMs);
    if (offer.schedule == null) return;
    Event.Dates dates = offer.schedule.dates;
    if (hourMs < dates.startMs() || hourMs >= dates.endMs())
      breaches.add(
          Rule.SALES,
          "schedule "
              + offer.schedule.id
              + " sells from "
              + dates.startMs()
              + " until "
              + dates.endMs());
  }

  private void checkLimits(Event.Claimed e, Offer offer) {
    if (e.quantity() > offer.available)
      breaches.add(
          Rule.UNITS,
          "takes " + e.quantity() + " of offer " + offer.id + " with " + offer.available + " left");
    if (e.quantity() < 1 || e.quantity() > offer.perClaim)
      breaches.add(
          Rule.LIMITS,
          "takes " + e.quantity() + " of offer " + offer.id + ", per claim " + offer.perClaim);
    long has = taken.get(e.user(), offer.id);
    if (has + e.quantity() > offer.perUser)
      breaches.add(
          Rule.LIMITS,
          "user "
              + e.user()
              + " takes "
              + e.quantity()
              + " of offer "
              + offer.id
              + " and has "
              + has
              + ", per user "
              + offer.perUser);
  }

  private void takeSeats(Claim claim) {
    Schedule schedule = claim.offerBook.schedule;
    long[] seats = claim.seatIds();
    if (seats.length != (schedule == null ? 0 : claim.quantity()))
      breaches.add(Rule.SEATS, claim.quantity() + " units come with " + seats.length + " seats");
    if (schedule == null) return;
    for (long seat : seats) takeSeat(schedule, seat, claim);
  }

  private void takeSeat(Schedule schedule, long seat, Claim claim) {
    if (!schedule.has(seat)) {
      breaches.add(Rule.SEATS, "seat " + seat + " is not in schedule " + schedule.id);
      return;
    }
    Claim owner = schedule.owner(seat);
    if (owner == null) schedule.own(seat, claim);
    else breaches.add(Rule.SEATS, "seat " + seat + " belongs to " + owner);
  }

  void paid(Event.Paid e, long timeMs) {
    Claim claim = known(e.claim());
    if (claim == null) return;
    checkMoves(claim, "is paid");
    wallets.pay(e.user(), e.amount());
    checkOwner(claim, e.user());
    if (e.amount() != claim.amount())
      breaches.add(Rule.WALLETS, "pays " + e.amount() + " for " + claim.amount());
    if (claim.state == ClaimState.HELD && timeMs >= claim.untilMs())
      breaches.add(Rule.CLAIMS, claim + " until " + claim.untilMs() + ", is paid too late");
    if (is(claim, ClaimState.HELD, "is paid")) move(claim, ClaimState.ISSUED, timeMs);
  }

  void lapsed(Event.Lapsed e, long timeMs) {
    Claim claim = known(e.claim());
    if (claim == null || !is(claim, ClaimState.HELD, "lapses")) return;
    checkMoves(claim, "lapses");
    if (timeMs < claim.untilMs())
      breaches.add(Rule.CLAIMS, claim + " until " + claim.untilMs() + ", lapses too early");
    move(claim, ClaimState.LAPSED, timeMs);
  }

  void cancelled(Event.Cancelled e, long timeMs, long hourMs) {
    Claim claim = known(e.claim());
    if (claim == null) return;
    checkMoves(claim, "is cancelled");
    Schedule schedule = claim.offerBook.schedule;
    if (schedule != null && hourMs >= schedule.dates.openMs())
      breaches.add(
          Rule.CLAIMS, claim + ", is cancelled, and was played at " + schedule.dates.openMs());
    wallets.refund(e.user(), e.refund());
    checkOwner(claim, e.user());
    if (!claim.state.takes()) {
      breaches.add(Rule.CLAIMS, claim + ", is cancelled");
      return;
    }
    long due = claim.state == ClaimState.ISSUED ? claim.amount() : 0;
    if (e.refund() != due)
      breaches.add(Rule.WALLETS, claim + ", gets " + e.refund() + " back, not " + due);
    move(claim, ClaimState.CANCELLED, timeMs);
  }

  /** An organiser may do that in any sale, and at any time. */
  void refunded(Event.Refunded e, long timeMs) {
    Claim claim = known(e.claim());
    if (claim == null) return;
    if (claim.retired) breaches.add(Rule.CLAIMS, claim + ", is refunded, and had left memory");
    if (e.reason().isBlank()) breaches.add(Rule.CLAIMS, claim + ", is refunded without a reason");
    wallets.refund(e.user(), e.amount());
    checkOwner(claim, e.user());
    if (e.amount() != claim.amount() || e.amount() == 0)
      breaches.add(Rule.WALLETS, claim + ", gets " + e.amount() + " back, not " + claim.amount());
    if (is(claim, ClaimState.ISSUED, "is refunded")) move(claim, ClaimState.REFUNDED, timeMs);
  }

  /** Holds of a stopped sale keep the time they had left when it stopped. */
  void holdAgain(long saleId, long timeMs) {
    for (Claim claim : claims) {
      Sale sale = claim.offerBook.sale;
      if (sale.id != saleId || sale.state != Sale.STOPPED) continue;
      if (claim.state == ClaimState.HELD && claim.untilMs > sale.overMs)
        claim.untilMs += timeMs - sale.overMs;
    }
  }

  /** Every hold that had not run out by then lasts longer; not yet where its sale is stopped. */
  void prolong(long afterMs, long byMs) {
    while (firstHeld < claims.size() && claims.get(firstHeld).state != ClaimState.HELD) firstHeld++;
    for (Claim claim : claims.subList(firstHeld, claims.size()))
      if (claim.state == ClaimState.HELD
          && claim.untilMs > afterMs
          && claim.offerBook.sale.state != Sale.STOPPED) claim.untilMs += byMs;
  }

  void retired(long[] ids, long timeMs) {
    for (long id : ids) {
      Claim claim = known(id);
      if (claim != null) retire(claim, timeMs);
    }
  }

  private void retire(Claim claim, long timeMs) {
    boolean over = claim.isLongOver(timeMs);
    boolean lapses = claim.state == ClaimState.HELD && claim.offerBook.sale.state != Sale.STOPPED;
    if (claim.retired || lapses || !over)
      breaches.add(
          Rule.CLAIMS, claim + ", retires" + (claim.retired ? " again" : over ? "" : " too early"));
    if (!claim.retired) claim.offerBook.sale.claims--;
    claim.retired = true;
  }

  /** In a stopped sale nothing moves, and nothing that left memory. */
  private void checkMoves(Claim claim, String what) {
    Sale sale = claim.offerBook.sale;
    if (sale.state == Sale.STOPPED)
      breaches.add(Rule.SALES, claim + ", " + what + ", and sale " + sale.id + " is stopped");
    if (claim.retired) breaches.add(Rule.CLAIMS, claim + ", " + what + ", and had left memory");
  }

  private void checkOwner(Claim claim, long user) {
    if (claim.user() != user)
      breaches.add(Rule.CLAIMS, claim + ", is treated as one of user " + user);
  }

  private boolean is(Claim claim, ClaimState state, String what) {
    if (claim.state != state) breaches.add(Rule.CLAIMS, claim + ", " + what);
    return claim.state == state;
  }

  private void move(Claim claim, ClaimState to, long timeMs) {
    Offer offer = claim.offerBook;
    offer.add(claim.state, -claim.quantity());
    offer.add(to, claim.quantity());
    claim.state = to;
    if (to == ClaimState.ISSUED) claim.issuedMs = timeMs;
    if (to.takes()) return;
    claim.endedMs = timeMs;
    taken.put(claim.user(), offer.id, taken.get(claim.user(), offer.id) - claim.quantity());
    Schedule schedule = offer.schedule;
    if (schedule == null) return;
    for (long seat : claim.seatIds())
      if (schedule.has(seat) && schedule.owner(seat) == claim) schedule.own(seat, null);
  }
}
