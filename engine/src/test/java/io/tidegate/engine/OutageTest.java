package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Event;
import io.tidegate.core.Result;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restarts, clocks that step, and a disk that is full: nobody loses a seat or a place by them. */
class OutageTest {

  private static final long HOUR_MS = 3_600_000;
  private static final long HOLD_MS = 60_000;
  private static final RoomSettings ROOM =
      new RoomSettings("main", RoomState.OPEN, 2, 10_000, 9, 60_000, 8_000);

  @TempDir Path folder;

  private Path now = Path.of("data");
  private int kills;

  @BeforeEach
  void begin() throws IOException {
    now = Files.createDirectories(folder.resolve("data"));
  }

  private final ManualClock clock = new ManualClock(EngineFixture.T0);

  private EngineFixture start() throws IOException {
    return EngineFixture.started(now, EngineFixture.config(64), clock);
  }

  /** As the folder is now: what a process that is killed would leave. */
  private EngineFixture startKilled() throws IOException {
    return startKilled(0);
  }

  /** The same, and started so much later. */
  private EngineFixture startKilled(long downMs) throws IOException {
    Path from = now;
    Path killed = Files.createDirectories(folder.resolve("killed").resolve("" + kills++));
    try (Stream<Path> files = Files.list(from).filter(Files::isRegularFile)) {
      for (Path file : files.toList())
        if (!file.endsWith("lock")) Files.copy(file, killed.resolve(file.getFileName()));
    }
    now = killed;
    clock.pass(downMs);
    return EngineFixture.started(killed, EngineFixture.config(64), clock);
  }

  private static void held(EngineFixture service) throws Exception {
    long opensMs = service.clock.wallMs() - 1;
    service.ask(new Command.CreateSale("units", opensMs, Long.MAX_VALUE, Entry.OPEN, 0));
    service.ask(new Command.CreateOffer(1, "unit", 10, 0, 1, 1, HOLD_MS));
    service.ask(EngineFixture.claim(1, 1));
  }

  private static PlaceInfo place(EngineFixture service, long user) throws Exception {
    return service.ask(Result.Place.class, new Command.Join(1, user)).place();
  }

  private static long held(EngineFixture service, long claim) throws Exception {
    return service.ask(Result.OneClaim.class, new Command.FindClaim(claim, 1)).claim().untilMs();
  }

  @Test
  void who_is_inside_stays_inside_over_downtime_that_is_longer_than_a_visit() throws Exception {
    try (EngineFixture service = start()) {
      service.ask(new Command.CreateRoom(ROOM));
      PlaceInfo place = place(service, 1);
      TicketRef ticket = new TicketRef(1, place.epoch(), 1, place.number());
      service.ask(Result.MayLook.class, new Command.Look(0, 1, ticket));
      clock.pass(3_000);
      awaitSign(clock.wallMs());
      try (EngineFixture killed = startKilled(12_000)) {
        assertThat(place(killed, 1).standing()).isEqualTo(Standing.INSIDE);
        assertThat(place(killed, 1).untilMs())
            .isBetween(EngineFixture.T0 + 20_000, EngineFixture.T0 + 23_000);
        clock.pass(8_001);
        killed.await(() -> killed.views.rooms().iterator().next().inside() == 0);
      }
    }
  }

  /** Waits until the folder says that people were served at this time or later. */
  private void awaitSign(long engineMs) throws Exception {
    for (int i = 0; i < 400; i++) {
      byte[] file = Files.readAllBytes(now.resolve("alive"));
      ByteBuffer signs = ByteBuffer.wrap(file);
      if (Math.max(signs.getLong(40), signs.getLong(4_096 + 40)) >= engineMs) return;
      Thread.sleep(50);
    }
    throw new AssertionError("nobody signed");
  }

  @Test
  void a_clean_stop_counts_too() throws Exception {
    try (EngineFixture service = start()) {
      held(service);
    }
    clock.pass(HOUR_MS);
    try (EngineFixture service = start()) {
      assertThat(held(service, 1)).isEqualTo(EngineFixture.T0 + HOLD_MS + HOUR_MS);
    }
  }

  /** Room 1 in quarantine with user 1 called, sale 1 stopped with a hold of user 1. */
  private void stoodStill() throws Exception {
    try (JournalStore store =
        JournalStore.open(now, EngineFixture.JOURNAL, JournalObserver.NONE, 5, 1 << 20)) {
      store.begin();
      for (Event event :
          List.of(
              new Event.RoomQuarantined(1, "a test"),
              new Event.SaleSwitched(1, SaleState.STOPPED, "a test"))) {
        store.state().apply(event, clock.wallMs());
        store.append(event);
      }
      store.commit(clock.wallMs());
      store.snapshot().join();
    }
  }

  @Test
  void what_stands_still_has_the_time_it_had_left_over_downtimes_and_snapshots() throws Exception {
    try (EngineFixture service = start()) {
      held(service);
      service.ask(new Command.CreateRoom(ROOM));
      place(service, 1);
    }
    stoodStill();
    for (int downtimes = 0; downtimes < 2; downtimes++) {
      clock.pass(HOUR_MS);
      try (EngineFixture service = start()) {
        service.ask(new Command.AskBalance(1));
        service.store.journal().snapshot().join();
      }
    }
    clock.pass(HOUR_MS);
    try (EngineFixture service = start()) {
      service.ask(new Command.ResumeStopped(1, SaleState.OPEN, "mended"));
      service.ask(
          new Command.UpdateRoom(1, RoomState.OPEN, null, null, null, null, null, null, null));
      assertThat(held(service, 1)).isEqualTo(EngineFixture.T0 + HOLD_MS + 3 * HOUR_MS);
      assertThat(place(service, 1).untilMs()).isEqualTo(EngineFixture.T0 + 60_000 + 3 * HOUR_MS);
    }
  }

  @Test
  void a_crash_right_behind_the_leader_s_record_gives_no_time_twice() throws Exception {
    try (EngineFixture service = start()) {
      held(service);
    }
    clock.pass(HOUR_MS);
    try (EngineFixture first = start()) {
      assertThat(held(first, 1)).isEqualTo(EngineFixture.T0 + HOLD_MS + HOUR_MS);
      try (EngineFixture second = startKilled()) {
        assertThat(held(second, 1)).isEqualTo(EngineFixture.T0 + HOLD_MS + HOUR_MS);
        clock.pass(500);
        try (EngineFixture third = startKilled()) {
          assertThat(held(third, 1)).isEqualTo(EngineFixture.T0 + HOLD_MS + HOUR_MS + 500);
          assertThat(third.store.state().term()).isEqualTo(4);
        }
      }
    }
  }

  @Test
  void a_step_of_the_clock_that_is_believed_takes_nobody_s_time() throws Exception {
    try (EngineFixture service = start()) {
      held(service);
      clock.stepWall(HOUR_MS);
      for (int i = 0; i < 31; i++) {
        service.ask(new Command.AskBalance(1));
        clock.pass(1_000);
      }
      service.await(() -> service.engine.clockDistanceMs() == 0);
      assertThat(held(service, 1))
          .isBetween(
              EngineFixture.T0 + HOLD_MS + HOUR_MS, EngineFixture.T0 + HOLD_MS + HOUR_MS + 2_000);
    }
  }

  @Test
  void a_wrong_clock_for_a_moment_opens_no_sale_now_and_after_a_restart() throws Exception {
    try (EngineFixture service = start()) {
      clock.stepWall(HOUR_MS);
      service.ask(new Command.AskBalance(1));
      clock.pass(3_000);
      service.ask(new Command.AskBalance(1));
      clock.stepWall(-HOUR_MS);
      notYetOpen(service);
    }
    opensInItsHourAfterARestart();
  }

  private void opensInItsHourAfterARestart() throws Exception {
    try (EngineFixture service = start()) {
      assertThat(service.ask(EngineFixture.claim(1, 1))).isInstanceOf(Result.NotOpen.class);
      clock.pass(HOUR_MS / 2);
      service.await(() -> service.views.sales().iterator().next().state() == SaleState.OPEN);
    }
  }

  private static void notYetOpen(EngineFixture service) throws Exception {
    long opensMs = EngineFixture.T0 + HOUR_MS / 2;
    service.ask(new Command.CreateSale("coupons", opensMs, Long.MAX_VALUE, Entry.OPEN, 0));
    service.ask(new Command.CreateOffer(1, "coupon", 10, 0, 1, 1, 0));
    assertThat(service.ask(EngineFixture.claim(1, 1))).isInstanceOf(Result.NotOpen.class);
  }

  @Test
  void a_process_that_starts_on_a_wrong_clock_opens_nothing_before_the_right_one_says_so()
      throws Exception {
    clock.stepWall(HOUR_MS);
    try (EngineFixture service = start()) {
      clock.pass(3_000);
      service.ask(new Command.AskBalance(1));
      clock.stepWall(-HOUR_MS);
      notYetOpen(service);
    }
    opensInItsHourAfterARestart();
  }

  @Test
  void after_a_reboot_with_a_wrong_clock_nothing_opens_early() throws Exception {
    try (EngineFixture service = start()) {
      notYetOpen(service);
    }
    clock.reboot(HOUR_MS);
    try (EngineFixture service = start()) {
      assertThat(service.ask(EngineFixture.claim(1, 1))).isInstanceOf(Result.NotOpen.class);
      clock.pass(29_000);
      assertThat(service.ask(EngineFixture.claim(1, 1))).isInstanceOf(Result.NotOpen.class);
      clock.pass(2_000);
      service.await(() -> service.views.sales().iterator().next().state() == SaleState.OPEN);
    }
  }

  @Test
  void holds_do_not_run_out_while_the_disk_is_full() throws Exception {
    try (EngineFixture service = start()) {
      held(service);
      service.store.full(true);
      service.await(service.engine::diskFull);
      Thread.sleep(2_100); // the loop counts real time as time that nobody was served
      clock.pass(HOUR_MS);
      service.ask(new Command.AskBalance(1));
      service.store.full(false);
      service.await(() -> !service.engine.diskFull());
      assertThat(held(service, 1))
          .isBetween(
              EngineFixture.T0 + HOLD_MS + HOUR_MS, EngineFixture.T0 + HOLD_MS + HOUR_MS + 10);
    }
  }

  @Test
  void a_million_lapses_wait_for_no_tick() throws Exception {
    EngineConfig slow = new EngineConfig(64, 4_096, 16, 1_000);
    try (EngineFixture service = EngineFixture.started(now, slow, clock)) {
      long opensMs = clock.wallMs() - 1;
      service.ask(new Command.CreateSale("units", opensMs, Long.MAX_VALUE, Entry.OPEN, 0));
      service.ask(new Command.CreateOffer(1, "unit", 2_000, 0, 1, 1, HOLD_MS));
      for (long user = 1; user <= 2_000; user++) service.ask(EngineFixture.claim(1, user));
      clock.pass(HOLD_MS);
      long fromNs = System.nanoTime();
      service.await(() -> service.offer(1).held() == 0);
      // 125 sweeps; with a tick of a second between them this would take two minutes.
      assertThat(System.nanoTime() - fromNs).isLessThan(15_000_000_000L);
    }
  }
}
