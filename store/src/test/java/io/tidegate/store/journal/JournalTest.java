package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.RecordLayout;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Appending, a full disk, and a clean stop, on a disk in memory. */
class JournalTest {
  private final FaultyDisk disk = new FaultyDisk(1);

  // ---- appending ----

  @Test
  void a_record_comes_back_with_its_time_its_count_and_its_body() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    assertThat(run.journal().position()).isEqualTo(run.journal().recovery().end());
    ByteBuffer body = run.journal().begin();
    body.putLong(42).put((byte) 7);
    assertThat(run.journal().commit(1_234_567_890_123L, 3)).isEqualTo(1);
    assertThat(run.journal().position().timeMs()).isEqualTo(1_234_567_890_123L);
    byte[] expected = ByteBuffer.allocate(9).putLong(42).put((byte) 7).array();
    assertThat(JournalRun.calm(disk.reboot()).state())
        .containsExactly(
            new JournalRun.Seen(
                1, 1_234_567_890_123L, RecordKind.BATCH, 3, ByteBuffer.wrap(expected)));
  }

  @Test
  void an_empty_body_is_a_record_too() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.journal().begin();
    run.journal().commit(1, 0);
    assertThat(JournalRun.calm(disk.reboot()).state()).hasSize(1);
  }

  @Test
  void the_buffer_grows_with_the_body_up_to_the_bound_and_not_beyond() throws Exception {
    JournalConfig large = new JournalConfig(4 << 20, 1 << 20, Duration.ZERO, Duration.ZERO);
    RecordCollector found = new RecordCollector();
    try (Journal journal = Journal.open(disk, large, JournalObserver.NONE, found)) {
      journal.begin();
      for (int i = 0; i < journal.bodyBytesMax() / 8; i++) journal.room(8).putLong(i);
      assertThatThrownBy(() -> journal.room(1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a body of 1048513 bytes does not fit in a record, which takes 1048512");
      assertThat(journal.commit(1, 1)).isEqualTo(1);
      assertThatThrownBy(() -> journal.hasRoom(journal.bodyBytesMax() + 1))
          .isInstanceOf(IllegalArgumentException.class);
    }
    Journal.open(disk.restart(), large, JournalObserver.NONE, found).close();
    ByteBuffer body = found.records.getFirst().body();
    assertThat(body.capacity()).isEqualTo(1_048_512);
    assertThat(body.getLong(body.capacity() - 8)).isEqualTo(1_048_512 / 8 - 1);
  }

  @Test
  void a_record_begun_and_not_committed_leaves_no_trace() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.journal().begin().putLong(1);
    run.append(new byte[] {1, 2, 3});
    assertThat(JournalRun.calm(disk.reboot()).state()).isEqualTo(run.state());
  }

  @Test
  void committing_nothing_is_a_bug_and_said() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    assertThatThrownBy(() -> run.journal().commit(1, 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no record was begun");
    run.journal().close();
    assertThatThrownBy(() -> run.append(new byte[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the journal is closed");
  }

  @Test
  void a_failed_force_is_final_and_the_folder_opens_again() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.append(new byte[10]);
    disk.failIn(2);
    assertThatThrownBy(() -> run.append(new byte[20]))
        .isInstanceOf(JournalFailedException.class)
        .hasMessage("faulty: writing record 2 failed: forcing journal-00000001.seg failed");
    assertThat(run.journal().hasRoom(1)).isFalse();
    assertThatThrownBy(() -> run.append(new byte[20])).isInstanceOf(JournalFailedException.class);
    assertThatThrownBy(run::snapshot).isInstanceOf(JournalFailedException.class);
    run.stop();
    JournalRun next = JournalRun.calm(disk.reboot());
    assertThat(next.state().size()).isBetween(1, 2);
    assertThat(next.state().getFirst()).isEqualTo(run.state().getFirst());
    assertThat(next.append(new byte[30])).isTrue();
  }

  @Test
  void a_failed_write_is_final() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    disk.failIn(1);
    assertThatThrownBy(() -> run.append(new byte[20]))
        .isInstanceOf(JournalFailedException.class)
        .hasMessage("faulty: writing record 1 failed: writing journal-00000001.seg failed");
    assertThatThrownBy(() -> run.append(new byte[20])).isInstanceOf(JournalFailedException.class);
  }

  @Test
  void the_observer_hears_of_every_record_and_segment() throws Exception {
    List<String> heard = new ArrayList<>();
    JournalObserver observer =
        new JournalObserver() {
          @Override
          public void appended(int bytes, long writeNs, long forceNs) {
            heard.add(
                "appended " + bytes + (writeNs >= 0 && forceNs >= 0 ? "" : " before it began"));
          }

          @Override
          public void segmentMade(int number, long tookNs) {
            heard.add("made " + number);
          }

          @Override
          public void snapshotWritten(long sequence, long bytes, long tookNs) {
            heard.add("snapshot " + sequence + " of " + bytes);
          }
        };
    try (Journal journal =
        JournalInOneThread.open(disk, JournalRun.CONFIG, observer, new RecordCollector())) {
      journal.begin().putInt(1);
      journal.commit(1, 1);
      journal.begin().position(RecordLayout.BODY + 4_100);
      journal.commit(2, 1);
      journal.begin().position(RecordLayout.BODY + 12_000);
      journal.commit(3, 1);
      journal.snapshot(out -> out.room(8).putLong(1)).join();
    }
    assertThat(heard)
        .containsExactly(
            "appended 4096", "appended 8192", "appended 12288", "made 2", "snapshot 3 of 184");
  }

  // ---- a full disk ----

  @Test
  void a_full_disk_is_met_before_anything_is_written_and_service_comes_back_with_space()
      throws Exception {
    JournalRun run = JournalRun.calm(disk);
    disk.spare(1_000);
    while (run.journal().hasRoom(9_000)) assertThat(run.append(new byte[9_000])).isTrue();
    int kept = run.state().size();
    assertThat(kept).isEqualTo(3);
    run.journal().begin().position(RecordLayout.BODY + 9_000);
    assertThatThrownBy(() -> run.journal().commit(1, 1))
        .isInstanceOf(NoSpaceException.class)
        .hasMessage("faulty: journal-00000002.seg is not there yet: No space left on device");
    assertThat(run.journal().obstacle()).as("the disk is full").isNull();
    assertThat(run.append(new byte[8])).as("what fits is still taken").isTrue();
    assertThat(disk.names())
        .as("nothing half-made takes the space")
        .noneMatch(name -> name.endsWith(".tmp"));
    assertThat(JournalRun.calm(disk.copy()).state()).isEqualTo(run.state());
    disk.spare(Long.MAX_VALUE);
    // The pause before the next try is five readings of this clock.
    for (int i = 0; i < 5; i++) run.journal().hasRoom(9_000);
    assertThat(run.journal().hasRoom(9_000)).isTrue();
    assertThat(run.append(new byte[9_000])).isTrue();
    assertThat(JournalRun.calm(disk.reboot()).state()).isEqualTo(run.state());
  }

  @Test
  void a_segment_that_could_not_be_made_is_tried_again_at_a_bounded_rate() throws Exception {
    List<Integer> tries = new ArrayList<>();
    JournalObserver observer =
        new JournalObserver() {
          @Override
          public void segmentFailed(int number, Throwable why) {
            tries.add(number);
          }
        };
    long[] nowNs = {0};
    JournalDependencies dependencies =
        new JournalDependencies(
            new ManualExecutor(true),
            new ManualExecutor(true),
            () -> nowNs[0],
            () -> 0,
            () -> new byte[16]);
    try (Journal journal =
        Journal.open(
            disk,
            new JournalConfig(12 << 10, 4 << 10, Duration.ofSeconds(1), Duration.ofSeconds(2)),
            observer,
            new RecordCollector(),
            dependencies)) {
      disk.spare(0);
      while (journal.hasRoom(1_000)) {
        journal.begin().position(RecordLayout.BODY + 1_000);
        journal.commit(1, 1);
      }
      for (int i = 0; i < 1_000; i++) assertThat(journal.hasRoom(1_000)).isFalse();
      assertThat(tries).containsExactly(2);
      nowNs[0] = Duration.ofSeconds(3).toNanos();
      for (int i = 0; i < 1_000; i++) assertThat(journal.hasRoom(1_000)).isFalse();
      assertThat(tries).containsExactly(2, 2);
    }
  }

  @Test
  void a_segment_that_is_not_ready_yet_is_no_reason_to_stand_still() throws Exception {
    ManualExecutor maker = new ManualExecutor(false);
    JournalDependencies dependencies =
        new JournalDependencies(
            maker, new ManualExecutor(true), () -> 0, () -> 0, () -> new byte[16]);
    try (Journal journal =
        Journal.open(
            disk, JournalRun.CONFIG, JournalObserver.NONE, new RecordCollector(), dependencies)) {
      while (journal.hasRoom(1_000)) {
        journal.begin().position(RecordLayout.BODY + 1_000);
        journal.commit(1, 1);
      }
      journal.begin().position(RecordLayout.BODY + 1_000);
      assertThatThrownBy(() -> journal.commit(1, 1))
          .isInstanceOf(NoSpaceException.class)
          .hasMessage("faulty: journal-00000002.seg is not there yet: it is still being made");
      assertThat(journal.obstacle())
          .isEqualTo("journal-00000002.seg is not there yet: it is still being made");
      maker.work();
      assertThat(journal.commit(1, 1)).as("the same record, once more").isEqualTo(11);
    }
  }

  @Test
  void a_new_folder_on_a_full_disk_says_so_and_can_be_opened_later() throws Exception {
    disk.spare(2_000);
    assertThatThrownBy(() -> JournalRun.calm(disk))
        .isInstanceOf(NoSpaceException.class)
        .hasMessage(
            "faulty: the first segment of 45056 bytes cannot be made: No space left on device");
    disk.spare(Long.MAX_VALUE);
    assertThat(JournalRun.calm(disk).append(new byte[1])).isTrue();
  }

  @Test
  void a_spare_segment_survives_a_restart_so_that_a_full_disk_does_not_stop_service()
      throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.append(new byte[12_000]);
    run.append(new byte[12_000]);
    assertThat(disk.names()).contains("journal-00000002.seg");
    FaultyDisk next = disk.reboot();
    next.spare(0);
    JournalRun again = JournalRun.calm(next);
    assertThat(again.append(new byte[12_000])).isTrue();
    assertThat(again.append(new byte[12_000])).isTrue();
  }

  @Test
  void segments_may_change_their_size_between_two_runs() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    for (int i = 0; i < 9; i++) run.append(new byte[900]);
    JournalConfig larger = new JournalConfig(32 << 10, 20 << 10, Duration.ZERO, Duration.ZERO);
    FaultyDisk next = disk.reboot();
    try (Journal journal =
        JournalInOneThread.open(next, larger, JournalObserver.NONE, new RecordCollector())) {
      journal.begin().position(RecordLayout.BODY + 19_000);
      assertThat(journal.commit(1, 1)).isEqualTo(10);
    }
    RecordCollector found = new RecordCollector();
    JournalInOneThread.open(next.reboot(), larger, JournalObserver.NONE, found).close();
    assertThat(found.records).hasSize(10);
  }

  // ---- a clean stop ----

  @Test
  void a_clean_stop_leaves_a_closing_record_and_the_next_run_goes_on_behind_it() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    assertThat(run.journal().recovery().stoppedCleanly()).as("a new folder").isTrue();
    run.append(new byte[5]);
    run.stop();
    run.journal().close();
    JournalRun second = JournalRun.calm(disk.reboot());
    assertThat(second.journal().recovery().stoppedCleanly()).isTrue();
    assertThat(second.journal().recovery().replayed()).isEqualTo(2);
    assertThat(second.state().getLast().kind()).isEqualTo(RecordKind.CLOSING);
    assertThat(second.append(new byte[6])).isTrue();
    assertThat(second.journal().position().sequence()).isEqualTo(3);
  }

  @Test
  void without_a_clean_stop_the_next_run_knows() throws Exception {
    JournalRun.calm(disk).append(new byte[5]);
    assertThat(JournalRun.calm(disk.reboot()).journal().recovery().stoppedCleanly()).isFalse();
  }

  @Test
  void a_full_disk_does_not_hinder_a_clean_stop() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    disk.spare(0);
    for (int free = 8_192; free >= 64; free -= 512)
      run.append(new byte[free >= 576 ? 448 : free - 64]);
    run.stop();
    JournalRun next = JournalRun.calm(disk.reboot());
    assertThat(next.journal().recovery().stoppedCleanly()).isFalse();
    assertThat(next.state()).isEqualTo(run.state());
  }

  // ---- configuration ----

  @Test
  void a_configuration_out_of_bounds_is_refused_with_its_key_and_bounds() {
    Duration s = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new JournalConfig(4_096, 1_024, s, s))
        .hasMessage("journal.segment-bytes must be in [8192, 1073741824], not 4096");
    assertThatThrownBy(() -> new JournalConfig(8_193, 1_024, s, s))
        .hasMessage("journal.segment-bytes must be a multiple of 4096, not 8193");
    assertThatThrownBy(() -> new JournalConfig(8_192, 4_097, s, s))
        .hasMessage("journal.record-bytes-max must be in [1024, 4096], not 4097");
    assertThatThrownBy(() -> new JournalConfig(8_192, 4_096, s.negated(), s))
        .hasMessage("journal.segment-wait (ms) must be in [0, 60000], not -1000");
    assertThatThrownBy(() -> new JournalConfig(8_192, 4_096, s, Duration.ofDays(1)))
        .hasMessage("journal.segment-retry (ms) must be in [0, 3600000], not 86400000");
    assertThat(JournalConfig.DEFAULT).isEqualTo(new JournalConfig(64 << 20, 4 << 20, s, s));
  }
}
