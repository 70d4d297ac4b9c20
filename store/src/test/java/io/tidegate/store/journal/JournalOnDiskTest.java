package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.journal.FolderRefusedException.Reason;
import io.tidegate.store.log.RecordLayout;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal on real files, with real processes. */
@Timeout(60)
class JournalOnDiskTest {
  @TempDir Path temp;

  private static Journal open(Path folder, RecoveryListener listener) throws IOException {
    return Journal.open(folder, AppendingProcess.CONFIG, JournalObserver.NONE, listener);
  }

  private static Process start(Path folder) throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<String> command =
        List.of(
            java.toString(),
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            AppendingProcess.class.getName(),
            folder.toString());
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void a_process_killed_at_any_moment_leaves_all_it_acknowledged() throws Exception {
    Path folder = temp.resolve("data");
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 4; round++) {
      long acknowledged = runAndKill(folder, 20 + random.nextInt(400));
      RecordCollector found = new RecordCollector();
      try (Journal journal = open(folder, found)) {
        assertThat(journal.position().sequence()).isBetween(acknowledged, acknowledged + 1_000);
        assertWhole(journal, found);
      }
    }
  }

  /** The last sequence the process said was durable; it may have been ahead of what we read. */
  private static long runAndKill(Path folder, int lines) throws Exception {
    Process process = start(folder);
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(out.readLine()).isEqualTo("open");
      long acknowledged = 0;
      for (int i = 0; i < lines; i++) acknowledged = Long.parseLong(out.readLine());
      // By its handle: the process's own method would close the stream as well.
      process.toHandle().destroyForcibly();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        if (!line.isEmpty() && Long.parseLong(line) == acknowledged + 1) acknowledged++;
      }
      return acknowledged;
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void assertWhole(Journal journal, RecordCollector found) {
    long from = journal.recovery().snapshot().sequence();
    if (from > 0) assertThat(found.chunks.getFirst().rows().getLong(0)).isEqualTo(from);
    for (RecordCollector.Seen record : found.records) {
      assertThat(record.sequence()).isEqualTo(++from);
      for (int i = 0; i < record.body().capacity() / 8; i++)
        assertThat(record.body().getLong(8 * i)).isEqualTo(from + i);
    }
    assertThat(from).isEqualTo(journal.position().sequence());
  }

  @Test
  void a_second_process_is_refused_and_the_kill_of_the_first_lets_it_in() throws Exception {
    Process process = start(temp);
    try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
      assertThat(out.readLine()).isEqualTo("open");
      assertThatThrownBy(() -> open(temp, new RecordCollector()))
          .isInstanceOf(FolderRefusedException.class)
          .hasMessage("the data folder " + temp + " is in use by process " + process.pid())
          .extracting(e -> ((FolderRefusedException) e).reason())
          .isEqualTo(Reason.IN_USE);
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.destroyForcibly();
      assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }
    open(temp, new RecordCollector()).close();
  }

  @Test
  void a_second_journal_in_the_same_process_is_refused_without_giving_up_the_first_one_s_lock()
      throws Exception {
    try (Journal first = open(temp, new RecordCollector())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () -> open(temp.resolve("../" + temp.getFileName()), new RecordCollector()))
            .isInstanceOf(FolderRefusedException.class)
            .hasMessageEndingWith(" is in use by this process");
      }
      Process process = start(temp);
      try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
        assertThat(out.readLine()).as("the other process must not get in").isNull();
      } finally {
        process.destroyForcibly();
      }
      first.begin();
      assertThat(first.commit(1, 0)).isEqualTo(1);
    }
  }

  @Test
  void a_process_that_dies_between_any_two_steps_leaves_all_it_acknowledged() throws Exception {
    int steps = 0;
    for (int step = 1; steps == 0; step++) {
      Path folder = temp.resolve("step" + step);
      CrashingDisk disk = new CrashingDisk(folder, step);
      long acknowledged = appendSome(disk);
      RecordCollector found = new RecordCollector();
      try (Journal journal = open(folder, found)) {
        assertThat(journal.position().sequence())
            .as("died at step " + step)
            .isBetween(acknowledged, acknowledged + 1);
        journal.begin();
        assertThat(journal.commit(1, 0))
            .isEqualTo(found.records.size() + journal.recovery().snapshot().sequence() + 1);
      }
      if (!disk.dead()) steps = step;
    }
    assertThat(steps).isGreaterThan(50);
  }

  private static long appendSome(CrashingDisk disk) throws IOException {
    long acknowledged = 0;
    try (Journal journal =
        JournalInOneThread.open(
            disk, JournalRun.CONFIG, JournalObserver.NONE, new RecordCollector())) {
      for (int i = 0; i < 12; i++) {
        journal.begin().position(RecordLayout.BODY + 1_500);
        acknowledged = journal.commit(i, 1);
        if (i % 6 == 5) {
          long sequence = acknowledged;
          var _ = journal.snapshot(out -> out.room(8).putLong(sequence));
        }
      }
    } catch (CrashingDisk.Death | NoSpaceException | JournalFailedException e) {
      assertThat(disk.dead()).isTrue();
    }
    return acknowledged;
  }

  @Test
  void files_are_for_their_owner_alone() throws Exception {
    Path folder = temp.resolve("deep/data");
    try (Journal journal = open(folder, new RecordCollector())) {
      journal.snapshot(out -> {}).join();
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files)
          .hasSize(4)
          .allSatisfy(file ->
              assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                  .isEqualTo("rw-------"));
    }
  }

  @Test
  void a_path_that_is_no_folder_is_refused() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> open(file, new RecordCollector()))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageStartingWith("the data folder " + file + " cannot be written: ")
        .extracting(e -> ((FolderRefusedException) e).reason())
        .isEqualTo(Reason.NOT_WRITABLE);
    assertThatThrownBy(() -> open(file.resolve("below"), new RecordCollector()))
        .isInstanceOf(FolderRefusedException.class);
  }

  @Test
  void segments_and_snapshots_are_made_on_threads_of_their_own() throws Exception {
    Path folder = temp.resolve("threads");
    List<String> threads = Collections.synchronizedList(new ArrayList<>());
    JournalObserver observer =
        new JournalObserver() {
          @Override
          public void segmentMade(int number, long tookNs) {
            threads.add(Thread.currentThread().getName());
          }

          @Override
          public void snapshotWritten(long sequence, long bytes, long tookNs) {
            threads.add(Thread.currentThread().getName());
          }
        };
    try (Journal journal =
        Journal.open(folder, AppendingProcess.CONFIG, observer, new RecordCollector())) {
      for (int i = 0; i < 10; i++) {
        journal.begin().position(RecordLayout.BODY + 16_000);
        journal.commit(i, 1);
      }
      journal.snapshot(out -> {}).join();
    }
    assertThat(threads).containsExactlyInAnyOrder("segment-maker", "snapshot-writer");
  }
}
