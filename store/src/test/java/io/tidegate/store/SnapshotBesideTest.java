package io.tidegate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.CoreDriver;
import io.tidegate.core.Event;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.StateSnapshot;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.core.table.Rows;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Snapshots while the loop goes on. */
class SnapshotBesideTest {

  private static final JournalConfig CONFIG =
      new JournalConfig(256 << 10, 96 << 10, Duration.ofSeconds(10), Duration.ofMillis(1));
  private static final long NEVER = Long.MAX_VALUE;
  private static final int SNAPSHOT_HEAD = 128;
  private static final int SEEDS = 25;

  @Test
  void a_snapshot_holds_exactly_the_state_at_its_sequence_whatever_came_meanwhile()
      throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      List<CommandTrace.Batch> batches =
          CommandTrace.of(seed, CommandTrace.TIGHT, 200, true).batches();
      int middle = batches.size() / 2;
      FaultyDisk disk = new FaultyDisk(seed);
      GatedDisk gated = new GatedDisk(disk);
      LogPosition position;
      try (JournalStore store = open(gated, NEVER)) {
        for (CommandTrace.Batch batch : batches.subList(0, middle)) play(store, batch);
        gated.holdSnapshots();
        CompletableFuture<LogPosition> snapshot = store.snapshot();
        for (CommandTrace.Batch batch : batches.subList(middle, batches.size())) play(store, batch);
        assertThat(snapshot).isNotDone();
        gated.openGate();
        position = snapshot.get();
      }
      assertThat(content(disk, position)).as("seed %d", seed).isEqualTo(quiet(batches, middle));
    }
  }

  /** The same snapshot, taken while nothing else happens. */
  private static byte[] quiet(List<CommandTrace.Batch> batches, int middle) throws Exception {
    FaultyDisk disk = new FaultyDisk(0);
    try (JournalStore store = open(new GatedDisk(disk), NEVER)) {
      for (CommandTrace.Batch batch : batches.subList(0, middle)) play(store, batch);
      return content(disk, store.snapshot().get());
    }
  }

  private static byte[] content(FaultyDisk disk, LogPosition position) {
    byte[] file = disk.content(String.format("snapshot-%020d.snap", position.sequence()));
    return Arrays.copyOfRange(file, SNAPSHOT_HEAD, file.length);
  }

  @Test
  void recovery_from_it_and_the_records_behind_it_is_the_whole() throws Exception {
    CommandTrace trace = CommandTrace.of(3, CommandTrace.TIGHT, 200, true);
    int middle = trace.batches().size() / 2;
    FaultyDisk disk = new FaultyDisk(3);
    GatedDisk gated = new GatedDisk(disk);
    LogPosition position;
    try (JournalStore store = open(gated, NEVER)) {
      for (CommandTrace.Batch batch : trace.batches().subList(0, middle)) play(store, batch);
      gated.holdSnapshots();
      CompletableFuture<LogPosition> snapshot = store.snapshot();
      for (CommandTrace.Batch batch : trace.batches().subList(middle, trace.batches().size()))
        play(store, batch);
      gated.openGate();
      position = snapshot.get();
    }
    try (JournalStore again = open(new GatedDisk(disk.restart()), NEVER)) {
      assertThat(again.recovery().snapshot()).isEqualTo(position);
      assertThat(again.recovery().replayed()).isPositive();
      SnapshotRoundTrip.assertSame(trace.end(), again.state());
    }
  }

  @Test
  void pages_are_copied_while_it_is_written_and_written_in_place_again_afterwards()
      throws Exception {
    GatedDisk gated = new GatedDisk(new FaultyDisk(1));
    try (JournalStore store = open(gated, NEVER)) {
      topUp(store, 1);
      gated.holdSnapshots();
      CompletableFuture<LogPosition> snapshot = store.snapshot();
      long[] shared = page(store);
      topUp(store, 2);
      long[] copied = page(store);
      assertThat(copied).isNotSameAs(shared);
      gated.openGate();
      snapshot.get();
      // page() marks the page as shared once more; only the store says that nobody reads it.
      topUp(store, 3);
      assertThat(page(store)).isSameAs(copied);
    }
  }

  @Test
  void one_that_fails_harms_nothing_and_the_next_one_is_tried_when_the_journal_has_grown()
      throws Exception {
    CommandTrace trace = CommandTrace.of(5, CommandTrace.TIGHT, 300, false);
    FaultyDisk disk = new FaultyDisk(5);
    GatedDisk gated = new GatedDisk(disk);
    try (JournalStore store = open(gated, NEVER)) {
      gated.failSnapshots(true);
      CompletableFuture<LogPosition> failed = store.snapshot();
      assertThatThrownBy(failed::get)
          .isInstanceOf(ExecutionException.class)
          .hasRootCauseMessage("no snapshot today");
    }
    gated.failSnapshots(true);
    try (JournalStore store = open(gated, 2 << 10)) {
      for (CommandTrace.Batch batch : trace.batches()) play(store, batch);
    }
    assertThat(snapshots(disk)).isEmpty();
    gated.failSnapshots(false);
    try (JournalStore store = open(gated, 2 << 10)) {
      SnapshotRoundTrip.assertSame(trace.end(), store.state());
      for (int i = 0; i < 60; i++) topUp(store, 1);
    }
    assertThat(snapshots(disk)).isNotEmpty();
  }

  @Test
  void one_at_a_time() throws Exception {
    GatedDisk gated = new GatedDisk(new FaultyDisk(1));
    try (JournalStore store = open(gated, 64 << 10)) {
      topUp(store, 1);
      gated.holdSnapshots();
      CompletableFuture<LogPosition> first = store.snapshot();
      assertThatThrownBy(store::snapshot).isInstanceOf(IllegalStateException.class);
      for (int i = 0; i < 50; i++) topUp(store, 1);
      gated.openGate();
      assertThat(first.get().sequence()).isEqualTo(1);
    }
  }

  @Test
  void lives_too_short_for_a_snapshot_get_one_together() throws Exception {
    FaultyDisk disk = new FaultyDisk(1);
    long replayed = 0;
    for (int life = 0; life < 12; life++) {
      try (JournalStore store = open(new GatedDisk(disk), 24 << 10)) {
        replayed = store.recovery().replayed();
        for (int i = 0; i < 10; i++) topUp(store, 1);
      }
      disk = disk.restart();
    }
    assertThat(snapshots(disk)).isNotEmpty();
    assertThat(replayed).isLessThan(60);
  }

  @Test
  void padding_counts_an_eighth_of_what_has_to_be_replayed() throws Exception {
    FaultyDisk disk = new FaultyDisk(1);
    GatedDisk gated = new GatedDisk(disk);
    // A top-up holds some 90 bytes and is padded to 4,096: it counts 590, and ten of them 5,900.
    try (JournalStore store = open(gated, 5_900)) {
      for (int i = 0; i < 9; i++) topUp(store, 1);
      assertThat(snapshots(disk)).isEmpty();
      for (int i = 0; i < 3; i++) topUp(store, 1);
    }
    assertThat(snapshots(disk)).hasSize(1);
  }

  private static List<String> snapshots(FaultyDisk disk) {
    return disk.names().stream().filter(name -> name.endsWith(".snap")).toList();
  }

  private static JournalStore open(GatedDisk disk, long snapshotBytes) throws IOException {
    return JournalStore.open(disk, CONFIG, JournalObserver.NONE, 1, snapshotBytes);
  }

  private static void play(JournalStore store, CommandTrace.Batch batch) throws IOException {
    TraceReplay.begun(store, new CoreDriver(CommandTrace.TIGHT, CommandTrace.START_MS), batch);
    store.commit(batch.atMs());
  }

  private static void topUp(JournalStore store, long amount) throws IOException {
    assertThat(store.begin()).isTrue();
    Event event = new Event.ToppedUp(1, amount, null);
    store.state().apply(event, 1);
    store.append(event);
    store.commit(store.lastMs() + 1);
  }

  /** The page of wallets as it lies in memory. */
  private static long[] page(JournalStore store) {
    Rows users = Objects.requireNonNull(StateSnapshot.rowsOf(store.state()).get("users"));
    return Objects.requireNonNull(users.freeze().page(0));
  }
}
