package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.State;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.OfferView;
import io.tidegate.store.FaultyStore.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad days: a store that fails, a rule that throws, a reply sink that does. */
class FailureTest {

  private static final RoomSettings ROOM =
      new RoomSettings("main", RoomState.OPEN, 1_000, 1_000, 1_000, 60_000, 60_000);

  @TempDir Path folder;

  @Test
  void a_commit_that_fails_gives_no_result_and_publishes_nothing() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      OfferView before = service.offer(1);
      IOException why = new IOException("the disk is gone");
      service.store.failCommit(why);
      PendingAnswer claim = service.submit(EngineFixture.claim(1, 42));
      assertThat(claim.answer()).isEmpty();
      assertThat(service.offer(1)).isSameAs(before);
      assertThat(service.engine.ready()).isFalse();
      assertThat(service.engine.failure()).isSameAs(why);
      assertThat(service.engine.storeFailed()).isTrue();
      service.await(() -> service.failed() != null);
      assertThat(service.failed()).isSameAs(why);
      assertThat(service.engine.submit(new PendingAnswer(EngineFixture.claim(1, 43)))).isFalse();
      assertThat(service.engine.submit(new PendingAnswer(new Command.AskBalance(1)))).isFalse();
    }
  }

  @Test
  void what_waited_behind_a_failing_commit_comes_back_without_a_result_too() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate commit = service.store.holdCommit();
      service.store.failCommit(new IOException("the disk is gone"));
      PendingAnswer first = service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      List<PendingAnswer> behind =
          LongStream.range(2, 12)
              .mapToObj(user -> service.submit(EngineFixture.claim(1, user)))
              .toList();
      commit.open();
      assertThat(first.answer()).isEmpty();
      for (PendingAnswer asked : behind) assertThat(asked.answer()).isEmpty();
    }
  }

  @Test
  void nobody_waits_for_a_failed_store_to_close() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate close = service.store.holdClose();
      service.store.failCommit(new IOException("the disk is gone"));
      PendingAnswer claim = service.submit(EngineFixture.claim(1, 42));
      close.reached();
      assertThat(claim.answer()).isEmpty();
      assertThat(service.engine.submit(new PendingAnswer(EngineFixture.claim(1, 43)))).isFalse();
      close.open();
    }
  }

  @Test
  void a_commit_that_hangs_is_seen_from_outside_and_what_comes_then_is_refused_at_once()
      throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate commit = service.store.holdCommit();
      PendingAnswer hanging = service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      assertThat(service.engine.ready()).as("a moment is no hang").isTrue();
      service.await(() -> service.engine.hanging());
      assertThat(service.engine.committingNs()).isGreaterThan(Engine.COMMIT_SLOW.toNanos());
      assertThat(service.engine.ready()).isFalse();
      assertThat(service.engine.failure()).isNull();
      assertThat(service.engine.submit(new PendingAnswer(EngineFixture.claim(1, 2)))).isFalse();
      assertThat(hanging.isAnswered()).isFalse();
      commit.open();
      assertThat(hanging.answer()).containsInstanceOf(Result.Taken.class);
      service.await(service.engine::ready);
      service.await(() -> service.engine.committingNs() == 0);
    }
  }

  @Test
  void the_end_of_a_failed_engine_is_told_before_its_store_is_closed() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate close = service.store.holdClose();
      IOException why = new IOException("the disk is gone");
      service.store.failCommit(why);
      PendingAnswer claim = service.submit(EngineFixture.claim(1, 42));
      assertThat(service.engine.awaitEnd()).isSameAs(why);
      assertThat(claim.isAnswered()).isTrue();
      close.open();
    }
  }

  @Test
  void an_error_in_applying_an_event_is_no_fault_of_the_store_and_what_was_answered_is_kept()
      throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      service.ask(EngineFixture.claim(1, 1));
      service.ask(new Command.CreateRoom(ROOM));
      service.ask(new Command.Join(1, 1));
      State state = service.store.journal().state();
      state.rooms().ticketRows().set(state.rooms().tickets.find(1, 1), 2, 1 << 8 | 99);
      Gate commit = service.store.holdCommit();
      PendingAnswer before = service.submit(EngineFixture.claim(1, 2));
      commit.reached();
      PendingAnswer same = service.submit(EngineFixture.claim(1, 3));
      PendingAnswer bad = service.submit(new Command.BeginEpoch(1));
      commit.open();
      assertThat(before.answer()).containsInstanceOf(Result.Taken.class);
      assertThat(bad.answer()).isEmpty();
      assertThat(same.answer()).as("of the same batch").isEmpty();
      assertThat(service.engine.awaitEnd()).isInstanceOf(RuntimeException.class);
      assertThat(service.engine.storeFailed()).isFalse();
      assertThat(service.engine.ready()).isFalse();
      assertThat(service.engine.submit(new PendingAnswer(EngineFixture.claim(1, 4)))).isFalse();
    }
    try (EngineFixture again = EngineFixture.started(folder)) {
      assertThat(again.offer(1).available()).isEqualTo(8);
      assertThat(again.ask(new Command.BeginEpoch(1))).isInstanceOf(Result.Done.class);
    }
  }

  @Test
  void so_is_one_in_publishing_a_view_whose_event_is_durable() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      spoilEntry(service.store.journal().state(), 1);
      assertThat(service.submit(new Command.SwitchSale(1, Command.Switch.PAUSE)).answer())
          .isEmpty();
      assertThat(service.engine.awaitEnd()).isInstanceOf(RuntimeException.class);
      assertThat(service.engine.storeFailed()).isFalse();
      assertThat(service.failed()).isSameAs(service.engine.failure());
    }
    try (EngineFixture again = EngineFixture.started(folder)) {
      assertThat(Objects.requireNonNull(again.views.sale(1)).state()).isEqualTo(SaleState.PAUSED);
    }
  }

  /** Its view cannot be made any more. */
  private static void spoilEntry(State state, long sale) {
    Objects.requireNonNull(state.sale().rows().get("sales")).set(sale, 2, 99);
  }

  @Test
  void after_a_failure_a_new_start_finds_what_was_answered() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      service.ask(EngineFixture.claim(1, 42));
      service.store.failCommit(new IOException("the disk is gone"));
      assertThat(service.submit(EngineFixture.claim(1, 43)).answer()).isEmpty();
    }
    try (EngineFixture again = EngineFixture.started(folder)) {
      assertThat(again.offer(1).available()).isEqualTo(9);
      assertThat(again.ask(EngineFixture.claim(1, 42))).isEqualTo(new Result.AlreadyClaimed(1));
      assertThat(again.ask(EngineFixture.claim(1, 43))).isInstanceOf(Result.Taken.class);
    }
  }

  @Test
  @SuppressWarnings("NullAway") // a caller's bug, on purpose
  void a_rule_that_throws_costs_that_command_alone() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate commit = service.store.holdCommit();
      service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      PendingAnswer before = service.submit(EngineFixture.claim(1, 2));
      PendingAnswer bad = service.submit(new Command.HoldSeats(0, 0, null, 3, null, null));
      PendingAnswer after = service.submit(EngineFixture.claim(1, 4));
      commit.open();
      assertThat(before.answer()).containsInstanceOf(Result.Taken.class);
      assertThat(bad.answer()).contains(new Result.Failed());
      assertThat(after.answer()).containsInstanceOf(Result.Taken.class);
      assertThat(service.offer(1).available()).isEqualTo(7);
      assertThat(service.breach()).isEqualTo("a rule failed");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // a caller's bug, on purpose
  void so_does_one_that_throws_before_or_after_the_decision() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      service.ask(new Command.CreateRoom(ROOM));
      assertThat(service.ask(new Command.AskPlace(null))).isEqualTo(new Result.Failed());
      assertThat(service.ask(new Command.Leave(null))).isEqualTo(new Result.Failed());
      assertThat(service.ask(EngineFixture.claim(1, 4))).isInstanceOf(Result.Taken.class);
    }
  }

  @Test
  void an_id_beyond_every_table_is_unknown_and_stops_nothing() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      service.ask(EngineFixture.claim(1, 1));
      for (long far : new long[] {1L << 40, (1L << 42) + 1, (1L << 53) - 1}) {
        assertThat(service.ask(EngineFixture.claim(far, 2)))
            .isEqualTo(new Result.Unknown(Result.Kind.OFFER, far));
        assertThat(service.ask(new Command.Pay(far, 1, 0, 0, null)))
            .isEqualTo(new Result.Unknown(Result.Kind.CLAIM, far));
        assertThat(service.ask(new Command.Cancel(far, 1)))
            .isEqualTo(new Result.Unknown(Result.Kind.CLAIM, far));
      }
      assertThat(service.ask(EngineFixture.claim(1, 2))).isInstanceOf(Result.Taken.class);
    }
  }

  @Test
  void a_reply_sink_that_throws_costs_its_own_requests_alone() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate commit = service.store.holdCommit();
      service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      ReplySink gone =
          answered -> {
            throw new IllegalStateException("its thread has ended");
          };
      for (long user = 2; user < 6; user++) {
        assertThat(service.engine.submit(new PendingAnswer(EngineFixture.claim(1, user), gone)))
            .isTrue();
      }
      PendingAnswer other = service.submit(EngineFixture.claim(1, 9));
      commit.open();
      assertThat(other.answer()).containsInstanceOf(Result.Taken.class);
      assertThat(service.ask(EngineFixture.claim(1, 10))).isInstanceOf(Result.Taken.class);
      assertThat(service.engine.ready()).isTrue();
    }
  }

  @Test
  void a_full_disk_refuses_changes_and_answers_questions_until_there_is_room() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      service.ask(EngineFixture.claim(1, 1));
      service.store.full(true);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isEqualTo(new Result.Full("disk"));
      assertThat(service.ask(new Command.TopUp(1, 5, null))).isEqualTo(new Result.Full("disk"));
      assertThat(service.ask(new Command.AskBalance(1))).isEqualTo(new Result.Balance(0));
      assertThat(service.ask(new Command.FindClaim(1, 1))).isInstanceOf(Result.OneClaim.class);
      assertThat(service.ask(EngineFixture.claim(1, 1))).isEqualTo(new Result.AlreadyClaimed(1));
      assertThat(service.engine.diskFull()).isTrue();
      assertThat(service.engine.ready()).isFalse();
      service.store.full(false);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isInstanceOf(Result.Taken.class);
      assertThat(service.engine.ready()).isTrue();
      assertThat(service.engine.diskFull()).isFalse();
    }
  }

  @Test
  void what_falls_due_while_the_disk_is_full_happens_when_there_is_room() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.ask(
          new Command.CreateSale("s", service.clock.wallMs() - 1, Long.MAX_VALUE, Entry.OPEN, 0));
      service.ask(new Command.CreateOffer(1, "o", 1, 0, 1, 1, 60_000));
      service.ask(new Command.CreateRoom(ROOM));
      service.ask(EngineFixture.claim(1, 1));
      service.store.full(true);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isEqualTo(new Result.AllHeld(1, 0));
      assertThat(service.ask(new Command.Join(1, 1))).isEqualTo(new Result.Full("disk"));
      service.clock.pass(60_000);
      assertThat(service.ask(new Command.Pay(1, 1, 0, 0, null)))
          .isEqualTo(new Result.HoldLapsed(EngineFixture.T0 + 60_000));
      assertThat(service.ask(EngineFixture.claim(1, 2))).isEqualTo(new Result.AllHeld(1, 0));
      assertThat(service.offer(1).held()).isEqualTo(1);
      service.store.full(false);
      service.await(() -> service.offer(1).held() == 0);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isInstanceOf(Result.Taken.class);
    }
  }

  @Test
  void a_full_disk_is_no_failure_also_at_the_end() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      service.ask(EngineFixture.claim(1, 1));
      service.store.full(true);
      assertThat(service.ask(EngineFixture.claim(1, 2))).isEqualTo(new Result.Full("disk"));
      assertThat(service.stop()).isTrue();
      assertThat(service.engine.failure()).isNull();
    }
  }
}
