package io.tidegate.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.audit.journal.JournalRefusedException;
import java.nio.file.Path;

/** What an audit says of a folder that it cannot read. */
final class RefusedJournal {

  private RefusedJournal() {}

  /** Fails unless the audit refuses the folder, naming this place and this reason. */
  static void assertRefused(Path folder, Path file, long offset, String reason) {
    assertThatThrownBy(() -> Auditor.audit(folder))
        .isInstanceOfSatisfying(
            JournalRefusedException.class,
            refused -> {
              assertThat(refused.file()).isEqualTo(file);
              assertThat(refused.offset()).isEqualTo(offset);
              assertThat(refused)
                  .hasMessageStartingWith(file + ", offset " + offset + ": ")
                  .hasMessageContaining(reason);
            });
  }
}
