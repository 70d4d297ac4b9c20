package io.tidegate.store.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  @TempDir Path folder;

  @Test
  void what_was_committed_is_there_when_the_folder_is_opened_again() throws Exception {
    Collected first = new Collected();
    try (Journal journal =
        Journal.open(folder, JournalConfig.DEFAULT, JournalObserver.NONE, first)) {
      for (int i = 1; i <= 100; i++) {
        journal.begin();
        journal.room(8).putLong(i);
        assertThat(journal.commit(1_000 + i, 1)).isEqualTo(i);
      }
      journal.stop(2_000);
    }
    Collected again = new Collected();
    try (Journal journal =
        Journal.open(folder, JournalConfig.DEFAULT, JournalObserver.NONE, again)) {
      assertThat(journal.recovery().stoppedCleanly()).isTrue();
      assertThat(again.records).hasSize(101);
      assertThat(again.records.get(41).body().getLong(0)).isEqualTo(42);
    }
  }
}
