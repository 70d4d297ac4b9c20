package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.log.RecordKind;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A log that was moved elsewhere can be read here, and goes on there alone. */
class JournalMovedTest {
  private final FaultyDisk disk = new FaultyDisk(1);

  @BeforeEach
  void write_a_record_and_move() throws Exception {
    try (Journal journal =
        Journal.open(disk, JournalRun.CONFIG, JournalObserver.NONE, new RecordCollector())) {
      journal.begin().putLong(7);
      journal.commit(1_000, 1);
      journal.move(2_000, "postgres://db/대기");
    }
  }

  @Test
  void the_start_refuses_and_says_where_the_log_went() {
    List<String> before = List.copyOf(disk.names());
    assertThatThrownBy(() ->
            Journal.open(disk, JournalRun.CONFIG, JournalObserver.NONE, new RecordCollector()))
        .isInstanceOfSatisfying(
            FolderRefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(FolderRefusedException.Reason.MOVED))
        .hasMessageContaining("postgres://db/대기");
    assertThat(disk.names()).isEqualTo(before);
  }

  @Test
  void it_can_still_be_read_to_its_last_record() throws Exception {
    try (JournalReader reader = JournalReader.open((Disk) disk)) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().kind()).isEqualTo(RecordKind.BATCH);
      assertThat(reader.next()).isTrue();
      assertThat(reader.record().kind()).isEqualTo(RecordKind.MOVED);
      assertThat(reader.next()).isFalse();
    }
  }

  @Test
  void anything_behind_that_record_is_damage() throws Exception {
    long end = Format.SEGMENT_HEAD_BYTES + 2 * Format.BLOCK_BYTES;
    try (DiskFile file = disk.open("journal-00000001.seg")) {
      file.write(end + 64, ByteBuffer.wrap(new byte[] {0, 0, 0, 1, 0, 0, 0, 1}));
    }
    try (JournalReader reader = JournalReader.open((Disk) disk)) {
      reader.next();
      reader.next();
      assertThatThrownBy(reader::next).isInstanceOf(DamageException.class);
    }
  }
}
