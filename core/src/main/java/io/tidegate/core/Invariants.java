package io.tidegate.core;

import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.CursorMoved;
import io.tidegate.core.Event.CursorReset;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.LetterGone;
import io.tidegate.core.Event.LetterKept;
import io.tidegate.core.Event.OfOutbox;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SinkRemoved;
import io.tidegate.core.Event.SinkSwitched;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.OfferTable;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after every event: available + held + issued = N, one owner per seat, no user over
 * the limit, no balance below zero. It is checked in production, for every event, on the state that
 * the event would leave. A value that breaks an invariant is refused, never adjusted.
 *
 * <p>Written independently of {@link SaleRules}, so that it catches their mistakes: it does not ask
 * whether a command was allowed, but whether the outcome is sound.
 */
public final class Invariants {

  private Invariants() {}

  /**
   * The invariant an event would break, null if it breaks none.
   *
   * @param state the state before the event
   */
  public static @Nullable String broken(State state, Event event) {
    SaleTables t = state.sale();
    return switch (event) {
      case Claimed e -> claimed(t, e);
      case Paid e -> paid(t, e);
      case Lapsed e -> lapsed(t, e.claim());
      case Cancelled e -> cancelled(t, e);
      case Refunded e -> refunded(t, e);
      case SaleResumed e ->
          t.sales.state(e.sale()) == SaleState.STOPPED && e.state() != SaleState.STOPPED
              ? null
              : "a sale that is stopped goes on";
      case Restocked e -> restocked(t.offers, e);
      case ToppedUp e ->
          e.amount() <= 0 || t.users.balance(e.user()) + e.amount() < 0
              ? "a top-up adds money"
              : null;
      case OfOutbox e -> outbox(state.sinks(), e);
      default -> null;
    };
  }

  /**
   * The sale an event belongs to, 0 if none: the one to stop when the event would break an
   * invariant.
   */
  public static long saleOf(State state, Event event) {
    SaleTables t = state.sale();
    return switch (event) {
      case Claimed e -> t.offers.sale(e.offer());
      case Paid e -> t.offers.sale(t.claims.offer(e.claim()));
      case Lapsed e -> t.offers.sale(t.claims.offer(e.claim()));
      case Cancelled e -> t.offers.sale(t.claims.offer(e.claim()));
      case Refunded e -> t.offers.sale(t.claims.offer(e.claim()));
      case Restocked e -> t.offers.sale(e.offer());
      default -> 0;
    };
  }

  private static @Nullable String claimed(SaleTables t, Claimed e) {
    if (t.claims.state(e.claim()) != ClaimState.NONE) return "a claim id is used once";
    if (e.quantity() < 1 || t.offers.available(e.offer()) < e.quantity())
      return "available units never go below 0";
    if (t.taken.units(e.offer(), e.user()) + e.quantity() > t.offers.perUser(e.offer()))
      return "no user over the limit";
    if (e.amount() < 0 || !costs(e, t.offers.price(e.offer()))) return "a claim costs its units";
    long schedule = t.offers.schedule(e.offer());
    if (e.seats().length != (schedule == 0 ? 0 : e.quantity()))
      return "a seat for every unit of a schedule";
    for (long seat : e.seats()) {
      if (t.seats.schedule(seat) != schedule || t.seats.claim(seat) != 0)
        return "one owner per seat";
    }
    if (Arrays.stream(e.seats()).distinct().count() < e.seats().length) return "one owner per seat";
    return sum(t.offers, e.offer());
  }

  private static @Nullable String outbox(SinkTable sinks, OfOutbox event) {
    return switch (event) {
      case CursorMoved e -> moved(sinks, sinks.find(e.sink()), e.sequence());
      case CursorReset e -> known(sinks, e.sink());
      case LetterKept e ->
          sinks.find(e.sink()) != 0 && sinks.hasRoom(sinks.find(e.sink()), e.sequence(), e.index())
              ? null
              : "a sink has so many letters at most";
      case LetterGone e ->
          sinks.find(e.sink()) != 0 && sinks.keeps(sinks.find(e.sink()), e.sequence(), e.index())
              ? null
              : "a letter that goes was kept";
      case SinkSwitched e -> known(sinks, e.sink());
      case SinkRemoved e -> known(sinks, e.sink());
    };
  }

  private static @Nullable String moved(SinkTable sinks, int sink, long sequence) {
    if (sink == 0) return sinks.free() == 0 ? "there are so many sinks at most" : null;
    return sequence < sinks.cursor(sink) ? "a cursor never goes back by itself" : null;
  }

  private static @Nullable String known(SinkTable sinks, String sink) {
    return sinks.find(sink) == 0 ? "a sink is known before anything happens to it" : null;
  }

  private static boolean costs(Claimed e, long price) {
    return Math.multiplyHigh(e.quantity(), price) == 0 && e.amount() == e.quantity() * price;
  }

  private static @Nullable String paid(SaleTables t, Paid e) {
    if (t.claims.state(e.claim()) != ClaimState.HELD || t.claims.user(e.claim()) != e.user()) {
      return "only a live hold of its own user is paid";
    }
    if (e.amount() != t.claims.amount(e.claim())) return "a payment is the claim's amount";
    if (t.users.balance(e.user()) < e.amount()) return "no balance below 0";
    return heldUnits(t, e.claim());
  }

  private static @Nullable String lapsed(SaleTables t, long claim) {
    return t.claims.state(claim) == ClaimState.HELD
        ? heldUnits(t, claim)
        : "only a live hold lapses";
  }

  private static @Nullable String cancelled(SaleTables t, Cancelled e) {
    if (t.claims.state(e.claim()) == ClaimState.HELD)
      return e.refund() == 0 ? heldUnits(t, e.claim()) : "no refund without a payment";
    if (t.claims.state(e.claim()) != ClaimState.ISSUED) return "only a live claim is cancelled";
    return e.refund() == t.claims.amount(e.claim())
        ? issuedUnits(t, e.claim())
        : "a refund is what was paid";
  }

  private static @Nullable String refunded(SaleTables t, Refunded e) {
    if (t.claims.state(e.claim()) != ClaimState.ISSUED || t.claims.user(e.claim()) != e.user())
      return "only an issued claim of its own user is refunded";
    return e.amount() > 0 && e.amount() == t.claims.amount(e.claim())
        ? issuedUnits(t, e.claim())
        : "a refund is what was paid";
  }

  private static @Nullable String issuedUnits(SaleTables t, long claim) {
    return t.offers.issued(t.claims.offer(claim)) < t.claims.quantity(claim)
        ? "issued units never go below 0"
        : ownSeats(t, claim);
  }

  private static @Nullable String heldUnits(SaleTables t, long claim) {
    long offer = t.claims.offer(claim);
    if (t.offers.held(offer) < t.claims.quantity(claim)) return "held units never go below 0";
    return ownSeats(t, claim);
  }

  private static @Nullable String ownSeats(SaleTables t, long claim) {
    if (!t.sales.exists(t.offers.sale(t.claims.offer(claim)))) return "a claim belongs to a sale";
    for (long seat : t.claims.seats(claim))
      if (t.seats.claim(seat) != claim) return "one owner per seat";
    return sum(t.offers, t.claims.offer(claim));
  }

  private static @Nullable String restocked(OfferTable offers, Restocked e) {
    if (e.total() < offers.held(e.offer()) + offers.issued(e.offer()))
      return "N never goes below held + issued";
    return sum(offers, e.offer());
  }

  private static @Nullable String sum(OfferTable offers, long offer) {
    long sum = offers.available(offer) + offers.held(offer) + offers.issued(offer);
    return sum == offers.total(offer) ? null : "available + held + issued = N";
  }
}
