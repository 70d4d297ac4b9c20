package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.audit.journal.JournalRefusedException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that goes on elsewhere. */
class MovedTest {
  @TempDir Path path;

  private FolderWriter story() {
    return new FolderWriter(path, 1 << 16).batch(NOW_MS, SoundJournal.opening());
  }

  private static byte[] where() {
    return new Body().text("postgres://db/sale").bytes();
  }

  @Test
  void the_report_says_where_it_went_and_nothing_is_lost() throws IOException {
    AuditReport report = Auditor.audit(story().record(5, NOW_MS + 1, 0, where()).write());
    assertThat(report.toText())
        .startsWith("SOUND: nothing oversold, nothing lost\n")
        .contains("the log was moved to postgres://db/sale");
  }

  @Test
  void a_record_behind_it_is_damage() throws IOException {
    Path folder =
        story()
            .record(5, NOW_MS + 1, 0, where())
            .batch(NOW_MS + 2, new Body().toppedUp(1, 1, null))
            .write();
    assertThatThrownBy(() -> Auditor.audit(folder))
        .isInstanceOf(JournalRefusedException.class)
        .hasMessageContaining("behind the record that moved the log");
  }

  @Test
  void one_that_does_not_say_where_is_malformed() throws IOException {
    Path folder = story().record(5, NOW_MS + 1, 0, new byte[] {0, 9, 'x'}).write();
    assertThatThrownBy(() -> Auditor.audit(folder))
        .isInstanceOf(JournalRefusedException.class)
        .hasMessageContaining("does not say where");
  }

  @Test
  void a_sign_of_life_in_a_folder_is_damage() throws IOException {
    Path folder = story().record(4, NOW_MS + 1, 0, new byte[0]).write();
    assertThatThrownBy(() -> Auditor.audit(folder))
        .isInstanceOf(JournalRefusedException.class)
        .hasMessageContaining("its kind 4 is unknown");
  }
}
