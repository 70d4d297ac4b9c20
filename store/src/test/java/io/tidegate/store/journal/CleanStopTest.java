package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tidegate.store.disk.FaultyDisk;
import io.tidegate.store.disk.PowerCutException;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The file that vouches for the end after a clean stop. */
class CleanStopTest {
  private static final String SEGMENT = Format.segmentName(1);

  private FaultyDisk disk = new FaultyDisk(5);

  @BeforeEach
  void three_records_and_a_clean_stop() throws IOException {
    JournalRun run = JournalRun.calm(disk);
    for (int i = 1; i <= 3; i++) run.append(new byte[70 * i]);
    run.stop();
    disk = disk.reboot();
  }

  private static long block(int record) {
    return Format.SEGMENT_HEAD_BYTES + (record - 1L) * Format.BLOCK_BYTES;
  }

  private static void zero(FaultyDisk disk, long from, long to) {
    byte[] content = disk.content(SEGMENT);
    Arrays.fill(content, (int) from, (int) to, (byte) 0);
    disk.put(SEGMENT, content);
  }

  private static DamageException refused(FaultyDisk disk) {
    DamageException refused =
        catchThrowableOfType(DamageException.class, () -> JournalRun.calm(disk));
    assertThat(refused).isNotNull();
    DamageException read =
        catchThrowableOfType(
            DamageException.class,
            () -> {
              try (JournalReader reader = JournalReader.open(disk)) {
                while (reader.next()) assertThat(reader.position().sequence()).isPositive();
              }
            });
    assertThat(read).as("a reader says the same").hasMessage(refused.getMessage());
    return refused;
  }

  @Test
  void the_end_is_vouched_for_until_something_is_appended() throws Exception {
    for (int i = 0; i < 2; i++) {
      JournalRun run = JournalRun.calm(disk);
      assertThat(run.journal().recovery().stoppedCleanly()).isTrue();
      disk = disk.restart();
    }
    JournalRun run = JournalRun.calm(disk);
    run.append(new byte[1]);
    assertThat(disk.names()).doesNotContain(Format.STOPPED);
    Recovery recovery = JournalRun.calm(disk.reboot()).journal().recovery();
    assertThat(recovery.stoppedCleanly()).isFalse();
    assertThat(recovery.closed()).isFalse();
  }

  @Test
  void whatever_of_the_last_blocks_is_wiped_the_start_says_what_is_missing() {
    for (int from = 1; from <= 4; from++) {
      FaultyDisk wiped = disk.copy();
      zero(wiped, block(from), block(5));

      DamageException refused = refused(wiped);

      assertThat(refused)
          .hasMessage(
              "faulty: journal-00000001.seg is damaged at offset "
                  + block(from)
                  + ", where record "
                  + from
                  + " is expected: nothing stands there; but stopped says that the journal ends with record 4");
    }
  }

  @Test
  void a_damaged_last_record_is_not_cut_when_the_stop_vouches_for_it() {
    disk.flip(SEGMENT, block(4) + 40, 2);
    assertThat(refused(disk))
        .hasMessageContaining(
            "its checksum does not fit its bytes; but stopped says that the journal ends with record 4");
  }

  @Test
  void something_behind_the_end_that_is_vouched_for_is_refused() {
    disk.flip(SEGMENT, block(5) + 100, 2);
    assertThat(refused(disk))
        .hasMessageContaining(
            "where record 5 is expected: its beginning is missing; but stopped says that the journal ends with record 4");
  }

  @Test
  void records_behind_the_end_that_is_vouched_for_are_refused() throws Exception {
    byte[] stopped = disk.content(Format.STOPPED);
    JournalRun.calm(disk).append(new byte[9]);
    FaultyDisk next = disk.reboot();
    next.put(Format.STOPPED, stopped);
    assertThat(refused(next))
        .hasMessageContaining(
            "the last record is 5; but stopped says that the journal ends with record 4");
  }

  @Test
  void the_end_of_another_history_is_refused() throws Exception {
    FaultyDisk other = disk.copy();
    JournalRun.calm(disk).stop();
    JournalRun run = JournalRun.calm(other);
    run.append(new byte[9]);
    FaultyDisk next = other.reboot();
    next.put(Format.STOPPED, disk.content(Format.STOPPED));
    assertThat(refused(next))
        .hasMessageContaining("the chain value of record 5 is not the one in stopped");
  }

  @Test
  void any_flipped_bit_in_the_file_itself_is_refused() {
    for (int bit = 0; bit < 8 * Format.STOPPED_BYTES; bit++) {
      FaultyDisk damaged = disk.copy();
      damaged.flip(Format.STOPPED, bit / 8, bit % 8);
      assertThatThrownBy(() -> JournalRun.calm(damaged))
          .isInstanceOf(FolderRefusedException.class)
          .hasMessageContaining("stopped");
    }
    disk.put(Format.STOPPED, new byte[0]);
    assertThat(refused(disk))
        .hasMessage("faulty: stopped is damaged at offset 0: it is 0 bytes long");
  }

  @Test
  void without_the_file_a_closing_record_vouches_for_nothing() throws Exception {
    disk.remove(Format.STOPPED);
    Recovery recovery = JournalRun.calm(disk).journal().recovery();
    assertThat(recovery.closed()).isTrue();
    assertThat(recovery.stoppedCleanly()).isFalse();
  }

  @Test
  void a_full_disk_leaves_the_closing_record_and_no_word_about_it() throws Exception {
    disk = new FaultyDisk(6);
    JournalRun run = JournalRun.calm(disk);
    run.append(new byte[1]);
    disk.spare(0);
    run.stop();
    FaultyDisk next = disk.reboot();
    assertThat(next.names()).doesNotContain(Format.STOPPED, Format.STOPPED + ".tmp");
    Recovery recovery = JournalRun.calm(next).journal().recovery();
    assertThat(recovery.closed()).isTrue();
    assertThat(recovery.stoppedCleanly()).isFalse();
  }

  @Test
  void a_power_cut_at_any_step_of_a_stop_or_of_the_next_run_never_leaves_a_wrong_word()
      throws Exception {
    for (long seed = 0; seed < 40; seed++) {
      for (int step = 1; step <= 12; step++) {
        FaultyDisk cut = new FaultyDisk(seed);
        SplittableRandom random = new SplittableRandom(seed);
        JournalRun first = new JournalRun(cut, random);
        first.append(new byte[60]);
        cut.cutPowerIn(step);
        try {
          first.stop();
          JournalRun second = new JournalRun(cut, random);
          second.append(new byte[30]);
          second.append(new byte[30]);
          second.stop();
        } catch (PowerCutException | IOException e) {
          assertThat(cut.isDown()).isTrue();
        }
        FaultyDisk next = cut.reboot();
        JournalRun third = new JournalRun(next, random);
        assertThat(third.journal().recovery().cut() == null || !third.journal().recovery().closed())
            .isTrue();
        third.append(new byte[20]);
        assertThat(new JournalRun(next.reboot(), random).state()).isEqualTo(third.state());
      }
    }
  }
}
