package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import org.junit.jupiter.api.Test;

/** What a broken invariant does: its command nothing, its sale stopped, everything else goes on. */
class BreachTest {

  private final Stage stage = new Stage();
  private final long broken = stage.sale();
  private final long sound = stage.sale();
  private final long brokenOffer = stage.units(broken, 10, 0, 1, 1, 5_000);
  private final long soundOffer = stage.units(sound, 10, 0, 1, 1, 5_000);

  @Test
  void a_claim_that_would_break_an_invariant_changes_nothing_and_stops_its_sale() {
    oneUnitTooMany();
    assertThat(stage.claim(brokenOffer, 1, 1))
        .isEqualTo(new Result.Broken("available + held + issued = N"));
    assertThat(stage.stateOf(broken)).isEqualTo(SaleState.STOPPED);
    assertThat(stage.counts(brokenOffer)).isEqualTo("11/0/0");
    assertThat(stage.claim(brokenOffer, 2, 1)).isEqualTo(new Result.Stopped());
  }

  @Test
  void a_breach_says_why_in_one_event() {
    oneUnitTooMany();
    stage.claim(brokenOffer, 1, 1);
    stage.claim(brokenOffer, 1, 1);
    assertThat(stage.core.history().stream().map(CoreDriver.Happened::event))
        .containsOnlyOnce(
            new Event.SaleSwitched(broken, SaleState.STOPPED, "available + held + issued = N"));
  }

  @Test
  void other_sales_go_on_in_the_same_batch() {
    oneUnitTooMany();
    var results =
        stage.core.batch(
            new Command.Claim(brokenOffer, 1, 1, null, null),
            new Command.Claim(soundOffer, 1, 1, null, null));
    assertThat(results.getFirst()).isInstanceOf(Result.Broken.class);
    assertThat(results.getLast()).isInstanceOf(Result.Taken.class);
    assertThat(stage.stateOf(sound)).isEqualTo(SaleState.OPEN);
  }

  @Test
  void a_lapse_that_would_break_an_invariant_stops_its_sale_once_and_holds_nothing_up() {
    long stuck = stage.claimed(brokenOffer, 1);
    long fine = stage.claimed(soundOffer, 2);
    noUnitHeld();
    stage.core.pass(5_000);
    stage.core.due();
    assertThat(stage.stateOf(broken)).isEqualTo(SaleState.STOPPED);
    assertThat(stage.ask(new Command.FindClaim(fine, 2)).toString()).contains("LAPSED");
    assertThat(stage.ask(new Command.FindClaim(stuck, 1)).toString()).contains("HELD");
    assertThat(stage.core.rules().nextDueMs(stage.core.state())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void what_a_stopped_sale_holds_stays_held_over_a_restart() {
    stage.claimed(brokenOffer, 1);
    noUnitHeld();
    stage.core.pass(5_000);
    stage.core.due();
    State restored = Restoring.restarted(stage.core.state(), 3);
    assertThat(stage.core.rules().nextDue(restored, stage.core.nowMs())).isNull();
    assertThat(stage.core.rules().nextDueMs(restored)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_breach_in_a_sale_that_was_over_takes_nothing_from_its_room_again() {
    long room = stage.room("door", 5, 5);
    long over = stage.saleBehind(room);
    long coupons = stage.coupons(over, 7);
    long other = stage.coupons(stage.saleBehind(room), 3);
    Command.TicketRef anna = stage.enter(room, 1);
    Result taken = stage.ask(new Command.Claim(coupons, 1, 1, anna, null));
    stage.turn(over, Command.Switch.CLOSE);
    stage.core.state().sale().offers.move(coupons, 1, 0, 0);
    assertThat(stage.cancel(((Result.Taken) taken).claim().claim(), 1))
        .isInstanceOf(Result.Broken.class);
    assertThat(stage.stateOf(over)).isEqualTo(SaleState.STOPPED);
    assertThat(stage.core.state().rooms().get(room).units()).isEqualTo(3);
    assertThat(stage.core.state().rooms().get(room).unitsLeft()).isEqualTo(3);
    assertThat(stage.counts(other)).isEqualTo("3/0/0");
  }

  @Test
  void a_stopped_sale_goes_on_with_a_reason_once_its_cause_is_mended() {
    oneUnitTooMany();
    stage.claim(brokenOffer, 1, 1);
    stage.core.state().sale().offers.move(brokenOffer, -1, 0, 0);
    assertThat(resume(sound, SaleState.OPEN)).as("not stopped").isInstanceOf(Conflict.class);
    assertThat(resume(broken, SaleState.STOPPED)).isInstanceOf(Unfit.class);
    assertThat(resume(broken, SaleState.PAUSED)).isEqualTo(new Result.Done());
    assertThat(stage.claim(brokenOffer, 1, 1)).isEqualTo(new Result.Paused());
    stage.turn(broken, Command.Switch.RESUME);
    assertThat(stage.claim(brokenOffer, 1, 1)).isInstanceOf(Result.Taken.class);
    assertThat(stage.core.history().stream().map(CoreDriver.Happened::event))
        .contains(new Event.SaleResumed(broken, SaleState.PAUSED, "mended"));
  }

  private Result resume(long sale, SaleState to) {
    return stage.ask(new Command.ResumeStopped(sale, to, "mended"));
  }

  @Test
  void a_hold_keeps_the_time_it_had_left_when_its_sale_stopped_and_then_lapses() {
    long claim = stage.claimed(brokenOffer, 1);
    stage.core.pass(4_000);
    stage.core.happen(new Event.SaleSwitched(broken, SaleState.STOPPED, "a test"));
    stage.core.pass(3_600_000);
    assertThat(stage.pay(claim, 1)).isEqualTo(new Result.Stopped());
    stage.core.state(Restoring.restarted(stage.core.state(), 3));
    resume(broken, SaleState.OPEN);
    stage.core.pass(999);
    assertThat(stage.ask(new Command.FindClaim(claim, 1)).toString()).contains("HELD");
    stage.core.state(Restoring.restarted(stage.core.state(), 4));
    stage.core.pass(1);
    stage.core.due();
    assertThat(stage.ask(new Command.FindClaim(claim, 1)).toString()).contains("LAPSED");
  }

  @Test
  void a_sale_that_was_closed_before_it_was_stopped_can_only_be_closed_again() {
    long claim = stage.claimed(brokenOffer, 1);
    stage.turn(broken, Command.Switch.CLOSE);
    stage.core.happen(new Event.SaleSwitched(broken, SaleState.STOPPED, "a test"));
    assertThat(resume(broken, SaleState.OPEN)).isInstanceOf(Conflict.class);
    assertThat(resume(broken, SaleState.CLOSED)).isEqualTo(new Result.Done());
    stage.core.pass(5_000);
    stage.core.due();
    assertThat(stage.ask(new Command.FindClaim(claim, 1)).toString()).contains("LAPSED");
  }

  @Test
  void a_sale_that_was_stopped_thirty_days_ago_is_not_taken_up_any_more() {
    stage.core.happen(new Event.SaleSwitched(broken, SaleState.STOPPED, "a test"));
    stage.core.pass(State.STOPPED_KEPT_MS);
    assertThat(resume(broken, SaleState.CLOSED)).isInstanceOf(Conflict.class);
  }

  @Test
  void a_sale_that_is_resumed_before_its_hour_is_planned_again() {
    stage.ask(new Command.CreateSale("later", Stage.START_MS + 9, Long.MAX_VALUE, Entry.OPEN, 0));
    long later = stage.core.state().ids().last(Ids.Kind.SALE);
    stage.core.happen(new Event.SaleSwitched(later, SaleState.STOPPED, "a test"));
    resume(later, SaleState.OPEN);
    assertThat(stage.stateOf(later)).isEqualTo(SaleState.PLANNED);
  }

  @Test
  void a_room_calls_again_when_its_stopped_sale_goes_on() {
    long room = stage.room("door", 5, 5);
    long sale = stage.saleBehind(room);
    stage.coupons(sale, 7);
    stage.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    Command.TicketRef anna = stage.join(room, 1);
    assertThat(stage.place(anna).standing()).isEqualTo(Result.Standing.WAITING);
    resume(sale, SaleState.OPEN);
    stage.core.due();
    assertThat(stage.place(anna).standing()).isEqualTo(Result.Standing.CALLED);
    assertThat(stage.core.state().rooms().get(room).units()).isEqualTo(7);
    assertThat(stage.core.state().rooms().get(room).salesOver()).isZero();
  }

  @Test
  void a_refund_gives_back_what_was_paid_once_also_in_a_stopped_sale() {
    stage.topUp(1, 25);
    long claim = stage.claimed(stage.units(sound, 3, 20, 1, 1, 5_000), 1);
    Command refund = new Command.Refund(claim, "ill");
    assertThat(stage.ask(refund)).as("not paid").isInstanceOf(Conflict.class);
    stage.pay(claim, 1);
    stage.core.happen(new Event.SaleSwitched(sound, SaleState.STOPPED, "a test"));
    assertThat(stage.ask(refund).toString()).contains("REFUNDED");
    assertThat(stage.ask(refund).toString()).as("twice").contains("REFUNDED");
    assertThat(stage.balance(1)).isEqualTo(25);
    long offer = stage.core.state().sale().claims.offer(claim);
    assertThat(stage.counts(offer)).isEqualTo("3/0/0");
    assertThat(stage.pay(claim, 1)).isEqualTo(new Result.ClaimRefunded(claim));
    assertThat(stage.cancel(claim, 1)).isInstanceOf(Result.GivenBack.class);
    assertThat(stage.balance(1)).isEqualTo(25);
    long free = stage.claimed(soundOfferOfItsOwn(), 1);
    assertThat(stage.ask(new Command.Refund(free, "ill"))).as("free").isInstanceOf(Conflict.class);
    assertThat(stage.ask(new Command.Refund(99, "ill")))
        .isEqualTo(new Result.Unknown(Result.Kind.CLAIM, 99));
  }

  private long soundOfferOfItsOwn() {
    return stage.coupons(stage.sale(), 1);
  }

  private void oneUnitTooMany() {
    stage.core.state().sale().offers.move(brokenOffer, 1, 0, 0);
  }

  private void noUnitHeld() {
    stage.core.state().sale().offers.move(brokenOffer, 1, -1, 0);
  }
}
