package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.log.LogPosition;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Snapshots: what is read back from them, and that a failing one does no harm. */
class JournalSnapshotTest {
  private final FaultyDisk disk = new FaultyDisk(1);

  @Test
  void recovery_begins_with_the_newest_snapshot_and_two_stay() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    for (int i = 0; i < 4; i++) {
      run.append(new byte[700]);
      run.snapshot();
    }
    run.append(new byte[700]);
    assertThat(Format.snapshots(disk.names())).containsExactly(4L, 3L);
    JournalRun next = JournalRun.calm(disk.reboot());
    assertThat(next.journal().recovery().snapshot().sequence()).isEqualTo(4);
    assertThat(next.journal().recovery().snapshot().timeMs())
        .isEqualTo(run.state().get(3).timeMs());
    assertThat(next.journal().recovery().replayed()).isEqualTo(1);
    assertThat(next.journal().recovery().end()).isEqualTo(run.journal().position());
    assertThat(next.state()).isEqualTo(run.state());
  }

  @Test
  void a_snapshot_of_nothing_is_one() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.snapshot();
    assertThat(JournalRun.calm(disk.reboot()).state()).isEmpty();
    RecordCollector found = new RecordCollector();
    try (Journal journal =
        JournalInOneThread.open(disk.copy(), JournalRun.CONFIG, JournalObserver.NONE, found)) {
      assertThat(found.chunks).isEmpty();
      assertThat(journal.recovery().skippedSnapshots()).isEmpty();
    }
  }

  @Test
  void rows_of_a_snapshot_are_never_split_and_come_back_in_order() throws Exception {
    RecordCollector found = new RecordCollector();
    try (Journal journal =
        JournalInOneThread.open(disk, JournalRun.CONFIG, JournalObserver.NONE, found)) {
      journal.snapshot(JournalSnapshotTest::manyRows).join();
      assertThatThrownBy(() -> journal.snapshot(out -> out.room((1 << 20) + 1)).join())
          .hasMessageContaining("a row must not be larger than 1048576 bytes: 1048577");
      assertThatThrownBy(() -> journal.snapshot(out -> out.section(-1)).join())
          .hasMessageContaining("must be 0 or more");
    }
    JournalInOneThread.open(disk.reboot(), JournalRun.CONFIG, JournalObserver.NONE, found).close();
    long next = 0;
    for (RecordCollector.Chunk chunk : found.chunks) {
      if (chunk.section() != 3) continue;
      assertThat(chunk.rows().capacity() % 24).isZero();
      for (int at = 0; at < chunk.rows().capacity(); at += 24)
        assertThat(chunk.rows().getLong(at)).isEqualTo(next++);
    }
    assertThat(next).isEqualTo(100_000);
    assertThat(found.chunks)
        .extracting(RecordCollector.Chunk::section)
        .containsExactly(3, 3, 3, 0, 9, 3);
    assertThat(found.chunks.get(4).rows().capacity()).isEqualTo(1 << 20);
  }

  @Test
  void what_is_written_beside_the_batches_is_forced_in_small_portions() throws Exception {
    JournalConfig config = new JournalConfig(1 << 20, 64 << 10, Duration.ZERO, Duration.ZERO);
    try (Journal journal =
        JournalInOneThread.open(disk, config, JournalObserver.NONE, new RecordCollector())) {
      disk.takeForcedMost();
      while (!disk.names().contains(Format.segmentName(2))) {
        journal.begin();
        journal.room(32 << 10).put(new byte[32 << 10]);
        journal.commit(1, 1);
      }
      assertThat(disk.takeForcedMost()).isBetween(Disk.PORTION_BYTES, 2 * Disk.PORTION_BYTES);
      journal.snapshot(JournalSnapshotTest::manyRows).join();
      assertThat(disk.takeForcedMost()).isBetween(Disk.PORTION_BYTES, 2 * Disk.PORTION_BYTES);
    }
  }

  private static void manyRows(SnapshotWriter out) throws IOException {
    out.section(3);
    for (int i = 0; i < 99_999; i++) out.room(24).putLong(i).putLong(-i).putLong(0);
    out.section(0);
    out.room(100).put((byte) 1);
    out.section(5);
    out.section(9);
    out.room(1 << 20).put(new byte[1 << 20]);
    out.section(3);
    out.room(24).putLong(99_999).putLong(0).putLong(0);
  }

  @Test
  void a_snapshot_that_fails_does_the_journal_no_harm() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.append(new byte[100]);
    run.snapshot();
    CompletableFuture<LogPosition> broken =
        run.journal()
            .snapshot(out -> {
              throw new IOException("the state is shy");
            });
    assertThat(broken).isCompletedExceptionally();
    assertThat(run.append(new byte[100])).isTrue();
    disk.spare(100);
    assertThat(run.journal().snapshot(out -> out.room(1_000).put(new byte[1_000])))
        .isCompletedExceptionally();
    assertThat(disk.names()).noneMatch(name -> name.endsWith(".tmp"));
    assertThat(run.append(new byte[100])).isTrue();
    assertThat(JournalRun.calm(disk.reboot()).state()).isEqualTo(run.state());
  }

  @Test
  void one_snapshot_at_a_time() throws Exception {
    ManualExecutor writer = new ManualExecutor(false);
    JournalDependencies dependencies =
        new JournalDependencies(
            new ManualExecutor(true), writer, () -> 0, () -> 0, () -> new byte[16]);
    try (Journal journal =
        Journal.open(
            disk, JournalRun.CONFIG, JournalObserver.NONE, new RecordCollector(), dependencies)) {
      CompletableFuture<LogPosition> first = journal.snapshot(out -> {});
      assertThat(journal.snapshotting()).isTrue();
      assertThatThrownBy(() -> journal.snapshot(out -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("a snapshot is being written");
      writer.work();
      assertThat(first).isCompletedWithValue(journal.position());
      assertThat(journal.snapshotting()).isFalse();
    }
  }
}
