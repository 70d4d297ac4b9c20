package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What time makes happen by itself, without anybody asking. */
class DueWorkTest {

  private static final long HOLD_MS = 60_000;
  private static final RoomSettings ROOM =
      new RoomSettings("main", RoomState.OPEN, 2, 10_000, 3, 5_000, 30_000);

  @TempDir Path folder;

  @Test
  void a_hold_lapses_at_its_time_and_not_before_without_anybody_asking() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      held(service, 10, 1);
      service.clock.pass(HOLD_MS - 1);
      assertThat(service.ask(new Command.FindClaim(1, 1))).isInstanceOf(Result.OneClaim.class);
      assertThat(service.offer(1).held()).isEqualTo(1);
      service.clock.pass(1);
      service.await(() -> service.offer(1).held() == 0);
      assertThat(service.offer(1).available()).isEqualTo(10);
      assertThat(service.ask(new Command.Pay(1, 1, 0, 0, null)))
          .isEqualTo(new Result.HoldLapsed(EngineFixture.T0 + HOLD_MS));
    }
  }

  @Test
  void a_claim_finds_the_unit_of_a_hold_that_ends_in_the_same_batch() throws Exception {
    EngineConfig lazy = new EngineConfig(16, 4_096, 8_192, 1_000);
    try (EngineFixture service =
        EngineFixture.started(folder, lazy, new ManualClock(EngineFixture.T0))) {
      held(service, 1, 1);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isEqualTo(new Result.AllHeld(1, 0));
      service.clock.pass(HOLD_MS);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isInstanceOf(Result.Taken.class);
    }
  }

  @Test
  void no_batch_sweeps_more_than_its_bound_and_commands_wait_for_all_that_is_due()
      throws Exception {
    EngineConfig config = new EngineConfig(1_000, 4_096, 10, 1_000);
    try (EngineFixture service =
        EngineFixture.started(folder, config, new ManualClock(EngineFixture.T0))) {
      held(service, 95, 95);
      int before = service.store.batches().size();
      service.clock.pass(HOLD_MS);
      assertThat(service.ask(new Command.Claim(1, 1_000, 1, null, null)))
          .isInstanceOf(Result.Taken.class);
      var sweeps = service.store.batches().subList(before, service.store.batches().size());
      assertThat(sweeps).hasSizeGreaterThanOrEqualTo(10);
      assertThat(sweeps).allSatisfy(seen -> assertThat(seen.events()).isLessThanOrEqualTo(11));
      assertThat(service.offer(1).available()).isEqualTo(94);
    }
  }

  @Test
  void a_room_calls_the_next_by_itself_when_there_is_credit_again() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.ask(new Command.CreateRoom(ROOM));
      for (long user = 1; user <= 5; user++) service.ask(new Command.Join(1, user));
      assertThat(room(service).called()).isEqualTo(2);
      assertThat(room(service).waiting()).isEqualTo(3);
      service.clock.pass(10_000);
      service.await(() -> room(service).calledUpTo() > 2);
      assertThat(room(service).calledUpTo()).isEqualTo(4);
      assertThat(service.ask(Result.Place.class, new Command.Join(1, 3)).place().standing())
          .isEqualTo(Standing.CALLED);
    }
  }

  @Test
  void a_call_nobody_answers_lapses_and_the_slot_goes_to_the_next() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.ask(new Command.CreateRoom(ROOM));
      for (long user = 1; user <= 4; user++) service.ask(new Command.Join(1, user));
      service.clock.pass(5_000);
      service.await(() -> room(service).calledUpTo() == 4);
      assertThat(room(service).called()).isEqualTo(2);
      assertThat(room(service).waiting()).isZero();
      assertThat(service.ask(Result.Place.class, new Command.Join(1, 1)).place().ahead()).isZero();
      assertThat(room(service).waiting()).isEqualTo(1);
    }
  }

  @Test
  void who_comes_back_while_there_is_credit_is_called_at_once() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.ask(new Command.CreateRoom(ROOM));
      service.ask(new Command.Join(1, 1));
      service.clock.pass(5_000);
      service.await(() -> room(service).called() == 0);
      assertThat(service.ask(Result.Place.class, new Command.Join(1, 1)).place().standing())
          .isEqualTo(Standing.CALLED);
    }
  }

  @Test
  void a_sale_opens_and_closes_at_its_hours() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      planned(service, 1_000, 5_000);
      assertThat(service.ask(EngineFixture.claim(1, 1)))
          .isEqualTo(new Result.NotOpen(EngineFixture.T0 + 1_000));
      service.clock.pass(1_000);
      service.await(() -> sale(service).state() == SaleState.OPEN);
      assertThat(service.ask(EngineFixture.claim(1, 1))).isInstanceOf(Result.Taken.class);
      service.clock.pass(4_000);
      service.await(() -> sale(service).state() == SaleState.CLOSED);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isEqualTo(new Result.Closed());
    }
  }

  @Test
  void a_sale_opens_once_also_if_the_server_was_down_at_the_hour() throws Exception {
    ManualClock clock = new ManualClock(EngineFixture.T0);
    try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), clock)) {
      planned(service, 1_000, Long.MAX_VALUE - EngineFixture.T0);
    }
    clock.pass(60_000);
    long opened;
    try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), clock)) {
      assertThat(service.ask(EngineFixture.claim(1, 1))).isInstanceOf(Result.Taken.class);
      assertThat(sale(service).state()).isEqualTo(SaleState.OPEN);
      opened = sale(service).version();
      service.clock.pass(60_000);
      service.ask(EngineFixture.claim(1, 2));
      assertThat(sale(service).version()).isEqualTo(opened);
    }
    try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), clock)) {
      service.ask(new Command.AskBalance(1));
      long records = service.store.journal().position().sequence();
      service.ask(new Command.AskBalance(1));
      assertThat(service.store.journal().position().sequence()).isEqualTo(records);
      assertThat(sale(service).state()).isEqualTo(SaleState.OPEN);
    }
  }

  @Test
  void the_newest_record_holds_the_time_where_the_wall_clock_of_a_new_start_is_behind()
      throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      held(service, 10, 1);
      service.clock.pass(10_000);
      service.ask(EngineFixture.claim(1, 2));
    }
    ManualClock behind = new ManualClock(EngineFixture.T0 - 86_400_000);
    try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), behind)) {
      var claim = service.ask(Result.Taken.class, EngineFixture.claim(1, 3)).claim();
      assertThat(claim.createdMs()).isGreaterThanOrEqualTo(EngineFixture.T0 + 10_000);
      assertThat(service.offer(1).held()).isEqualTo(3);
      behind.pass(2 * (HOLD_MS - 10_000)); // it runs at half speed while it is ahead
      service.await(() -> service.offer(1).held() == 2);
    }
  }

  @Test
  void a_wall_clock_that_steps_back_slows_holds_and_one_that_steps_forward_ends_none()
      throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      held(service, 10, 1);
      service.clock.stepWall(-3_600_000);
      service.clock.pass(2 * HOLD_MS);
      service.await(() -> service.offer(1).held() == 0);
      var claim = service.ask(Result.Taken.class, EngineFixture.claim(1, 2)).claim();
      assertThat(claim.createdMs()).isEqualTo(EngineFixture.T0 + HOLD_MS);
      service.clock.stepWall(2 * 3_600_000);
      service.ask(new Command.AskBalance(1));
      service.clock.pass(31_000);
      service.await(() -> service.engine.clockDistanceMs() == 0);
      assertThat(service.offer(1).held()).isEqualTo(1);
    }
  }

  @Test
  void closed_sales_leave_memory_in_the_end_and_their_counts_stay() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      for (long user = 1; user <= 4; user++) service.ask(EngineFixture.claim(1, user));
      service.ask(new Command.SwitchSale(1, Command.Switch.CLOSE));
      service.clock.pass(47L * 3_600_000);
      assertThat(service.ask(new Command.FindClaim(1, 1))).isInstanceOf(Result.OneClaim.class);
      service.clock.pass(2L * 3_600_000);
      service.await(() -> service.store.journal().state().sale().claims.size() == 0);
      assertThat(service.ask(new Command.FindClaim(1, 1)))
          .isEqualTo(new Result.Unknown(Result.Kind.CLAIM, 1));
      assertThat(service.offer(1).issued()).isEqualTo(4);
    }
  }

  /** Offer 1 with that many units for a minute each, the first of them held by users 1, 2, 3 … */
  private static void held(EngineFixture service, long units, int holders) throws Exception {
    service.ask(
        new Command.CreateSale("s", service.clock.wallMs() - 1, Long.MAX_VALUE, Entry.OPEN, 0));
    service.ask(new Command.CreateOffer(1, "o", units, 0, 1, 1, HOLD_MS));
    for (long user = 1; user <= holders; user++)
      assertThat(service.ask(EngineFixture.claim(1, user))).isInstanceOf(Result.Taken.class);
  }

  private static void planned(EngineFixture service, long opensInMs, long closesInMs)
      throws Exception {
    long now = service.clock.wallMs();
    service.ask(new Command.CreateSale("s", now + opensInMs, now + closesInMs, Entry.OPEN, 0));
    service.ask(new Command.CreateOffer(1, "o", 10, 0, 1, 1, 0));
  }

  private static RoomView room(EngineFixture service) {
    return Objects.requireNonNull(service.views.room(1));
  }

  private static SaleView sale(EngineFixture service) {
    return Objects.requireNonNull(service.views.sale(1));
  }
}
