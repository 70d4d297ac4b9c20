package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.store.FaultyStore.Gate;
import io.tidegate.store.FaultyStore.Seen;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The batch: what forms one, in which order it is decided, and when it is seen. */
class BatchTest {

  @TempDir Path folder;

  @Test
  void nothing_is_answered_or_seen_before_it_is_durable() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate commit = service.store.holdCommit();
      PendingAnswer claim = service.submit(EngineFixture.claim(1, 42));
      commit.reached();
      assertThat(claim.isAnswered()).isFalse();
      assertThat(offerLeft(service)).isEqualTo(10);
      commit.open();
      assertThat(claim.answer()).containsInstanceOf(Result.Taken.class);
      assertThat(offerLeft(service)).isEqualTo(9);
    }
  }

  @Test
  void a_question_waits_for_the_commit_of_what_it_saw() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate commit = service.store.holdCommit();
      PendingAnswer topUp = service.submit(new Command.TopUp(42, 5, null));
      commit.reached();
      PendingAnswer balance = service.submit(new Command.AskBalance(42));
      assertThat(balance.isAnswered()).isFalse();
      commit.open();
      assertThat(topUp.answer()).isPresent();
      assertThat(balance.answer()).contains(new Result.Balance(5));
    }
  }

  @Test
  void what_arrives_during_a_commit_is_one_batch_with_one_commit() throws Exception {
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(1_000), clock())) {
      service.coupon(1_000);
      Gate commit = service.store.holdCommit();
      PendingAnswer first = service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      long records = service.store.journal().position().sequence();
      int before = service.store.batches().size();
      List<PendingAnswer> during =
          LongStream.range(2, 502)
              .mapToObj(user -> service.submit(EngineFixture.claim(1, user)))
              .toList();
      commit.open();
      assertThat(first.answer()).isPresent();
      for (PendingAnswer asked : during) assertThat(asked.answer()).isPresent();
      List<Seen> after = service.store.batches();
      assertThat(after.subList(before, after.size())).containsExactly(new Seen(500, 500));
      assertThat(service.offer(1).version()).isEqualTo(records + 2);
    }
  }

  @Test
  void a_batch_without_events_writes_nothing() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(1);
      service.ask(EngineFixture.claim(1, 1));
      long records = service.store.journal().position().sequence();
      for (long user = 2; user < 12; user++)
        assertThat(service.ask(EngineFixture.claim(1, user))).isEqualTo(new Result.SoldOut(1, 0));
      assertThat(service.store.journal().position().sequence()).isEqualTo(records);
    }
  }

  @Test
  void a_batch_takes_no_more_than_its_bound_and_carries_the_rest_over_in_order() throws Exception {
    EngineConfig config = new EngineConfig(1_000, 7, 8_192, 2);
    try (EngineFixture service = EngineFixture.started(folder, config, clock())) {
      service.coupon(1_000);
      Gate commit = service.store.holdCommit();
      service.submit(EngineFixture.claim(1, 1_000));
      commit.reached();
      List<PendingAnswer> asked =
          LongStream.range(1, 101)
              .mapToObj(user -> service.submit(EngineFixture.claim(1, user)))
              .toList();
      commit.open();
      long last = 0;
      for (PendingAnswer one : asked) {
        long claim = ((Result.Taken) one.answer().orElseThrow()).claim().claim();
        assertThat(claim).isGreaterThan(last);
        last = claim;
      }
      assertThat(service.store.batches())
          .allSatisfy(seen -> assertThat(seen.commands()).isLessThan(8));
    }
  }

  @Test
  void a_batch_ends_where_its_record_is_full_and_the_rest_follows_in_order() throws Exception {
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(1_000), clock())) {
      Gate commit = service.store.holdCommit();
      service.submit(new Command.CreateConcert("first", ""));
      commit.reached();
      String title = "x".repeat(4_000);
      List<PendingAnswer> asked = new ArrayList<>();
      for (int i = 0; i < 600; i++)
        asked.add(service.submit(new Command.CreateConcert(title, title)));
      commit.open();
      for (int i = 0; i < 600; i++)
        assertThat(asked.get(i).answer()).contains(new Result.Created(i + 2));
      assertThat(service.store.batches().size()).isBetween(5, 20);
    }
  }

  @Test
  void a_full_inbox_sheds_at_once_and_takes_again_when_there_is_room() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(100);
      Gate commit = service.store.holdCommit();
      service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      List<PendingAnswer> waiting =
          LongStream.range(2, 18)
              .mapToObj(user -> service.submit(EngineFixture.claim(1, user)))
              .toList();
      assertThat(service.engine.inboxDepth()).isEqualTo(16);
      PendingAnswer shed = new PendingAnswer(EngineFixture.claim(1, 99));
      assertThat(service.engine.submit(shed)).isFalse();
      assertThat(service.engine.ready()).isTrue();
      commit.open();
      for (PendingAnswer one : waiting)
        assertThat(one.answer()).containsInstanceOf(Result.Taken.class);
      assertThat(shed.isAnswered()).isFalse();
      assertThat(service.ask(EngineFixture.claim(1, 99))).isInstanceOf(Result.Taken.class);
    }
  }

  @Test
  void requests_of_one_batch_come_to_their_reply_sink_together_and_in_order() throws Exception {
    List<List<Request>> here = new ArrayList<>();
    ReplySink replySink =
        answered -> {
          here.add(List.copyOf(answered));
          PendingAnswer.AT_ONCE.deliver(answered);
        };
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(1_000), clock())) {
      service.coupon(100);
      Gate commit = service.store.holdCommit();
      service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      List<PendingAnswer> mine = new ArrayList<>();
      for (long user = 2; user < 40; user++) {
        PendingAnswer asked =
            new PendingAnswer(
                EngineFixture.claim(1, user), user % 2 == 0 ? replySink : PendingAnswer.AT_ONCE);
        assertThat(service.engine.submit(asked)).isTrue();
        if (user % 2 == 0) mine.add(asked);
      }
      commit.open();
      for (PendingAnswer asked : mine) assertThat(asked.answer()).isPresent();
      assertThat(here).hasSize(1);
      assertThat(here.getFirst()).containsExactlyElementsOf(mine);
    }
  }

  private static ManualClock clock() {
    return new ManualClock(EngineFixture.T0);
  }

  private static long offerLeft(EngineFixture service) {
    return service.offer(1).available();
  }
}
