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
  void who_is_away_has_the_time_left_to_come_back() {
    rules.ask(new Command.CreateRoom(ROOM));
    place(1);
    core.pass(5_000);
    core.due();
    core.pass(24 * HOUR_MS - 1);
    core.outage(HOUR_MS);
    core.due();
    assertThat(core.state().rooms().get(1).away()).isEqualTo(1);
    core.pass(1);
    core.due();
    assertThat(core.state().rooms().get(1).away()).isZero();
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

  /** Outages with restarts around and between them: two hours and 11 ms. */
  private void outages() {
    core.state(SnapshotRoundTrip.restarted(core.state(), 3));
    core.outage(HOUR_MS);
    core.state(SnapshotRoundTrip.restarted(core.state(), 4));
    core.pass(11);
    core.outage(HOUR_MS);
    core.state(SnapshotRoundTrip.restarted(core.state(), 5));
  }

  @Test
  void outages_while_a_sale_is_stopped_are_given_back_once() {
    held();
    long other = rules.units(rules.sale(), 10, 0, 1, 1, HOLD_MS);
    rules.ask(new Command.Claim(other, 1, 1, null, null));
    core.pass(7);
    core.happen(new Event.SaleSwitched(1, SaleState.STOPPED, "why"));
    outages();
    rules.ask(new Command.ResumeStopped(1, SaleState.OPEN, "mended"));
    core.pass(HOLD_MS - 7 - 11);
    core.due();
    assertThat(claim()).isEqualTo(ClaimState.HELD);
    assertThat(core.state().sale().claims.state(2)).isEqualTo(ClaimState.LAPSED);
    core.pass(10);
    core.due();
    assertThat(claim()).isEqualTo(ClaimState.HELD);
    core.pass(1);
    core.due();
    assertThat(claim()).isEqualTo(ClaimState.LAPSED);
  }

  /** Then user 3 is inside, 4 is called, 1 is in the return lane and 5 in line. */
  private void crowd() {
    rules.ask(
        new Command.CreateRoom(
            new RoomSettings("main", RoomState.OPEN, 2, 10_000, 2, 5_000, 8_000)));
    place(1);
    place(2);
    core.pass(5_000);
    core.due();
    PlaceInfo third = place(3);
    for (long user : new long[] {4, 1, 5}) place(user);
    rules.ask(new Command.Look(0, 3, new TicketRef(1, third.epoch(), 3, third.number())));
  }

  @Test
  void outages_while_a_room_is_in_quarantine_are_given_back_once() {
    crowd();
    core.pass(7);
    core.happen(new Event.RoomQuarantined(1, "why"));
    outages();
    rules.turn(1L, RoomState.OPEN);
    core.due();
    assertThat(place(3).untilMs() - core.nowMs()).isEqualTo(8_000 - 7);
    assertThat(place(4).untilMs() - core.nowMs()).isEqualTo(5_000 - 7);
    assertThat(place(1).ahead()).isZero();
    assertThat(place(5).ahead()).isEqualTo(1);
    core.pass(5_000 - 7 - 1);
    core.due();
    assertThat(place(1).standing()).isEqualTo(Standing.WAITING);
    core.pass(1);
    core.due();
    assertThat(place(1).standing()).isEqualTo(Standing.CALLED);
    assertThat(place(3).standing()).isEqualTo(Standing.INSIDE);
    core.pass(3_000);
    core.due();
    assertThat(core.state().rooms().get(1).inside()).isZero();
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
