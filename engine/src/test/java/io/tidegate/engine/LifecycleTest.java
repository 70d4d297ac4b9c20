package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Result;
import io.tidegate.engine.view.Views;
import io.tidegate.store.FaultyStore.Gate;
import io.tidegate.store.JournalStore;
import io.tidegate.store.Store;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping, starting again. */
class LifecycleTest {

  @TempDir Path folder;

  @Test
  void stopping_answers_what_was_taken_refuses_what_is_new_and_says_goodbye() throws Exception {
    List<PendingAnswer> taken;
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(1_000), clock())) {
      service.coupon(1_000);
      Gate commit = service.store.holdCommit();
      service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      taken =
          LongStream.range(2, 300)
              .mapToObj(user -> service.submit(EngineFixture.claim(1, user)))
              .toList();
      assertThat(service.engine.stop(Duration.ofMillis(20))).isFalse();
      assertThat(service.engine.ready()).isFalse();
      assertThat(service.engine.submit(new PendingAnswer(EngineFixture.claim(1, 999)))).isFalse();
      commit.open();
      assertThat(service.stop()).isTrue();
      assertThat(taken).allSatisfy(asked -> assertThat(asked.isAnswered()).isTrue());
      assertThat(service.engine.failure()).isNull();
      assertThat(service.store.stopped()).isTrue();
      assertThat(service.engine.stop(Duration.ofMillis(1))).isTrue();
    }
    try (EngineFixture again = EngineFixture.started(folder)) {
      assertThat(again.store.journal().recovery().stoppedCleanly()).isTrue();
      assertThat(again.offer(1).issued()).isEqualTo(299);
      for (PendingAnswer asked : taken)
        assertThat(asked.answer()).containsInstanceOf(Result.Taken.class);
    }
  }

  @Test
  void a_commit_that_hangs_does_not_hold_the_end_of_the_process_up() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.coupon(10);
      Gate commit = service.store.holdCommit();
      PendingAnswer hanging = service.submit(EngineFixture.claim(1, 1));
      commit.reached();
      long startNs = System.nanoTime();
      assertThat(service.engine.stop(Duration.ofMillis(50))).isFalse();
      assertThat(Duration.ofNanos(System.nanoTime() - startNs)).isLessThan(Duration.ofSeconds(5));
      assertThat(hanging.isAnswered()).isFalse();
      commit.open();
      assertThat(hanging.answer()).isPresent();
    }
  }

  @Test
  void a_store_whose_records_could_never_take_a_command_is_refused() throws Exception {
    int least = 64 + 4 * Store.EVENT_BYTES_MAX;
    try (JournalStore small = store("small", least - 8)) {
      assertThatThrownBy(() -> engine(small))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one command may need 262144");
    }
    try (JournalStore enough = store("enough", least)) {
      assertThat(engine(enough).failure()).isNull();
    }
  }

  private JournalStore store(String name, int recordBytesMax) throws IOException {
    JournalConfig config =
        new JournalConfig(1 << 20, recordBytesMax, Duration.ofSeconds(1), Duration.ofMillis(1));
    return JournalStore.open(folder.resolve(name), config, JournalObserver.NONE, 1, 1 << 20);
  }

  private static Engine engine(JournalStore store) {
    return new Engine(
        EngineConfig.DEFAULT, store, Limits.DEFAULT, new Views(), clock(), EngineObserver.NONE);
  }

  @Test
  void everything_goes_on_where_it_was_after_a_restart() throws Exception {
    ManualClock clock = clock();
    long claim = 0;
    for (int life = 0; life < 5; life++) {
      try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), clock)) {
        if (life == 0) service.coupon(100);
        assertThat(service.offer(1).issued()).isEqualTo(claim);
        for (int i = 0; i < 3; i++) {
          var taken = service.ask(Result.Taken.class, EngineFixture.claim(1, ++claim));
          assertThat(taken.claim().claim()).isEqualTo(claim);
        }
        clock.pass(1_000);
      }
    }
  }

  @Test
  void an_engine_that_was_asked_nothing_stops_at_once() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      assertThat(service.stop()).isTrue();
      assertThat(service.store.batches()).isEmpty();
      assertThat(service.engine.submit(new PendingAnswer(new Command.AskBalance(1)))).isFalse();
    }
  }

  @Test
  void every_request_that_was_taken_is_answered_once_however_it_races_with_the_end()
      throws Exception {
    for (int round = 0; round < 20; round++) {
      boolean fails = round % 2 == 1;
      Path own = folder.resolve("r" + round);
      try (EngineFixture service =
          EngineFixture.started(own, EngineFixture.config(1_000), clock())) {
        service.coupon(1_000_000);
        List<List<PendingAnswer>> taken = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int t = 1; t <= 3; t++) {
          List<PendingAnswer> mine = new ArrayList<>();
          taken.add(mine);
          long from = 1_000L * t;
          threads.add(Thread.ofPlatform().start(() -> flood(service, from, mine)));
        }
        service.await(() -> service.offer(1).issued() > 50);
        if (fails) service.store.failCommit(new IOException("the disk is gone"));
        else service.stop();
        for (Thread thread : threads) thread.join();
        assertAnswered(taken);
      }
    }
  }

  private static void assertAnswered(List<List<PendingAnswer>> taken) throws Exception {
    for (List<PendingAnswer> mine : taken) {
      for (PendingAnswer asked : mine) {
        var answer = asked.answer();
        if (answer.isPresent()) assertThat(answer).containsInstanceOf(Result.Taken.class);
      }
    }
  }

  /** Asks on and on until refused for good. */
  private static void flood(EngineFixture service, long from, List<PendingAnswer> taken) {
    for (long user = from; user < from + 500; user++) {
      PendingAnswer asked = new PendingAnswer(EngineFixture.claim(1, user));
      if (service.engine.submit(asked)) taken.add(asked);
      else if (!service.engine.ready()) return;
    }
  }

  private static ManualClock clock() {
    return new ManualClock(EngineFixture.T0);
  }
}
