package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import org.junit.jupiter.api.Test;

/** What a broken invariant does: its command nothing, its sale stopped, everything else goes on. */
class BreachTest {

  private final RulesFixture rules = new RulesFixture();
  private final long broken = rules.sale();
  private final long sound = rules.sale();
  private final long brokenOffer = rules.units(broken, 10, 0, 1, 1, 5_000);
  private final long soundOffer = rules.units(sound, 10, 0, 1, 1, 5_000);

  @Test
  void a_claim_that_would_break_an_invariant_changes_nothing_and_stops_its_sale() {
    oneUnitTooMany();
    assertThat(rules.claim(brokenOffer, 1, 1))
        .isEqualTo(new Result.Broken("available + held + issued = N"));
    assertThat(rules.stateOf(broken)).isEqualTo(SaleState.STOPPED);
    assertThat(rules.counts(brokenOffer)).isEqualTo("11/0/0");
    assertThat(rules.claim(brokenOffer, 2, 1)).isEqualTo(new Result.Stopped());
  }

  @Test
  void a_breach_says_why_in_one_event() {
    oneUnitTooMany();
    rules.claim(brokenOffer, 1, 1);
    rules.claim(brokenOffer, 1, 1);
    assertThat(rules.core.history().stream().map(CoreDriver.Happened::event))
        .containsOnlyOnce(
            new Event.SaleSwitched(broken, SaleState.STOPPED, "available + held + issued = N"));
  }

  @Test
  void other_sales_go_on_in_the_same_batch() {
    oneUnitTooMany();
    var results =
        rules.core.batch(
            new Command.Claim(brokenOffer, 1, 1, null, null),
            new Command.Claim(soundOffer, 1, 1, null, null));
    assertThat(results.getFirst()).isInstanceOf(Result.Broken.class);
    assertThat(results.getLast()).isInstanceOf(Result.Taken.class);
    assertThat(rules.stateOf(sound)).isEqualTo(SaleState.OPEN);
  }

  @Test
  void a_lapse_that_would_break_an_invariant_stops_its_sale_once_and_holds_nothing_up() {
    long stuck = rules.claimed(brokenOffer, 1);
    long fine = rules.claimed(soundOffer, 2);
    noUnitHeld();
    rules.core.pass(5_000);
    rules.core.due();
    assertThat(rules.stateOf(broken)).isEqualTo(SaleState.STOPPED);
    assertThat(rules.ask(new Command.FindClaim(fine, 2)).toString()).contains("LAPSED");
    assertThat(rules.ask(new Command.FindClaim(stuck, 1)).toString()).contains("HELD");
    assertThat(rules.core.rules().nextDueMs(rules.core.state())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void what_a_stopped_sale_holds_stays_held_over_a_restart() {
    rules.claimed(brokenOffer, 1);
    noUnitHeld();
    rules.core.pass(5_000);
    rules.core.due();
    State restored = SnapshotRoundTrip.restarted(rules.core.state(), 3);
    assertThat(rules.core.rules().nextDue(restored, rules.core.nowMs())).isNull();
    assertThat(rules.core.rules().nextDueMs(restored)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_breach_in_a_sale_that_was_over_takes_nothing_from_its_room_again() {
    long room = rules.room("door", 5, 5);
    long over = rules.saleBehind(room);
    long coupons = rules.coupons(over, 7);
    long other = rules.coupons(rules.saleBehind(room), 3);
    Command.TicketRef anna = rules.enter(room, 1);
    Result taken = rules.ask(new Command.Claim(coupons, 1, 1, anna, null));
    rules.turn(over, Command.Switch.CLOSE);
    rules.core.state().sale().offers.move(coupons, 1, 0, 0);
    assertThat(rules.cancel(((Result.Taken) taken).claim().claim(), 1))
        .isInstanceOf(Result.Broken.class);
    assertThat(rules.stateOf(over)).isEqualTo(SaleState.STOPPED);
    assertThat(rules.core.state().rooms().get(room).units()).isEqualTo(3);
    assertThat(rules.core.state().rooms().get(room).unitsLeft()).isEqualTo(3);
    assertThat(rules.counts(other)).isEqualTo("3/0/0");
  }

  @Test
  void a_stopped_sale_goes_on_with_a_reason_once_its_cause_is_mended() {
    oneUnitTooMany();
    rules.claim(brokenOffer, 1, 1);
    rules.core.state().sale().offers.move(brokenOffer, -1, 0, 0);
    assertThat(resume(sound, SaleState.OPEN)).as("not stopped").isInstanceOf(Conflict.class);
    assertThat(resume(broken, SaleState.STOPPED)).isInstanceOf(Unfit.class);
    assertThat(resume(broken, SaleState.PAUSED)).isEqualTo(new Result.Done());
    assertThat(rules.claim(brokenOffer, 1, 1)).isEqualTo(new Result.Paused());
    rules.turn(broken, Command.Switch.RESUME);
    assertThat(rules.claim(brokenOffer, 1, 1)).isInstanceOf(Result.Taken.class);
    assertThat(rules.core.history().stream().map(CoreDriver.Happened::event))
        .contains(new Event.SaleResumed(broken, SaleState.PAUSED, "mended"));
  }

  private Result resume(long sale, SaleState to) {
    return rules.ask(new Command.ResumeStopped(sale, to, "mended"));
  }

  @Test
  void a_hold_keeps_the_time_it_had_left_when_its_sale_stopped_and_then_lapses() {
    long claim = rules.claimed(brokenOffer, 1);
    rules.core.pass(4_000);
    rules.core.happen(new Event.SaleSwitched(broken, SaleState.STOPPED, "a test"));
    rules.core.pass(3_600_000);
    assertThat(rules.pay(claim, 1)).isEqualTo(new Result.Stopped());
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 3));
    resume(broken, SaleState.OPEN);
    rules.core.pass(999);
    assertThat(rules.ask(new Command.FindClaim(claim, 1)).toString()).contains("HELD");
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 4));
    rules.core.pass(1);
    rules.core.due();
    assertThat(rules.ask(new Command.FindClaim(claim, 1)).toString()).contains("LAPSED");
  }

  @Test
  void a_sale_that_was_closed_before_it_was_stopped_can_only_be_closed_again() {
    long claim = rules.claimed(brokenOffer, 1);
    rules.turn(broken, Command.Switch.CLOSE);
    rules.core.happen(new Event.SaleSwitched(broken, SaleState.STOPPED, "a test"));
    assertThat(resume(broken, SaleState.OPEN)).isInstanceOf(Conflict.class);
    assertThat(resume(broken, SaleState.CLOSED)).isEqualTo(new Result.Done());
    rules.core.pass(5_000);
    rules.core.due();
    assertThat(rules.ask(new Command.FindClaim(claim, 1)).toString()).contains("LAPSED");
  }

  @Test
  void a_sale_that_was_stopped_thirty_days_ago_is_not_taken_up_any_more() {
    rules.core.happen(new Event.SaleSwitched(broken, SaleState.STOPPED, "a test"));
    rules.core.pass(State.STOPPED_KEPT_MS);
    assertThat(resume(broken, SaleState.CLOSED)).isInstanceOf(Conflict.class);
  }

  @Test
  void a_sale_that_is_resumed_before_its_hour_is_planned_again() {
    rules.ask(
        new Command.CreateSale("later", RulesFixture.START_MS + 9, Long.MAX_VALUE, Entry.OPEN, 0));
    long later = rules.core.state().ids().last(Ids.Kind.SALE);
    rules.core.happen(new Event.SaleSwitched(later, SaleState.STOPPED, "a test"));
    resume(later, SaleState.OPEN);
    assertThat(rules.stateOf(later)).isEqualTo(SaleState.PLANNED);
  }

  @Test
  void a_room_calls_again_when_its_stopped_sale_goes_on() {
    long room = rules.room("door", 5, 5);
    long sale = rules.saleBehind(room);
    rules.coupons(sale, 7);
    rules.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    Command.TicketRef anna = rules.join(room, 1);
    assertThat(rules.place(anna).standing()).isEqualTo(Result.Standing.WAITING);
    resume(sale, SaleState.OPEN);
    rules.core.due();
    assertThat(rules.place(anna).standing()).isEqualTo(Result.Standing.CALLED);
    assertThat(rules.core.state().rooms().get(room).units()).isEqualTo(7);
    assertThat(rules.core.state().rooms().get(room).salesOver()).isZero();
  }

  @Test
  void a_refund_gives_back_what_was_paid_once_also_in_a_stopped_sale() {
    rules.topUp(1, 25);
    long claim = rules.claimed(rules.units(sound, 3, 20, 1, 1, 5_000), 1);
    Command refund = new Command.Refund(claim, "ill");
    assertThat(rules.ask(refund)).as("not paid").isInstanceOf(Conflict.class);
    rules.pay(claim, 1);
    rules.core.happen(new Event.SaleSwitched(sound, SaleState.STOPPED, "a test"));
    assertThat(rules.ask(refund).toString()).contains("REFUNDED");
    assertThat(rules.ask(refund).toString()).as("twice").contains("REFUNDED");
    assertThat(rules.balance(1)).isEqualTo(25);
    long offer = rules.core.state().sale().claims.offer(claim);
    assertThat(rules.counts(offer)).isEqualTo("3/0/0");
    assertThat(rules.pay(claim, 1)).isEqualTo(new Result.ClaimRefunded(claim));
    assertThat(rules.cancel(claim, 1)).isInstanceOf(Result.GivenBack.class);
    assertThat(rules.balance(1)).isEqualTo(25);
    long free = rules.claimed(soundOfferOfItsOwn(), 1);
    assertThat(rules.ask(new Command.Refund(free, "ill"))).as("free").isInstanceOf(Conflict.class);
    assertThat(rules.ask(new Command.Refund(99, "ill")))
        .isEqualTo(new Result.Unknown(Result.Kind.CLAIM, 99));
  }

  private long soundOfferOfItsOwn() {
    return rules.coupons(rules.sale(), 1);
  }

  private void oneUnitTooMany() {
    rules.core.state().sale().offers.move(brokenOffer, 1, 0, 0);
  }

  private void noUnitHeld() {
    rules.core.state().sale().offers.move(brokenOffer, 1, -1, 0);
  }
}
