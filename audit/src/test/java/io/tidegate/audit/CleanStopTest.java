package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.audit.journal.JournalRefusedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may be said of the end of a journal, by whether a clean stop vouches for it. */
class CleanStopTest {
  @TempDir Path path;

  private FolderWriter folders = new FolderWriter(Path.of("unset"), 0);

  @BeforeEach
  void two_batches_and_a_clean_stop() {
    folders = new FolderWriter(path, 1 << 16).batch(NOW_MS, SoundJournal.opening());
    folders.batch(NOW_MS + 1, new Body().toppedUp(1, 1, null)).closing(NOW_MS + 2);
  }

  private void assertRefused(Path file, long offset, String reason) {
    RefusedJournal.assertRefused(path, file, offset, reason);
  }

  @Test
  void nothing_is_lost_where_a_clean_stop_vouches_for_the_end() throws IOException {
    AuditReport report = Auditor.audit(folders.write());

    assertThat(report.toText())
        .startsWith("SOUND: nothing oversold, nothing lost\n")
        .contains("a clean stop, which vouches for it");
    assertThat(report.journal().reach()).isNull();
  }

  @Test
  void a_closing_record_alone_vouches_for_nothing() throws IOException {
    folders.write();
    Files.delete(folders.stoppedFile());

    AuditReport report = Auditor.audit(path);

    assertThat(report.sound()).isTrue();
    assertThat(report.journal().closed()).isTrue();
    assertThat(report.journal().cleanStop()).isFalse();
    assertThat(report.toText())
        .startsWith(
            "SOUND as far as the journal reaches: nothing oversold; but it was not stopped cleanly")
        .contains("a closing record, and nothing vouches that it is the last");
    assertThat(report.toJson()).contains("\"reach\":\"it was not stopped cleanly ");
  }

  @Test
  void whatever_of_the_last_blocks_is_wiped_is_refused_at_its_place() {
    for (int from = 0; from < 3; from++) {
      int offset = folders.places.get(from).offset();
      folders.write();
      byte[] wiped = folders.bytes(1).clone();
      Arrays.fill(wiped, offset, wiped.length, (byte) 0);
      write(folders.segmentFile(1), wiped);

      assertRefused(
          folders.segmentFile(1),
          offset,
          "a clean stop says that the journal ends with record 3, and the last one is " + from);
    }
  }

  @Test
  void a_spoilt_last_record_is_refused_and_not_called_unfinished() {
    int offset = folders.places.get(2).offset();
    folders.bytes(1)[offset + 40] ^= 1;
    folders.write();

    assertRefused(folders.segmentFile(1), offset, "ends with record 3, and the last one is 2");
  }

  @Test
  void something_behind_the_end_is_refused() {
    int end = folders.end();
    folders.bytes(1)[end + 9] = 1;
    folders.write();

    assertRefused(folders.segmentFile(1), end, "and something stands behind it");
  }

  @Test
  void the_end_of_another_history_is_refused() {
    folders.write();
    byte[] stopped = folders.stopped(3, NOW_MS + 2);
    System.arraycopy(folders.chains.get(2), 0, stopped, 48, 32);
    reseal(stopped);
    write(folders.stoppedFile(), stopped);

    assertRefused(folders.segmentFile(1), folders.end(), "with another chain value");
  }

  @Test
  void any_spoilt_byte_of_the_file_itself_is_refused() {
    folders.write();
    byte[] stopped = folders.stopped(3, NOW_MS + 2);
    for (int at = 0; at < stopped.length; at++) {
      byte[] spoilt = stopped.clone();
      spoilt[at] ^= 0x11;
      write(folders.stoppedFile(), spoilt);
      assertThatThrownBy(() -> Auditor.audit(path))
          .isInstanceOf(JournalRefusedException.class)
          .hasMessageStartingWith(folders.stoppedFile() + ", offset ");
    }
    write(folders.stoppedFile(), Arrays.copyOf(stopped, 95));
    assertRefused(folders.stoppedFile(), 0, "is not 96 bytes long");
  }

  private static void reseal(byte[] stopped) {
    ByteBuffer.wrap(stopped).putInt(92, FolderWriter.crc(stopped, 0, 92));
  }

  private static void write(Path file, byte[] bytes) {
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
