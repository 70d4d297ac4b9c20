package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.disk.RealDisk;
import io.tidegate.store.log.RecordKind;
import io.tidegate.store.log.RecordLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading beside a writer, and behind a crash. */
class JournalReaderTest {
  private final FaultyDisk disk = new FaultyDisk(3);

  @Test
  void a_reader_follows_a_writer_from_segment_to_segment() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    try (JournalReader reader = JournalReader.open(disk)) {
      assertThat(reader.next()).isFalse();
      for (int i = 0; i < 100; i++) {
        run.append(new byte[i * 7]);
        assertThat(reader.next()).isTrue();
        assertThat(reader.position().sequence()).isEqualTo(i + 1);
        assertThat(reader.record().body()).isEqualTo(run.state().getLast().body());
        assertThat(reader.position()).isEqualTo(run.journal().position());
        if (i % 3 == 0) assertThat(reader.next()).isFalse();
      }
      run.stop();
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().kind()).isEqualTo(RecordKind.CLOSING);
      assertThat(reader.position().timeMs()).isEqualTo(9_000);
      assertThat(reader.record().events()).isZero();
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void a_torn_last_record_is_not_read_and_left_as_it_is() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    run.append(new byte[500]);
    long end = Format.SEGMENT_HEAD_BYTES + Format.BLOCK_BYTES;
    byte[] segment = disk.content("journal-00000001.seg");
    segment[(int) end + 7] = 100;
    segment[(int) end + 90] = 1;
    FaultyDisk torn = disk.reboot();
    torn.put("journal-00000001.seg", segment);
    try (JournalReader reader = JournalReader.open(torn)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.next()).isFalse();
    }
    assertThat(torn.content("journal-00000001.seg")).isEqualTo(segment);
  }

  @Test
  void damage_before_the_end_is_refused_also_by_a_reader() throws Exception {
    JournalRun run = JournalRun.calm(disk);
    for (int i = 0; i < 3; i++) run.append(new byte[100]);
    FaultyDisk damaged = disk.reboot();
    damaged.flip("journal-00000001.seg", Format.SEGMENT_HEAD_BYTES + Format.BLOCK_BYTES + 30, 1);
    try (JournalReader reader = JournalReader.open(damaged)) {
      assertThat(reader.next()).isTrue();
      assertThatThrownBy(reader::next)
          .isInstanceOf(DamageException.class)
          .hasMessageContaining(
              "journal-00000001.seg is damaged at offset 8192, where record 2 is expected");
    }
  }

  @Test
  void a_folder_that_is_not_there_or_not_ours_cannot_be_read(@TempDir Path folder) {
    assertThatThrownBy(() -> JournalLog.readFolder(folder.resolve("none")))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JournalLog.readFolder(folder))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessage(folder + " is not a Tidegate data folder");
  }

  @Test
  void a_reader_on_a_real_disk_keeps_up_with_a_writer_that_never_pauses(@TempDir Path folder)
      throws Exception {
    JournalConfig config =
        new JournalConfig(64 << 10, 8 << 10, Duration.ofSeconds(10), Duration.ofMillis(10));
    AtomicLong written = new AtomicLong();
    try (Journal journal =
            Journal.open(folder, config, JournalObserver.NONE, new RecordCollector());
        JournalReader reader = JournalReader.open(RealDisk.existing(folder))) {
      Thread thread =
          Thread.ofPlatform().name("reading").start(() -> readTo(reader, 1_500, written));
      for (int i = 1; i <= 1_500; i++) {
        journal.begin().position(RecordLayout.BODY + i % 900);
        journal.commit(i, 1);
      }
      thread.join(Duration.ofSeconds(30));
      assertThat(written).hasValue(1_500);
    }
  }

  private static void readTo(JournalReader reader, long last, AtomicLong seen) {
    try {
      while (reader.position().sequence() < last) {
        if (reader.next()) seen.set(reader.position().sequence());
        else Thread.onSpinWait();
      }
    } catch (IOException e) {
      throw new AssertionError("behind record " + reader.position().sequence(), e);
    }
  }
}
