package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.view.OfferView;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many submitting threads at once. */
class RaceTest {

  private static final int USERS = 1_000;
  private static final int THREADS = 8;

  @TempDir Path folder;

  /** Requests in the order in which the loop took them: a store's load sees them so. */
  private final List<PendingAnswer> decided = Collections.synchronizedList(new ArrayList<>());

  private final ReplySink inOrder =
      answered ->
          answered.forEach(request -> {
            decided.add((PendingAnswer) request);
            ((PendingAnswer) request).done();
          });

  @Test
  void of_1000_users_who_race_for_one_seat_the_first_gets_it() throws Exception {
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(2_048), clock())) {
      concert(service);
      race(service, user -> new Command.HoldSeats(0, 1, new long[] {1}, user, null, null));
      assertFirst(1);
      assertThat(service.offer(1).held()).isEqualTo(1);
      assertThat(service.offer(1).available()).isEqualTo(49);
    }
  }

  @Test
  void of_1000_users_who_race_for_100_units_the_first_100_get_one_each() throws Exception {
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(2_048), clock())) {
      service.coupon(100);
      race(service, user -> EngineFixture.claim(1, user));
      assertFirst(100);
      assertThat(service.offer(1).issued()).isEqualTo(100);
      assertThat(service.offer(1).available()).isZero();
    }
    try (EngineFixture again = EngineFixture.started(folder)) {
      assertThat(again.offer(1).issued()).isEqualTo(100);
      for (PendingAnswer asked : decided.subList(0, 100)) {
        var taken = (Result.Taken) asked.answer().orElseThrow();
        assertThat(again.ask(asked.command()))
            .isEqualTo(new Result.AlreadyClaimed(taken.claim().claim()));
      }
    }
  }

  @Test
  void overlapping_sets_of_seats_go_to_whoever_came_first_all_or_none() throws Exception {
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(2_048), clock())) {
      concert(service);
      race(service, user -> new Command.HoldSeats(0, 1, threeFrom(user % 48), user, null, null));
      boolean[] taken = new boolean[51];
      for (PendingAnswer asked : decided) {
        long[] seats = ((Command.HoldSeats) asked.command()).seats();
        boolean free = true;
        for (long seat : seats) free &= !taken[(int) seat];
        assertThat(asked.answer().orElseThrow() instanceof Result.Taken).isEqualTo(free);
        if (free) for (long seat : seats) taken[(int) seat] = true;
      }
    }
  }

  @Test
  void what_one_thread_submits_is_decided_in_its_order() throws Exception {
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(2_048), clock())) {
      service.coupon(USERS);
      List<List<PendingAnswer>> byThread = race(service, user -> EngineFixture.claim(1, user));
      for (List<PendingAnswer> mine : byThread) {
        List<PendingAnswer> seen = new ArrayList<>(decided);
        seen.retainAll(mine);
        assertThat(seen).containsExactlyElementsOf(mine);
      }
      long claim = 0;
      for (PendingAnswer asked : decided) {
        var taken = (Result.Taken) asked.answer().orElseThrow();
        assertThat(taken.claim().claim()).isEqualTo(++claim);
      }
    }
  }

  @Test
  void no_reader_ever_sees_units_that_do_not_add_up_or_a_version_that_goes_back() throws Exception {
    try (EngineFixture service =
        EngineFixture.started(folder, EngineFixture.config(2_048), clock())) {
      heldCoupons(service);
      AtomicBoolean over = new AtomicBoolean();
      AtomicReference<@Nullable String> wrong = new AtomicReference<>();
      Thread reader = Thread.ofPlatform().start(() -> read(service, over, wrong));
      race(service, user -> EngineFixture.claim(1, user));
      race(service, user -> new Command.Cancel(user, user));
      race(service, user -> EngineFixture.claim(1, user));
      over.set(true);
      reader.join(TimeUnit.SECONDS.toMillis(20));
      assertThat(wrong.get()).isNull();
      assertThat(service.offer(1).held()).isEqualTo(300);
    }
  }

  private static void read(
      EngineFixture service, AtomicBoolean over, AtomicReference<@Nullable String> wrong) {
    OfferView last = service.offer(1);
    while (!over.get()) {
      OfferView now = service.offer(1);
      if (now.available() + now.held() + now.issued() != now.total())
        wrong.set("does not add up: " + now);
      if (now.version() < last.version()) wrong.set("went back: " + last + " -> " + now);
      last = now;
      Thread.onSpinWait();
    }
  }

  /** The first that many of all that were decided have it, nobody else. */
  private void assertFirst(int count) throws Exception {
    assertThat(decided).hasSize(USERS);
    for (int i = 0; i < USERS; i++) {
      Result result = decided.get(i).answer().orElseThrow();
      assertThat(result instanceof Result.Taken).as("decided as number %d", i).isEqualTo(i < count);
    }
  }

  /** Each user asks once, from one of a few threads that start together; all are answered. */
  private List<List<PendingAnswer>> race(EngineFixture service, LongFunction<Command> ask)
      throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<List<PendingAnswer>> byThread = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      List<PendingAnswer> mine = new ArrayList<>();
      byThread.add(mine);
      for (long user = 1L + t; user <= USERS; user += THREADS)
        mine.add(new PendingAnswer(ask.apply(user), inOrder));
      threads.add(Thread.ofPlatform().start(() -> submitAll(service, start, mine)));
    }
    for (Thread thread : threads) thread.join(TimeUnit.SECONDS.toMillis(20));
    for (List<PendingAnswer> mine : byThread)
      for (PendingAnswer asked : mine) assertThat(asked.answer()).isPresent();
    return byThread;
  }

  private static void submitAll(
      EngineFixture service, CyclicBarrier start, List<PendingAnswer> mine) {
    try {
      start.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    for (PendingAnswer asked : mine)
      if (!service.engine.submit(asked)) throw new AssertionError("shed " + asked.command());
  }

  private static long[] threeFrom(long seat) {
    return new long[] {seat + 1, seat + 2, seat + 3};
  }

  /** Schedule 1 with seats 1 to 50, as offer 1. */
  private static void concert(EngineFixture service) throws Exception {
    long now = service.clock.wallMs();
    service.ask(new Command.CreateConcert("Requiem", "Church"));
    service.ask(new Command.CreateSale("s", now - 1, Long.MAX_VALUE, Entry.OPEN, 0));
    service.ask(
        new Command.CreateSchedule(
            1, 1, now + 900_000, now - 1, now + 800_000, 5, 10, 100, 60_000, 4, 4));
  }

  /** Offer 1 with 300 units that are held for an hour. */
  private static void heldCoupons(EngineFixture service) throws Exception {
    long now = service.clock.wallMs();
    service.ask(new Command.CreateSale("s", now - 1, Long.MAX_VALUE, Entry.OPEN, 0));
    service.ask(new Command.CreateOffer(1, "o", 300, 0, 1, 1, 3_600_000));
  }

  private static ManualClock clock() {
    return new ManualClock(EngineFixture.T0);
  }
}
