package io.tidegate.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.audit.AuditReport;
import io.tidegate.audit.Auditor;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.FolderRefusedException;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalLog;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.log.LogCopy;
import io.tidegate.store.log.LogPosition;
import io.tidegate.store.log.LogRefusedException;
import io.tidegate.store.log.RecordMaker;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log goes from files to a database and back, and is the same one. */
class LogCopyTest {
  private static final long NOW_MS = 1_900_000_000_000L;

  @TempDir Path folder;
  private Path first;

  @BeforeEach
  void a_folder_with_sales_in_it() throws Exception {
    first = folder.resolve("first");
    try (JournalStore store =
        JournalStore.open(first, JournalConfig.DEFAULT, JournalObserver.NONE, 1, Long.MAX_VALUE)) {
      for (CommandTrace.Batch batch : CommandTrace.of(5, CommandTrace.TIGHT, 200, true).batches()) {
        assertThat(store.begin()).isTrue();
        batch.events().forEach(store::append);
        store.commit(batch.atMs());
      }
    }
  }

  @Test
  void to_a_database_and_back_every_chain_value_stays_and_the_audit_is_clean() throws Exception {
    AuditReport before = Auditor.audit(first);
    String url = TestPostgres.newRealm();
    List<LogPosition> all = toDatabase(url);
    Path second = folder.resolve("second");
    try (PgHome home = PgHome.open(url);
        JournalLog back = JournalLog.openCopy(second, home.log().identity())) {
      assertThat(Writer.all(home.log())).isEqualTo(all);
      LogPosition end = LogCopy.move(home.log(), back, "files second", NOW_MS);
      assertThat(end).isEqualTo(all.getLast());
      assertThat(Writer.all(back)).isEqualTo(all);
      back.closeVouched();
      RecordMaker late = new RecordMaker(home.log().identity(), home.log().end());
      assertThatThrownBy(() -> late.append(home.log(), "too late"))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("Conflict");
    }
    AuditReport after = Auditor.audit(second);
    assertThat(after.breachCount()).isZero();
    assertThat(after.figures()).isEqualTo(before.figures());
    assertThat(after.journal().chain()).isEqualTo(before.journal().chain());
    assertThat(after.journal().cleanStop()).isTrue();
    assertThat(Auditor.audit(first).journal().movedTo()).isEqualTo("the database");
  }

  private List<LogPosition> toDatabase(String url) throws Exception {
    try (JournalLog files = JournalLog.openFolder(first);
        PgHome home = PgHome.open(url, files.identity())) {
      List<LogPosition> all = Writer.all(files);
      assertThat(all).isNotEmpty();
      LogCopy.move(files, home.log(), "the database", NOW_MS);
      return all;
    }
  }

  @Test
  void a_copy_that_broke_off_goes_on_and_one_that_is_done_changes_nothing() throws Exception {
    String url = TestPostgres.newRealm();
    try (JournalLog files = JournalLog.openFolder(first);
        PgHome home = PgHome.open(url, files.identity())) {
      LogCopy.copy(files, home.log());
      int copied = Writer.all(home.log()).size();
      RecordMaker maker = new RecordMaker(files.identity(), files.end());
      maker.append(files, "came meanwhile");
      LogPosition end = LogCopy.move(files, home.log(), "the database", NOW_MS);
      assertThat(end.sequence()).isEqualTo(copied + 1);
      assertThat(LogCopy.move(files, home.log(), "the database", NOW_MS)).isEqualTo(end);
      assertThatThrownBy(() -> LogCopy.move(files, home.log(), "elsewhere", NOW_MS))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("moved to the database already");
    }
    assertThatThrownBy(() -> JournalLog.openFolder(first))
        .isInstanceOf(FolderRefusedException.class)
        .hasMessageContaining("the database");
  }

  @Test
  void a_target_with_another_history_is_refused() throws Exception {
    String url = TestPostgres.newRealm();
    try (JournalLog files = JournalLog.openFolder(first);
        PgHome home = PgHome.open(url, files.identity())) {
      new RecordMaker(files.identity(), home.log().end()).append(home.log(), "another");
      assertThatThrownBy(() -> LogCopy.copy(files, home.log()))
          .isInstanceOf(LogRefusedException.class);
    }
    try (PgHome other = PgHome.open(TestPostgres.newRealm())) {
      assertThatThrownBy(() -> JournalLog.openCopy(first, other.log().identity()))
          .isInstanceOf(FolderRefusedException.class)
          .hasMessageContaining("holds the log");
      assertThatThrownBy(() -> PgHome.open(url, other.log().identity()))
          .isInstanceOf(LogRefusedException.class)
          .hasMessageContaining("was to come here");
    }
  }
}
