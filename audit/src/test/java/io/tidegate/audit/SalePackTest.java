package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.audit.draw.DrawVerifier;
import io.tidegate.audit.pack.SalePack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pack of sale 3 behind room 2, where seven were drawn in the order 1, 7, 6, 4, 3, 5, 2 (the
 * vector "seven" of {@code docs/draw-vectors.txt}) and everybody is overtaken for another cause.
 */
class SalePackTest {
  private static final long S = 1_000;
  private static final byte[] SECRET = new byte[32];

  static {
    for (int i = 0; i < SECRET.length; i++) SECRET[i] = (byte) i;
  }

  @TempDir Path place;

  private Path pack() {
    return place.resolve("packs/sale 3");
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(pack().resolve(file));
  }

  private FolderWriter drawn() {
    Body body =
        new Body()
            .roomCreated(2, 1)
            .drawPlanned(2, 0, NOW_MS, "", SECRET)
            .saleCreated(3, 1, 2)
            .saleSwitched(3, SoundJournal.OPEN)
            .offerCreated(8, 3, 5, 0, 2, 2, 0)
            .offerCreated(9, 3, 4, 50, 1, 1, 60_000);
    for (int number = 1; number <= 7; number++) body.joined(2, 100 + number, number);
    byte[] digest = FolderWriter.sha("1\n2\n3\n4\n5\n6\n7\n".getBytes(StandardCharsets.US_ASCII));
    return SoundJournal.begin(place.resolve("data"))
        .batch(NOW_MS, body.cohortClosed(2, 7, digest).drawn(2, "").lengths(2, 60 * S, 600 * S));
  }

  private static Body call(Body body, int number, long second) {
    return body.called(2, 100 + number, number, NOW_MS + (second + 60) * S);
  }

  private static Body enter(Body body, int number, long second) {
    return body.entered(2, 100 + number, number, NOW_MS + (second + 600) * S);
  }

  private static Body visit(Body body, int number, long second) {
    return enter(call(body, number, second), number, second).ended(2, 100 + number, number, 1);
  }

  private static Body visitOfThreeBehindFour() {
    return visit(call(new Body(), 4, 10), 3, 10);
  }

  private Path whole() {
    FolderWriter story = drawn();
    story.batch(NOW_MS, call(call(new Body(), 1, 0), 7, 0));
    story.batch(NOW_MS + S, enter(new Body(), 7, 1).claimed(1, 8, 107, 2, 0, 0));
    Body claims = enter(new Body(), 1, 2).claimed(2, 9, 101, 1, 50, NOW_MS + 62 * S);
    claims.claimed(3, 1, 55, 1, 0, 0).claimed(4, 9, 107, 1, 50, NOW_MS + 62 * S);
    story.batch(NOW_MS + 2 * S, claims);
    Body ends = new Body().toppedUp(107, 50, null).paid(4, 107, 50).ended(2, 107, 7, 0);
    story.batch(NOW_MS + 3 * S, ends.ended(2, 101, 1, 1).ended(2, 106, 6, 1));
    story.batch(NOW_MS + 10 * S, visitOfThreeBehindFour());
    story.batch(NOW_MS + 20 * S, visit(new Body(), 5, 20));
    story.batch(NOW_MS + 62 * S, new Body().lapsed(2));
    Body back = new Body().callLapsed(2, 104, 4).returned(2, 104, 4, 1);
    story.batch(NOW_MS + 70 * S, visit(back, 4, 70));
    story.batch(NOW_MS + 80 * S, call(new Body(), 2, 80));
    story.batch(NOW_MS + 140 * S, new Body().callLapsed(2, 102, 2).joined(2, 108, 8));
    story.batch(NOW_MS + 150 * S, visit(new Body(), 8, 150).joined(2, 109, 9));
    Body epoch = new Body().epochBegan(2, 2).joined(2, 110, 10);
    story.batch(NOW_MS + 160 * S, visit(epoch, 10, 160));
    return story.write();
  }

  @Test
  void it_holds_the_order_of_the_sales_claims_and_of_no_others() throws IOException {
    AuditReport audit = SalePack.write(whole(), 3, pack(), false);

    assertThat(audit.breaches()).isEmpty();
    assertThat(lines("order.csv"))
        .containsExactly(
            "claim,offer,user,number,quantity,seats,amount,asked,held_until,issued,ended,outcome",
            "1,8,107,7,2,,0,2023-11-14T22:13:22Z,,2023-11-14T22:13:22Z,,issued",
            "2,9,101,1,1,,50,2023-11-14T22:13:23Z,2023-11-14T22:14:23Z,,2023-11-14T22:14:23Z,lapsed",
            "4,9,107,7,1,,50,2023-11-14T22:13:23Z,2023-11-14T22:14:23Z,2023-11-14T22:13:24Z,,issued");
  }

  @Test
  void it_tells_of_every_number_by_turn_what_it_did_and_who_overtook_it() throws IOException {
    SalePack.write(whole(), 3, pack(), false);

    assertThat(lines("calls.csv").getFirst())
        .isEqualTo(
            "turn,number,user,joined,called,entered,ended,end,lapses,returns,lane_place,passed_by,why");
    assertThat(lines("calls.csv").stream().skip(1))
        .extracting(SalePackTest::withoutTimes)
        .containsExactly(
            "1,1,101 left,0,0,,1,slower",
            "2,7,107 paid,0,0,,0,",
            "3,6,106 left,0,0,,5,left",
            "4,4,104 left,1,1,1,2,returned",
            "5,3,103 left,0,0,,0,",
            "6,5,105 left,0,0,,0,",
            "7,2,102 epoch,1,0,,2,away",
            "8,8,108 left,0,0,,0,",
            "9,9,109 epoch,0,0,,1,epoch",
            "10,10,110 left,0,0,,0,");
    assertThat(lines("calls.csv").get(4))
        .startsWith(
            "4,4,104,2023-11-14T22:13:21Z,2023-11-14T22:13:31Z,2023-11-14T22:14:31Z,"
                + "2023-11-14T22:14:31Z,left,");
  }

  private static String withoutTimes(String line) {
    String[] cells = line.split(",", 8);
    return cells[0] + "," + cells[1] + "," + cells[2] + " " + cells[7];
  }

  @Test
  void its_draw_is_verified_by_the_published_files_alone() throws IOException {
    SalePack.write(whole(), 3, pack(), false);

    assertThat(DrawVerifier.verify(pack().resolve("draw")).fits()).isTrue();
    assertThat(lines("draw/order.txt")).containsExactly("1", "7", "6", "4", "3", "5", "2");
    assertThat(lines("draw/draw.json").getFirst())
        .startsWith(
            "{\"roomId\":2,\"room\":\"default\",\"version\":1,\"state\":\"drawn\",\"gathersAt\":null,")
        .contains("\"opensAt\":\"2023-11-14T22:13:21Z\"")
        .contains("\"drawnAt\":\"2023-11-14T22:13:21Z\"");
  }

  @Test
  void its_report_sums_it_up_for_people_and_for_programs() throws IOException {
    SalePack.write(whole(), 3, pack(), false);

    String text = Files.readString(pack().resolve("report.md"));
    assertThat(text)
        .startsWith("# Sale 3: sale 3\n\n**Sound**")
        .contains("| 8 | offer 8 | 5 | 3 | 0 | 2 | 1 |", "| 9 | offer 9 | 4 | 3 | 0 | 1 | 2 |")
        .contains("| issued | 2 | 3 |", "| lapsed | 1 | 1 |")
        .contains("| had left before entering | 1 | 5 |")
        .contains("| was called in turn, and took longer to come | 1 | 1 |")
        .contains("| stood in line, and was passed over | 0 | 0 |")
        .contains("7 numbers were drawn. The order follows from what was published;")
        .contains("Too few to say whether joining early helped");
    assertThat(Files.readString(pack().resolve("report.json")))
        .startsWith("{\"sound\":true,")
        .contains("{\"cause\":\"RETURNED\",\"people\":1,\"passes\":2}")
        .contains("\"drawFits\":true,\"uniformity\":null}");
  }

  @Test
  void with_pseudonyms_no_user_is_in_it_and_each_has_one_name_throughout() throws IOException {
    SalePack.write(whole(), 3, pack(), true);

    String first = lines("order.csv").get(1).split(",", -1)[2];
    assertThat(first).matches("[0-9a-f]{16}");
    assertThat(lines("order.csv").get(3).split(",", -1)[2]).isEqualTo(first);
    assertThat(lines("calls.csv").get(2)).startsWith("2,7," + first + ",");
    assertThat(String.join("\n", lines("calls.csv"))).doesNotContain(",107,", ",101,");

    Path again = place.resolve("again");
    SalePack.write(place.resolve("data"), 3, again, true);
    assertThat(Files.readString(again.resolve("order.csv")))
        .as("another key")
        .doesNotContain(first);
  }

  @Test
  void who_is_passed_over_in_line_has_no_cause_and_the_pack_says_that_it_is_not_sound()
      throws IOException {
    FolderWriter story = drawn();
    story.batch(NOW_MS, visit(new Body(), 6, 0)).batch(NOW_MS + S, visit(new Body(), 1, 1));
    AuditReport audit = SalePack.write(story.write(), 3, pack(), false);

    assertThat(audit.sound()).isFalse();
    assertThat(Files.readString(pack().resolve("report.md")))
        .contains("**Not sound**: 1 breach", "* rule 8, record 3")
        .contains("| stood in line, and was passed over | 2 | 2 |");
    assertThat(lines("calls.csv").get(1)).endsWith(",1,none");
    assertThat(lines("calls.csv").get(2)).as("7 still waits").endsWith(",1,none");
  }

  @Test
  void a_sale_that_is_open_to_all_has_no_calls() throws IOException {
    SalePack.write(whole(), 1, pack(), false);

    try (Stream<Path> files = Files.list(pack())) {
      assertThat(files)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("report.md", "report.json", "order.csv");
    }
    assertThat(lines("order.csv")).hasSize(2).last().asString().startsWith("3,1,55,,1,,0,");
  }

  @Test
  void a_room_that_has_not_drawn_yet_has_its_commitment_and_no_secret() throws IOException {
    Body body = new Body().roomCreated(2, 1).drawPlanned(2, 0, NOW_MS + S, "", SECRET);
    Path data =
        SoundJournal.begin(place.resolve("data"))
            .batch(NOW_MS, body.saleCreated(3, 1, 2).joined(2, 101, 1))
            .write();
    SalePack.write(data, 3, pack(), false);

    assertThat(pack().resolve("draw")).doesNotExist();
    assertThat(Files.readString(pack().resolve("report.md")))
        .contains("Not done yet. Its commitment is `630dcd29");
    assertThat(Files.readString(pack().resolve("report.json")))
        .contains("\"secret\":null")
        .contains("\"drawFits\":null");
  }

  @Test
  void it_is_whole_or_not_there() throws IOException {
    assertThatThrownBy(() -> SalePack.write(whole(), 4, pack(), false))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no sale 4");
    assertThat(pack()).doesNotExist();

    Files.createDirectories(pack());
    assertThatThrownBy(() -> SalePack.write(place.resolve("data"), 3, pack(), false))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(pack()).isEmptyDirectory();
    try (Stream<Path> files = Files.list(pack().getParent())) {
      assertThat(files).as("nothing half-made is left").containsExactly(pack());
    }
  }
}
