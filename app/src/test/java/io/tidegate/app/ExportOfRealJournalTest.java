package io.tidegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Event.ToppedUp;
import io.tidegate.export.Export;
import io.tidegate.export.ExportSummary;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.JournalObserver;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported of journals that the real engine and store wrote, against what is audited. */
class ExportOfRealJournalTest {

  private static final long START_MS = 1_800_000_000_000L;

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void an_export_of_a_running_engine_and_of_a_stopped_one_equals_the_audit(long seed)
      throws Exception {
    Path data = folder.resolve("data");
    Path running = folder.resolve("running.sqlite");
    Path stopped = folder.resolve("stopped.sqlite");
    try (RandomCrowd crowd = new RandomCrowd(data, seed, START_MS)) {
      crowd.open();
      crowd.act(300);
      ExportedFigures.assertSameAsAudit(data, running);
      crowd.closeAndForget();
    }
    ExportedFigures.assertSameAsAudit(data, stopped);
    try (ExportedFigures figures = new ExportedFigures(stopped)) {
      assertThat(figures.number("SELECT count(retired_at) FROM claims")).isPositive();
      assertThat(figures.number("SELECT count(ended_at) FROM tickets")).isPositive();
    }
  }

  @Test
  void it_reads_beside_a_writer_at_work() throws Exception {
    Path data = folder.resolve("data");
    try (JournalStore store = store(data)) {
      store.commit(START_MS);
    }
    FutureTask<Long> writing = new FutureTask<>(() -> topUp(data));
    Thread.ofPlatform().name("writer").start(writing);
    Path file = folder.resolve("export.sqlite");
    long last = 0;
    for (; !writing.isDone(); ) {
      long end = Export.toSqlite(data, file, true).end().sequence();
      assertThat(end).isGreaterThanOrEqualTo(last);
      last = end;
      try (ExportedFigures figures = new ExportedFigures(file)) {
        figures.assertWhole();
        // A batch is whole or not at all: 60 top-ups of 1 each.
        assertThat(figures.number("SELECT coalesce(sum(balance), 0) FROM wallets"))
            .isEqualTo(end * 60);
      }
    }
    Export.toSqlite(data, file, true);
    try (ExportedFigures figures = new ExportedFigures(file)) {
      assertThat(figures.number("SELECT sum(balance) FROM wallets")).isEqualTo(writing.get());
    }
  }

  private static JournalStore store(Path data) throws IOException {
    return JournalStore.open(data, RandomCrowd.LAYOUT, JournalObserver.NONE, 9, Long.MAX_VALUE);
  }

  private static long topUp(Path data) throws IOException {
    try (JournalStore store = store(data)) {
      for (int batch = 0; batch < 600; batch++) {
        store.begin();
        for (int user = 1; user <= 60; user++) store.append(new ToppedUp(user, 1, null));
        store.commit(START_MS + batch);
      }
    }
    return 600 * 60;
  }

  /** By the largest file a process may write, as a full disk would. */
  @ParameterizedTest
  @ValueSource(strings = {"--sqlite", "--csv"})
  void where_the_disk_takes_no_more_it_says_so_and_leaves_nothing(String form) throws Exception {
    Path data = folder.resolve("data");
    topUp(data);
    Path out = Files.createDirectory(folder.resolve("out"));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = "ulimit -f 2500; exec \"$@\"";
    Process export =
        new ProcessBuilder(
                "bash",
                "-c",
                command,
                "bash",
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "export",
                "--data",
                data.toString(),
                form,
                out.resolve("all").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(export.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(export.waitFor()).as(said).isEqualTo(1);
    assertThat(said).contains("tidegate: " + out.resolve("all") + " cannot be written");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void the_two_forms_hold_the_same_rows() throws Exception {
    Path data = folder.resolve("data");
    try (RandomCrowd crowd = new RandomCrowd(data, 5, START_MS)) {
      crowd.open();
      crowd.act(100);
    }
    ExportSummary sqlite = Export.toSqlite(data, folder.resolve("all.sqlite"), false);
    ExportSummary csv = Export.toCsv(data, folder.resolve("all"), false, false);
    assertThat(csv).isEqualTo(sqlite);
    for (var table : sqlite.rows().entrySet())
      assertThat(Files.readAllLines(folder.resolve("all/" + table.getKey() + ".csv")))
          .as(table.getKey())
          .hasSize((int) (table.getValue() + 1));
  }
}
