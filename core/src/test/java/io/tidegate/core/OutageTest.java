package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Nobody was served for a while: nobody pays for that with a seat or a place. */
class OutageTest {

  private static final long HOUR_MS = 3_600_000;
  private static final long HOLD_MS = 60_000;
  private static final RoomSettings ROOM =
      new RoomSettings("main", RoomState.OPEN, 2, 10_000, 9, 5_000, 8_000);

  private final RulesFixture rules = new RulesFixture();
  private final CoreDriver core = rules.core;

  private void held() {
    long offer = rules.units(rules.sale(), 10, 0, 1, 1, HOLD_MS);
    rules.ask(new Command.Claim(offer, 1, 1, null, null));
  }

  private ClaimState claim() {
    return core.state().sale().claims.state(1);
  }

  private PlaceInfo place(long user) {
    return ((Result.Place) rules.ask(new Command.Join(1, user))).place();
  }

  @Test
  void a_hold_keeps_the_life_it_had_left() {
    held();
    core.pass(HOLD_MS - 7);
    core.outage(HOUR_MS);
    core.pass(6);
    core.due();
    assertThat(claim()).isEqualTo(ClaimState.HELD);
    core.pass(1);
    core.due();
    assertThat(claim()).isEqualTo(ClaimState.LAPSED);
  }

  @Test
  void what_had_run_out_before_is_not_brought_back() {
    held();
    core.pass(HOLD_MS);
    core.outage(HOUR_MS);
    core.due();
    assertThat(claim()).isEqualTo(ClaimState.LAPSED);
  }

  @Test
  void a_call_and_a_visit_keep_the_life_they_had_left() {
    rules.ask(new Command.CreateRoom(ROOM));
    PlaceInfo first = place(1);
    place(2);
    rules.ask(
        new Command.Look(0, 1, new TicketRef(1, first.epoch(), first.user(), first.number())));
    core.pass(4_999);
    core.outage(HOUR_MS);
    core.due();
    assertThat(place(1).standing()).isEqualTo(Standing.INSIDE);
    assertThat(place(2).standing()).isEqualTo(Standing.CALLED);
    core.pass(1);
    core.due();
    assertThat(core.state().rooms().get(1).away()).isEqualTo(1);
    core.pass(2_999);
    core.due();
    assertThat(core.state().rooms().get(1).inside()).isEqualTo(1);
    core.pass(1);
    core.due();
    assertThat(core.state().rooms().get(1).inside()).isZero();
  }

  @Test
  void hours_do_not_move() {
    rules.ask(
        new Command.CreateSale(
            "sale", core.nowMs() + HOUR_MS, core.nowMs() + 2 * HOUR_MS, Entry.OPEN, 0));
    core.outage(HOUR_MS);
    core.due();
    assertThat(core.state().sale().sales.state(1)).isEqualTo(SaleState.OPEN);
    core.outage(HOUR_MS);
    core.due();
    assertThat(core.state().sale().sales.state(1)).isEqualTo(SaleState.CLOSED);
  }

  @Test
  void the_rate_of_calls_is_that_of_the_clock() {
    rules.ask(new Command.CreateRoom(ROOM));
    for (long user = 1; user <= 6; user++) place(user);
    core.outage(9_999);
    core.due();
    assertThat(core.state().rooms().get(1).called()).isEqualTo(2);
    core.pass(1);
    core.due();
    assertThat(core.state().rooms().get(1).called()).isEqualTo(4);
  }

  @Test
  void holds_of_a_stopped_sale_keep_their_life_too() {
    held();
    core.happen(new Event.SaleSwitched(1, SaleState.STOPPED, "why"));
    core.outage(HOUR_MS);
    assertThat(core.state().sale().claims.untilMs(1))
        .isEqualTo(RulesFixture.START_MS + HOLD_MS + HOUR_MS);
  }

  @Test
  void an_outage_of_nothing_moves_nothing() {
    held();
    core.state().lead(new Leader(1, new UUID(1, 2), "", "here", 0, 0));
    assertThat(core.state().sale().claims.untilMs(1)).isEqualTo(RulesFixture.START_MS + HOLD_MS);
    assertThat(core.state().term()).isEqualTo(1);
  }

  @Test
  void a_snapshot_keeps_term_and_deadlines() {
    held();
    core.outage(HOUR_MS);
    State restored = SnapshotRoundTrip.restarted(core.state(), 3);
    assertThat(restored.term()).isEqualTo(1);
    assertThat(restored.sale().claims.nextDueMs())
        .isEqualTo(RulesFixture.START_MS + HOLD_MS + HOUR_MS);
  }
}
