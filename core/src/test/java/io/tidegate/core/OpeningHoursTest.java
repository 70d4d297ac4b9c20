package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Engine time is ahead of the wall clock: what an organiser set comes by the earlier of both, what
 * people were given runs out by engine time.
 */
class OpeningHoursTest {

  private static final long HOUR_MS = 3_600_000;
  private static final int LAG = 7_200;

  private final RulesFixture rules = new RulesFixture();
  private final CoreDriver core = rules.core;

  private SaleState sale() {
    return core.state().sale().sales.state(1);
  }

  private void planned() {
    long nowMs = core.nowMs();
    rules.ask(new Command.CreateSale("sale", nowMs + HOUR_MS, nowMs + 2 * HOUR_MS, Entry.OPEN, 0));
    rules.ask(new Command.CreateOffer(1, "coupon", 10, 0, 1, 1, 0));
  }

  @Test
  void a_sale_opens_and_closes_by_the_hour() {
    planned();
    core.pass(3 * HOUR_MS);
    core.lag(3_600);
    assertThat(rules.ask(new Command.Claim(1, 1, 1, null, null))).isEqualTo(new Result.Closed());
  }

  @Test
  void a_sale_whose_hours_lie_between_both_clocks_is_not_over_before_it_began() {
    planned();
    core.pass(3 * HOUR_MS);
    core.lag(LAG + 1);
    core.due();
    assertThat(sale()).isEqualTo(SaleState.PLANNED);
    core.lag(LAG);
    core.due();
    assertThat(sale()).isEqualTo(SaleState.OPEN);
    assertThat(rules.ask(new Command.Claim(1, 1, 1, null, null))).isInstanceOf(Result.Taken.class);
    core.lag(LAG / 2);
    core.due();
    assertThat(sale()).isEqualTo(SaleState.CLOSED);
  }

  @Test
  void nothing_opens_while_the_hour_is_behind_any_time() {
    planned();
    core.pass(3 * HOUR_MS);
    core.lag(Now.LAG_SECONDS_MAX);
    core.due();
    assertThat(sale()).isEqualTo(SaleState.PLANNED);
    assertThat(core.rules().idleMs(core.state(), Now.lagging(core.nowMs(), Now.LAG_SECONDS_MAX)))
        .isGreaterThan(HOUR_MS);
  }

  @Test
  void a_hold_runs_out_by_engine_time() {
    long offer = rules.units(rules.sale(), 10, 0, 1, 1, 1_000);
    rules.ask(new Command.Claim(offer, 1, 1, null, null));
    core.lag(LAG);
    core.pass(1_000);
    core.due();
    assertThat(core.state().sale().claims.state(1)).isEqualTo(ClaimState.LAPSED);
  }

  @Test
  void seats_are_sold_and_given_back_by_the_hour() {
    long nowMs = core.nowMs();
    long sale = rules.sale();
    rules.ask(new Command.CreateConcert("Requiem", "Church"));
    rules.ask(
        new Command.CreateSchedule(
            1, sale, nowMs + 3 * HOUR_MS, nowMs + HOUR_MS, nowMs + 3 * HOUR_MS, 1, 4, 0, 0, 4, 4));
    core.pass(2 * HOUR_MS);
    core.lag(LAG);
    assertThat(rules.ask(hold(1))).isEqualTo(new Result.NotOpen(nowMs + HOUR_MS));
    core.lag(LAG / 2);
    assertThat(rules.ask(hold(1))).isInstanceOf(Result.Taken.class);
    core.pass(2 * HOUR_MS);
    core.lag(LAG);
    assertThat(rules.ask(hold(2))).isInstanceOf(Result.Taken.class);
    assertThat(rules.ask(new Command.Cancel(1, 1))).isInstanceOf(Result.GivenBack.class);
    core.lag(0);
    assertThat(rules.ask(new Command.Cancel(2, 1))).isInstanceOf(Result.TooLate.class);
  }

  private static Command hold(long seat) {
    return new Command.HoldSeats(0, 0, new long[] {seat}, 1, null, null);
  }

  @Test
  void a_room_gathers_and_draws_by_the_hour() {
    long nowMs = core.nowMs();
    RoomSettings settings = new RoomSettings("main", RoomState.OPEN, 2, 10_000, 9, 5_000, 8_000);
    rules.ask(
        new Command.CreateRoom(
            settings,
            new Command.DrawPlan(
                nowMs + HOUR_MS, nowMs + 2 * HOUR_MS, "", new Bytes32(1, 2, 3, 4))));
    core.pass(3 * HOUR_MS);
    core.lag(LAG + 1);
    core.due();
    assertThat(core.state().rooms().get(1).settings().state()).isEqualTo(RoomState.IDLE);
    core.lag(LAG);
    core.due();
    assertThat(core.state().rooms().get(1).settings().state()).isEqualTo(RoomState.GATHERING);
    core.lag(LAG / 2);
    core.due();
    assertThat(core.state().rooms().get(1).settings().state()).isEqualTo(RoomState.OPEN);
  }

  private static final RoomSettings EVENING =
      new RoomSettings("evening", RoomState.OPEN, 2, 10_000, 9, 5_000, 8_000);

  private long drawsIn(long ms, String beacon) {
    long opensMs = core.now().hourMs() + ms;
    rules.ask(
        new Command.CreateRoom(
            EVENING, new Command.DrawPlan(0, opensMs, beacon, new Bytes32(1, 2, 3, 4))));
    return opensMs;
  }

  private static Command moveTo(long opensMs) {
    return new Command.UpdateRoom(1, null, null, null, null, null, null, null, opensMs);
  }

  private Draw draw() {
    return Objects.requireNonNull(core.state().rooms().get(1).draw());
  }

  /** They are published, and compared with the hour that they are to keep. */
  @Test
  void when_a_draw_was_moved_closed_and_drawn_is_told_by_the_hour() {
    core.lag(LAG);
    long movesMs = core.now().hourMs();
    long opensMs = drawsIn(1_000, "") + 1_000;
    rules.ask(moveTo(opensMs));
    core.pass(2_500);
    core.due();
    assertThat(draw().moves()).containsExactly(new Draw.Move(movesMs, opensMs));
    assertThat(Objects.requireNonNull(draw().closed()).atMs()).isEqualTo(opensMs + 500);
    assertThat(Objects.requireNonNull(draw().drawn()).atMs()).isEqualTo(opensMs + 500);
  }

  @Test
  void a_draw_is_never_told_to_be_before_its_close_though_the_clock_went_back() {
    long opensMs = drawsIn(1_000, "a source");
    core.pass(1_000);
    core.due();
    core.pass(1_000);
    core.lag(LAG);
    rules.ask(new Command.GiveBeacon(1, "a value"));
    assertThat(Objects.requireNonNull(draw().drawn()).atMs()).isEqualTo(opensMs);
  }

  @Test
  void an_hour_that_moves_while_none_has_come_moves_at_the_first_time_there_is() {
    long opensMs = drawsIn(HOUR_MS, "");
    core.lag(Now.LAG_SECONDS_MAX);
    rules.ask(moveTo(opensMs + 1));
    assertThat(draw().moves()).containsExactly(new Draw.Move(0, opensMs + 1));
  }

  @Test
  void who_gathers_is_told_how_long_it_is_to_the_hour() {
    core.lag(LAG);
    drawsIn(HOUR_MS, "");
    TicketRef ticket = rules.join(1, 7);
    assertThat(rules.place(ticket).etaMs()).isEqualTo(HOUR_MS);
    core.lag(Now.LAG_SECONDS_MAX);
    assertThat(rules.place(ticket).etaMs()).as("nobody knows").isNegative();
  }

  @Test
  void a_lag_comes_back_as_it_went() {
    for (int seconds : new int[] {0, 1, 3_599, Now.LAG_SECONDS_MAX - 1, Now.LAG_SECONDS_MAX})
      assertThat(Now.lagging(core.nowMs(), seconds).lagSeconds()).isEqualTo(seconds);
  }
}
