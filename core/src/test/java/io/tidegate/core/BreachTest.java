package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

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

  private void oneUnitTooMany() {
    stage.core.state().sale().offers.move(brokenOffer, 1, 0, 0);
  }

  private void noUnitHeld() {
    stage.core.state().sale().offers.move(brokenOffer, 1, -1, 0);
  }
}
