package io.tidegate.audit;

import static io.tidegate.audit.Story.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Rule;
import io.tidegate.audit.snapshot.Content;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The snapshot behind the first record of {@link Story}, written from part 3 of the document, and
 * what is found where it is wrong.
 */
class SnapshotContentTest {
  private static final int LAYOUT = 2;
  private static final int NUMBERS = 1;
  private static final int SALES = 100;
  private static final int OFFERS = 101;
  private static final int USERS = 106;
  private static final long NEVER = Body.NEVER;

  @TempDir Path path;

  private final List<Folders.Section> sections = new ArrayList<>();
  private long balance = 1_000;
  private String concert = "Requiem";

  private static ByteBuffer text(ByteBuffer out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return out.putShort((short) utf8.length).put(utf8);
  }

  private void add(int section, ByteBuffer body) {
    byte[] bytes = new byte[body.position()];
    body.get(0, bytes);
    sections.add(new Folders.Section(section, bytes));
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
    ByteBuffer page = room().putInt(0);
    for (int i = 0; i < rows.length; i++)
      for (int column = 0; column < rows[i].length; column++)
        page.putLong(4 + 8 * ((firstRow + i) * width + column), rows[i][column]);
    add(section, page.position(4 + 8 * 1_024 * width));
  }

  private void texts(int section, String... fromOne) {
    ByteBuffer out = room();
    for (int i = 0; i < fromOne.length; i++) text(out.putInt(i + 1), fromOne[i]);
    add(section, out);
  }

  private void story() {
    add(LAYOUT, text(room(), Content.layout()));
    ByteBuffer numbers = room();
    long[] ends = {3, 4, 2, 7, 0, 0, 1, 0, 0, 0, 0};
    numbers(numbers, "", 2, 3, 1, 1, 6, 0, 1, 0);
    numbers(numbers, "", 0, 0, 0, 2, 0, 0, 3, 4, 2, 7, 0, 0, 1, 0, 0, 0, 0);
    numbers(numbers, "", ends);
    numbers(numbers, "default", 1, 1, 2, 2, 10_000, 3, 120_000, 600_000, 0, 0, 0, 0, 0, 0, 0);
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
    table(USERS, 3, 0, new long[] {1, 0, balance});
    texts(200, "sale 1", "sale 2");
    texts(202, "offer 1", "offer 2", "Requiem");
    texts(203, concert);
    texts(204, "Church");
  }

  private AuditReport audit() throws IOException {
    Folders folders = Story.begin(path);
    folders.write();
    Files.write(folders.snapshotFile(1), folders.snapshot(1, NOW_MS, sections));
    return Auditor.audit(path);
  }

  private void assertFound(String... what) throws IOException {
    AuditReport report = audit();
    assertThat(report.breaches())
        .extracting(Breach::what)
        .containsExactly(
            List.of(what).stream()
                .map(one -> "snapshot-00000000000000000001.snap: " + one)
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
  void the_page_names_the_layout_that_is_read() throws IOException {
    assertThat(Files.readString(Path.of("../docs/journal-format.md"))).contains(Content.layout());
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
    sections.set(2, new Folders.Section(SALES, new byte[100]));
    assertFound("is not of its layout: section 100 ends within a row");

    sections.clear();
    story();
    sections.set(2, new Folders.Section(SALES, new byte[8]));
    sections.removeFirst();
    assertThat(audit().snapshots().getFirst().content())
        .isEqualTo("not compared, of another layout");
  }
}
