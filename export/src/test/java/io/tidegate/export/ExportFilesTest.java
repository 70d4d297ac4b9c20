package io.tidegate.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Event;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.store.JournalStore;
import io.tidegate.store.journal.Journal;
import io.tidegate.store.journal.JournalConfig;
import io.tidegate.store.journal.JournalObserver;
import io.tidegate.store.journal.RecoveryListener;
import io.tidegate.store.log.LogRecord;
import io.tidegate.testkit.Needs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of an export: what is in them to the letter, and what is refused. */
class ExportFilesTest {

  private static final long START_MS = 1_800_000_000_000L;
  private static final JournalConfig CONFIG =
      new JournalConfig(1 << 18, 1 << 16, Duration.ofSeconds(10), Duration.ofMillis(1));

  @TempDir private Path folder;
  private Path data = Path.of("unset");
  private Path file = Path.of("unset");
  private Path csv = Path.of("unset");

  @BeforeEach
  void paths() {
    data = folder.resolve("data");
    file = folder.resolve("all ?&%25 표.sqlite");
    csv = folder.resolve("csv");
  }

  private void happened(Event... events) throws IOException {
    try (JournalStore store =
        JournalStore.open(data, CONFIG, JournalObserver.NONE, 1, Long.MAX_VALUE)) {
      long at = Math.max(START_MS, store.lastMs() + 1_500);
      store.begin();
      for (Event event : events) store.append(event);
      store.commit(at);
    }
  }

  @Test
  void a_folder_in_which_nothing_happened_gives_empty_tables() throws Exception {
    happened();
    ExportSummary exported = Export.toSqlite(data, file, false);
    assertThat(exported.rows()).containsEntry("claims", 0L).containsEntry("meta", 5L);
    assertThat(ExportQuery.rows(file, "SELECT value FROM meta WHERE name = 'last_sequence'"))
        .containsExactly("0");
    Export.toCsv(data, csv, false, false);
    assertThat(Files.readString(csv.resolve("wallets.csv"))).isEqualTo("user_id,balance\r\n");
  }

  @Test
  void csv_is_quoted_by_rfc_4180_with_times_in_iso_8601_and_no_formulas() throws Exception {
    happened(
        new Event.ConcertCreated(1, "=HYPERLINK(\"http://x\")", "a, \"b\"\r\nc"),
        new Event.ConcertCreated(2, "+1", "@SUM(A1)"),
        new Event.ConcertCreated(3, "-1", "\tx"),
        new Event.ConcertCreated(4, "한국 🎫", "plain = fine"),
        new Event.ToppedUp(7, 300, null));
    Export.toCsv(data, csv, false, false);
    assertThat(lines("concerts.csv"))
        .containsExactly(
            "id,title,place,created_at",
            "1,\"'=HYPERLINK(\"\"http://x\"\")\",\"a, \"\"b\"\"",
            "c\",2027-01-15T08:00:00.000Z",
            "2,'+1,'@SUM(A1),2027-01-15T08:00:00.000Z",
            "3,'-1,'\tx,2027-01-15T08:00:00.000Z",
            "4,한국 🎫,plain = fine,2027-01-15T08:00:00.000Z",
            "");
    assertThat(lines("entries.csv"))
        .containsExactly(
            "id,user_id,at,kind,amount,balance,claim_id",
            "1,7,2027-01-15T08:00:00.000Z,top-up,300,300,",
            "");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1",
        "+1",
        "-1",
        "@A1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\n1",
        " =1",
        "\u00a0=1",
        "\u3000=1",
        "\ufeff=1",
        "\u200b=1",
        "\u0001=1",
        "\uff1d1",
        "\uff0b1",
        "\uff0d1",
        "\uff20A1",
        "\ufe661",
        "\ufe621",
        "\n\uff1d1"
      })
  void no_text_is_taken_for_a_formula(String text) throws Exception {
    happened(new Event.ConcertCreated(1, text, "hall"));
    Export.toCsv(data, csv, false, false);

    assertThat(Files.readString(csv.resolve("concerts.csv"))).contains("'" + text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "a=1", " a", "\uff211", "1+1", "x@y", "\u200b"})
  void other_texts_stay_as_they_are(String text) throws Exception {
    happened(new Event.ConcertCreated(1, text, "hall"));
    Export.toCsv(data, csv, false, false);

    assertThat(lines("concerts.csv")).contains("1," + text + ",hall,2027-01-15T08:00:00.000Z");
  }

  @Test
  void a_byte_order_mark_stands_before_each_file_if_it_is_asked_for() throws Exception {
    happened(new Event.ConcertCreated(1, "한국", "서울"));
    Export.toCsv(data, csv, false, true);

    try (Stream<Path> files = Files.list(csv)) {
      for (Path one : files.toList())
        assertThat(Files.readAllBytes(one)).startsWith(0xef, 0xbb, 0xbf);
    }
  }

  @Test
  void a_record_that_holds_what_is_no_event_is_named_with_file_and_offset() throws Exception {
    happened(new Event.ToppedUp(1, 5, null));
    RecoveryListener nothing =
        new RecoveryListener() {
          @Override
          public void chunk(int section, ByteBuffer rows) {}

          @Override
          public void record(LogRecord record) {}
        };
    try (Journal journal = Journal.open(data, CONFIG, JournalObserver.NONE, nothing)) {
      journal.begin();
      journal.room(1).put((byte) 99);
      journal.commit(journal.position().timeMs(), 1);
    }
    assertThatThrownBy(() -> Export.toSqlite(data, file, false))
        .hasMessageStartingWith(
            data
                + ": journal-00000001.seg, at offset 8192: record 2 is malformed:"
                + " it holds what is no event: ");
    assertThat(file).doesNotExist();
  }

  @Test
  void a_data_folder_that_cannot_be_read_is_not_called_another_kind_of_folder() throws Exception {
    happened(new Event.ToppedUp(1, 5, null));
    Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    assertThatThrownBy(() -> Export.toCsv(loop, csv, false, false))
        .isInstanceOf(IOException.class)
        .message()
        .contains("Too many levels")
        .doesNotContain("not a Tidegate data folder");

    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("---------"));
    Needs.that(!Files.isReadable(data), "root may read everything");
    try {
      refused(() -> Export.toCsv(data, csv, false, false), "permission denied");
    } finally {
      Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** What stands before, between and behind the CRLFs of a file. */
  private List<String> lines(String name) throws IOException {
    return List.of(Files.readString(csv.resolve(name), StandardCharsets.UTF_8).split("\r\n", -1));
  }

  @Test
  void a_planned_draws_secret_is_in_no_file_until_it_is_drawn() throws Exception {
    Bytes32 secret = new Bytes32(0x1122334455667788L, 2, 3, 4);
    RoomSettings settings = new RoomSettings("r", RoomState.GATHERING, 1, 1_000, 1, 1_000, 1_000);
    Bytes32 digest = new Bytes32(9, 9, 9, 9);
    happened(
        new Event.RoomCreated(1, 1, settings),
        new Event.DrawPlanned(1, CommitmentVersion.PLAN, START_MS, START_MS, "drand 7", secret),
        new Event.Joined(1, 5, 1),
        new Event.Joined(1, 6, 2),
        new Event.CohortClosed(1, 2, digest));
    Export.toSqlite(data, file, false);
    Export.toCsv(data, csv, false, false);
    assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
        .doesNotContain(secret.hex())
        .contains(CommitmentVersion.PLAN.of(secret, 1, "r", "drand 7", START_MS).hex());
    try (Stream<Path> files = Files.list(csv)) {
      for (Path one : files.toList())
        assertThat(Files.readString(one)).doesNotContain(secret.hex());
    }
    assertThat(ExportQuery.rows(file, "SELECT state, beacon, size, secret FROM draws"))
        .containsExactly("closed|drand 7|2|null");
    assertThat(ExportQuery.rows(file, "SELECT state FROM rooms")).containsExactly("drawing");
    happened(new Event.Drawn(1, "abc"), new Event.EpochBegan(1, 2));
    Export.toSqlite(data, file, true);
    assertThat(ExportQuery.rows(file, "SELECT state, secret, beacon_value FROM draws"))
        .containsExactly("drawn|" + secret.hex() + "|abc");
    assertThat(
            ExportQuery.rows(file, "SELECT turn, state, cause, epoch FROM tickets ORDER BY turn"))
        .containsExactly("1|ended|epoch|1", "2|ended|epoch|1");
  }

  @Test
  void an_export_is_its_owners_and_leaves_nothing_beside_it() throws Exception {
    happened(new Event.ToppedUp(1, 5, null));
    Export.toSqlite(data, file, false);
    Export.toCsv(data, csv, false, false);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(csv)))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(csv)) {
      for (Path one : files.toList())
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
            .as("%s, wherever it is moved", one)
            .isEqualTo("rw-------");
    }
    assertThat(names()).containsExactlyInAnyOrder("data", file.getFileName().toString(), "csv");
  }

  @Test
  void what_is_there_is_replaced_by_force_alone_and_only_by_its_kind() throws Exception {
    happened(new Event.ToppedUp(1, 5, null));
    Export.toSqlite(data, file, false);
    Export.toCsv(data, csv, false, false);
    happened(new Event.ToppedUp(2, 5, null));
    refused(() -> Export.toSqlite(data, file, false), "is there already; --force");
    refused(() -> Export.toCsv(data, csv, false, false), "is there already");
    assertThat(ExportQuery.rows(file, "SELECT count(*) FROM wallets")).containsExactly("1");
    Export.toSqlite(data, file, true);
    Export.toCsv(data, csv, true, false);
    assertThat(ExportQuery.rows(file, "SELECT count(*) FROM wallets")).containsExactly("2");
    assertThat(Files.readAllLines(csv.resolve("wallets.csv"))).hasSize(3);

    Path letter = Files.writeString(folder.resolve("letter.txt"), "dear all");
    refused(() -> Export.toSqlite(data, letter, true), "is no SQLite file");
    refused(() -> Export.toSqlite(data, data, true), "is no SQLite file");
    refused(() -> Export.toCsv(data, letter, true, false), "is no folder");
    refused(() -> Export.toCsv(data, data, true, false), "no export");
    assertThat(letter).hasContent("dear all");
  }

  @Test
  void an_empty_folder_may_be_filled() throws Exception {
    happened(new Event.ToppedUp(1, 5, null));
    Files.createDirectory(csv);
    Export.toCsv(data, csv, false, false);
    assertThat(csv.resolve("meta.csv")).exists();
  }

  @Test
  void a_place_that_cannot_be_written_is_named() throws Exception {
    happened(new Event.ToppedUp(1, 5, null));
    Path nowhere = folder.resolve("not/there.sqlite");
    refused(() -> Export.toSqlite(data, nowhere, false), "its folder is not there");
    refused(() -> Export.toCsv(data, nowhere, false, false), "is not there");
  }

  @Test
  void a_folder_that_is_none_is_refused() {
    refused(() -> Export.toSqlite(data, file, false), "there is no such folder");
    refused(() -> Export.toSqlite(folder, file, false), "not a Tidegate data folder");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_damaged_journal_is_refused_with_file_and_offset(boolean sqlite) throws Exception {
    happened(new Event.ToppedUp(1, 5, null));
    happened(new Event.ToppedUp(1, 5, null));
    try (RandomAccessFile open =
        new RandomAccessFile(data.resolve("journal-00000001.seg").toFile(), "rw")) {
      open.seek(4_096 + 70);
      open.write(77);
    }
    refused(
        () -> {
          if (sqlite) Export.toSqlite(data, file, false);
          else Export.toCsv(data, csv, false, false);
        },
        "journal-00000001.seg is damaged at offset 4096");
    assertThat(names()).containsExactly("data");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static void refused(Work work, String why) {
    assertThatThrownBy(work::run).isInstanceOf(IOException.class).hasMessageContaining(why);
  }
}
