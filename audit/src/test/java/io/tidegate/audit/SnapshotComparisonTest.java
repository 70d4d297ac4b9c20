package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Rule;
import io.tidegate.audit.snapshot.ContentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The snapshot behind the first record of {@link SoundJournal}, written from part 3 of the
 * document, and what is found where it is wrong.
 */
class SnapshotComparisonTest {
  private static final int LAYOUT = 2;
  private static final int NUMBERS = 1;
  private static final int SALES = 100;
  private static final int OFFERS = 101;
  private static final int USERS = 106;
  private static final long NEVER = Body.NEVER;
  private static final int PAGE_ROWS = 1_024;

  @TempDir Path path;

  private final List<FolderWriter.Section> sections = new ArrayList<>();
  private long balance = 1_000;
  private String concert = "Requiem";

  private int users = 1;
  private long lastBalance = 1;

  private static ByteBuffer text(ByteBuffer out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return out.putShort((short) utf8.length).put(utf8);
  }

  private void add(int section, ByteBuffer body) {
    byte[] bytes = new byte[body.position()];
    body.get(0, bytes);
    sections.add(new FolderWriter.Section(section, bytes));
  }

  private static ByteBuffer room() {
    return ByteBuffer.allocate(1 << 17);
  }

  private static void numbers(ByteBuffer out, String name, long... values) {
    text(out, name).putInt(values.length).put((byte) 0);
    for (long value : values) out.putLong(value);
  }

  /** A table with one page, with these rows from the given one on. */
  private void table(int section, int width, int firstRow, long[]... rows) {
    page(section, 0, width, firstRow, rows);
  }

  private void page(int section, int number, int width, int firstRow, long[]... rows) {
    ByteBuffer page = room().putInt(number);
    for (int i = 0; i < rows.length; i++)
      for (int column = 0; column < rows[i].length; column++)
        page.putLong(4 + 8 * ((firstRow + i) * width + column), rows[i][column]);
    add(section, page.position(4 + 8 * PAGE_ROWS * width));
  }

  private void texts(int section, String... fromOne) {
    ByteBuffer out = room();
    for (int i = 0; i < fromOne.length; i++) text(out.putInt(i + 1), fromOne[i]);
    add(section, out);
  }

  private void story() {
    add(LAYOUT, text(room(), ContentReader.layout()));
    ByteBuffer numbers = room();
    long[] ends = {3, 4, 2, 7, 0, 0, users, 0, 0, 0, 0, 0, 0};
    numbers(numbers, "", 2, 3, 1, 1, 6, 0, 1, 0);
    numbers(numbers, "", 0, 0, 0, 2, 0, 0, 3, 4, 2, 7, 0, 0, users, 0, 0, 0, 0, 0, 0);
    numbers(numbers, "", ends);
    numbers(numbers, "default", 1, 1, 2, 2, 10_000, 3, 120_000, 600_000, 0, 0, 0, 0, 0, 0, 0, 0);
    add(NUMBERS, numbers);
    table(
        SALES,
        12,
        1,
        new long[] {0, NEVER, 0, 0, 1, 15, 0, 15, 1, 15, 0, 0},
        new long[] {0, NEVER, 1, 1, 1, 6, 0, 6, 1, 6, 0, 0});
    table(
        OFFERS,
        10,
        1,
        new long[] {1, 0, 10, 10, 0, 0, 0, 1, 1, 0},
        new long[] {1, 0, 5, 5, 0, 0, 100, 2, 3, 60_000},
        new long[] {2, 1, 6, 6, 0, 0, 100, 4, 4, 60_000});
    table(102, 7, 1, new long[] {1, 3, NEVER, 0, NEVER, 2L << 32 | 3, 1});
    long[] seat = {1, 0};
    table(103, 2, 1, seat, seat, seat, seat, seat, seat);
    for (int first = 0; first < users; first += PAGE_ROWS)
      page(USERS, first / PAGE_ROWS, 3, 0, users(first, Math.min(first + PAGE_ROWS, users)));
    texts(200, "sale 1", "sale 2");
    texts(202, "offer 1", "offer 2", "Requiem");
    texts(203, concert);
    texts(204, "Church");
  }

  /** Rows of users, each the one before its user's number. */
  private long[][] users(int first, int end) {
    long[][] rows = new long[end - first][];
    for (int row = first; row < end; row++) {
      long of = row == 0 ? balance : row == users - 1 ? lastBalance : 1;
      rows[row - first] = new long[] {row + 1, 0, of};
    }
    return rows;
  }

  private int firstPageOfUsers() {
    return IntStream.range(0, sections.size())
        .filter(index -> sections.get(index).id() == USERS)
        .findFirst()
        .orElseThrow();
  }

  private AuditReport audit() throws IOException {
    FolderWriter folders = SoundJournal.begin(path);
    for (int user = 2; user <= users; ) {
      Body topUps = new Body();
      for (int end = Math.min(user + 2_000, users + 1); user < end; user++)
        topUps.toppedUp(user, 1, null);
      folders.batch(NOW_MS, topUps);
    }
    folders.write();
    int last = folders.places.size();
    Files.write(folders.snapshotFile(last), folders.snapshot(last, NOW_MS, sections));
    return Auditor.audit(path);
  }

  private void assertFound(String... what) throws IOException {
    AuditReport report = audit();
    assertThat(report.breaches())
        .extracting(Breach::what)
        .containsExactly(
            List.of(what).stream()
                .map(one -> report.snapshots().getFirst().file() + ": " + one)
                .toArray(String[]::new));
    assertThat(report.breaches()).allMatch(breach -> breach.rule() == Rule.SNAPSHOTS);
  }

  @Test
  void what_part_three_says_is_what_the_journal_says() throws IOException {
    story();

    AuditReport report = audit();

    assertThat(report.breaches()).isEmpty();
    assertThat(report.snapshots().getFirst().content()).isEqualTo("says what the journal says");
  }

  @Test
  void of_a_table_of_many_pages_every_row_is_compared() throws IOException {
    users = 5_000;
    story();
    assertThat(audit().snapshots().getFirst().content()).isEqualTo("says what the journal says");

    sections.clear();
    lastBalance = 2;
    story();
    assertFound("table users, row 4999: balance is 2, and the journal gives 1");
  }

  @Test
  void a_page_that_is_not_there_is_missing_among_many() throws IOException {
    users = 5_000;
    story();
    sections.remove(firstPageOfUsers() + 2);

    assertFound(
        "table users: user 2049 is missing",
        "table users: its list of free rows is not all of them");
  }

  @Test
  void pages_that_end_long_before_their_table_are_found() throws IOException {
    users = 5_000;
    story();
    sections.subList(firstPageOfUsers() + 1, firstPageOfUsers() + 5).clear();

    assertFound(
        "table users ends at 5000, and its pages before",
        "table users: user 1025 is missing",
        "table users: its list of free rows is not all of them");
  }

  @Test
  void the_page_names_the_layout_that_is_read() throws IOException {
    assertThat(Files.readString(Path.of("../docs/journal-format.md")))
        .contains(ContentReader.layout());
  }

  @Test
  void a_wallet_and_a_text_that_are_wrong_are_named_with_what_is_right() throws IOException {
    balance = 1_001;
    concert = "Mass";
    story();

    assertFound(
        "table users, row 0: balance is 1001, and the journal gives 1000",
        "concert-titles, text 1: is \"Mass\", not \"Requiem\"");
  }

  @Test
  void a_row_that_is_not_there_is_missing() throws IOException {
    story();
    sections.removeIf(section -> section.id() == USERS || section.id() == SALES);

    assertFound(
        "table sales, row 1: closes is 0, and the journal gives " + NEVER,
        "table sales, row 2: closes is 0, and the journal gives " + NEVER,
        "table users: user 1 is missing",
        "table users: its list of free rows is not all of them");
  }

  @Test
  void a_user_who_is_there_twice_is_found() throws IOException {
    story();
    sections.removeIf(section -> section.id() >= USERS);
    table(USERS, 3, 0, new long[] {1, 0, 1_000}, new long[] {1, 0, 1_000}, new long[] {9, 0, 5});
    texts(200, "sale 1", "sale 2");
    texts(202, "offer 1", "offer 2", "Requiem");
    texts(203, concert);
    texts(204, "Church");

    assertFound(
        "table users, row 1, is behind the table's end",
        "table users, row 1: is there a second time",
        "table users, row 2, is behind the table's end",
        "table users, row 2: its user and what follows are in no book");
  }

  @Test
  void a_page_out_of_order_and_a_text_out_of_order_are_not_of_the_layout() throws IOException {
    story();
    sections.add(3, sections.get(2));
    assertFound("is not of its layout: sales: page 0 follows page 0");

    sections.clear();
    story();
    sections.add(sections.getLast());
    assertFound("is not of its layout: concert-places: text 1 is out of order");
  }

  @Test
  void sections_out_of_order_and_rows_cut_short_are_not_of_the_layout() throws IOException {
    story();
    sections.add(2, sections.removeLast());
    assertFound("is not of its layout: section 100 follows section 204");

    sections.clear();
    story();
    sections.set(2, new FolderWriter.Section(SALES, new byte[100]));
    assertFound("is not of its layout: section 100 ends within a row");

    sections.clear();
    story();
    sections.set(2, new FolderWriter.Section(SALES, new byte[8]));
    sections.removeFirst();
    assertThat(audit().snapshots().getFirst().content())
        .isEqualTo("not compared, of another layout");
  }
}
