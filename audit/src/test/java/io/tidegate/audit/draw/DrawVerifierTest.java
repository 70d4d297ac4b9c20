package io.tidegate.audit.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.audit.draw.Check.Result;
import io.tidegate.audit.draw.DrawVectors.Vector;
import io.tidegate.testkit.Needs;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders as they are published, whole, not yet whole, and tampered with. */
class DrawVerifierTest {
  private static final Charset UTF = StandardCharsets.UTF_8;

  @TempDir Path folder;

  static List<Vector> vectors() throws IOException {
    return DrawVectors.all();
  }

  private static Vector vector(String name) throws IOException {
    return vectors().stream()
        .filter(v -> v.version() == 2 && v.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static String text(String value) {
    return value.isEmpty() ? "null" : "\"" + value + "\"";
  }

  private String document(Vector v, String state) {
    boolean closed = !state.equals("planned");
    boolean drawn = state.equals("drawn");
    String first = Instant.ofEpochMilli(v.opensMs()).toString();
    String bound =
        v.version() == 1
            ? ""
            : "\"version\":2,\"firstOpensAt\":\"%s\",\"moves\":[],".formatted(first);
    return """
    {%s"roomId":%d,"room":"%s","state":"%s","gathersAt":null,"opensAt":"%s","closedAt":%s,"drawnAt":%s,
    "commitment":"%s","beacon":%s,"size":%s,"digest":%s,"secret":%s,"beaconValue":%s,"new":[1]}
    """
        .formatted(
            bound,
            v.room(),
            v.roomName(),
            state,
            first,
            text(closed ? first : ""),
            text(drawn ? first : ""),
            v.commitment(),
            text(v.beacon()),
            closed ? v.cohort().length : null,
            text(closed ? v.digest() : ""),
            text(drawn ? HexFormat.of().formatHex(v.secret()) : ""),
            text(drawn ? v.beaconValue() : ""));
  }

  private void publish(Vector v) throws IOException {
    Files.writeString(folder.resolve("draw.json"), document(v, "drawn"));
    Files.write(folder.resolve("cohort.txt"), NumberLines.text(v.cohort()));
    Files.write(folder.resolve("order.txt"), NumberLines.text(v.order()));
  }

  private void replace(String file, String what, String by) throws IOException {
    String text = Files.readString(folder.resolve(file));
    assertThat(text).contains(what);
    Files.writeString(folder.resolve(file), text.replace(what, by));
  }

  private DrawReport verify() throws IOException {
    return DrawVerifier.verify(folder);
  }

  private static Check check(DrawReport report, String what) {
    return report.checks().stream()
        .filter(check -> check.what().equals(what))
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void what_another_implementation_drew_fits(Vector vector) throws IOException {
    publish(vector);

    DrawReport report = verify();
    assertThat(report.checks()).extracting(Check::result).containsOnly(Result.OK);
    assertThat(report.checks())
        .extracting(Check::what)
        .containsExactlyElementsOf(
            vector.version() == 1
                ? List.of("version", "commitment", "beacon", "cohort", "size", "digest", "order")
                : List.of(
                    "version",
                    "commitment",
                    "hour",
                    "close",
                    "beacon",
                    "cohort",
                    "size",
                    "digest",
                    "order"));
    assertThat(report.fits()).isTrue();
    assertThat(report.toText()).startsWith("FITS: ").doesNotContain("does not fit");
  }

  @Test
  void any_changed_byte_of_cohort_or_order_is_found_and_so_is_any_line() throws IOException {
    publish(vector("holes"));
    for (String name : List.of("cohort.txt", "order.txt")) {
      byte[] whole = Files.readAllBytes(folder.resolve(name));
      for (int at = 0; at < whole.length; at++)
        for (int bit = 0; bit < 8; bit++) {
          byte[] flipped = whole.clone();
          flipped[at] ^= (byte) (1 << bit);
          assertFound(name, flipped);
        }
      for (int length = 0; length < whole.length; length++)
        assertFound(name, Arrays.copyOf(whole, length));
      List<String> lines = new String(whole, StandardCharsets.US_ASCII).lines().toList();
      for (int a = 0; a < lines.size(); a++) {
        for (int b = 0; b < a; b++) {
          List<String> swapped = new ArrayList<>(lines);
          Collections.swap(swapped, a, b);
          assertFound(name, bytes(swapped));
        }
        List<String> without = new ArrayList<>(lines);
        without.remove(a);
        assertFound(name, bytes(without));
        List<String> twice = new ArrayList<>(lines);
        twice.add(a, lines.get(a));
        assertFound(name, bytes(twice));
      }
      assertFound(name, (new String(whole, StandardCharsets.US_ASCII) + "31\n").getBytes(UTF));
      assertFound(name, String.join("\r\n", lines).getBytes(UTF));
      Files.write(folder.resolve(name), whole);
    }
    assertThat(verify().fits()).isTrue();
  }

  private static byte[] bytes(List<String> lines) {
    return (String.join("\n", lines) + "\n").getBytes(UTF);
  }

  private void assertFound(String name, byte[] changed) throws IOException {
    Files.write(folder.resolve(name), changed);
    assertThat(verify().contradicts()).as(() -> new String(changed, UTF)).isTrue();
  }

  /** Of the document only what is not part of the draw may change: names, times, white space. */
  @Test
  void any_changed_bit_of_the_secret_the_hashes_the_size_or_the_beacon_is_found()
      throws IOException {
    Vector v = vector("beacon");
    publish(v);
    String whole = Files.readString(folder.resolve("draw.json"));
    List<String> values =
        List.of(
            v.commitment(),
            v.digest(),
            HexFormat.of().formatHex(v.secret()),
            "\"size\":" + v.cohort().length,
            "\"roomId\":" + v.room(),
            "\"room\":\"" + v.roomName(),
            "\"beacon\":\"" + v.beacon(),
            "\"firstOpensAt\":\"" + Instant.ofEpochMilli(v.opensMs()),
            v.beaconValue());
    for (String value : values) {
      int from = whole.indexOf(value);
      for (int at = from; at < from + value.length(); at++)
        for (int bit = 0; bit < 7; bit++) {
          char[] flipped = whole.toCharArray();
          flipped[at] ^= (char) (1 << bit);
          boolean another =
              Character.toLowerCase(flipped[at]) != Character.toLowerCase(whole.charAt(at));
          if (!another && (value.length() == 64 || value.startsWith("\"firstOpensAt")))
            continue; // the same hexadecimal digit, or the same letter of a time
          Files.writeString(folder.resolve("draw.json"), new String(flipped));
          assertThat(fits()).as(new String(flipped)).isFalse();
        }
    }
  }

  private boolean fits() throws IOException {
    try {
      return verify().fits();
    } catch (MalformedDrawException e) {
      return false;
    }
  }

  @Test
  void another_secret_with_the_order_that_it_gives_does_not_fit_the_commitment()
      throws IOException {
    Vector v = vector("seven");
    byte[] other = SeededShuffle.sha256(v.secret());
    int[] positions = SeededShuffle.positions(other, HexFormat.of().parseHex(v.digest()), "", 7);
    publish(v);
    replace("draw.json", HexFormat.of().formatHex(v.secret()), HexFormat.of().formatHex(other));
    Files.write(
        folder.resolve("order.txt"),
        NumberLines.text(Arrays.stream(positions).map(p -> v.cohort()[p]).toArray()));

    DrawReport report = verify();
    assertThat(check(report, "order").result()).isEqualTo(Result.OK);
    assertThat(check(report, "commitment").result()).isEqualTo(Result.DOES_NOT_FIT);
    assertThat(report.toText())
        .startsWith("DOES NOT FIT: ")
        .contains("committed was " + v.commitment());
  }

  @Test
  void a_number_slipped_into_cohort_and_order_does_not_fit_digest_and_size() throws IOException {
    publish(vector("seven"));
    Files.write(folder.resolve("cohort.txt"), NumberLines.text(new int[] {1, 2, 3, 4, 5, 6, 7, 8}));

    DrawReport report = verify();
    assertThat(check(report, "size").says()).isEqualTo("8 are here, published were 7");
    assertThat(check(report, "digest").result()).isEqualTo(Result.DOES_NOT_FIT);
  }

  @Test
  void the_first_place_that_does_not_fit_is_named() throws IOException {
    publish(vector("seven"));
    Files.writeString(folder.resolve("order.txt"), "1\n7\n6\n3\n4\n5\n2\n");

    assertThat(check(verify(), "order").says()).isEqualTo("place 4 has 3, the draw gives 4");
    Files.writeString(folder.resolve("order.txt"), "1\n7\n6\n4\n3\n5\n");
    assertThat(check(verify(), "order").says()).isEqualTo("place 7 has nobody, the draw gives 2");
  }

  @ParameterizedTest
  @CsvSource({"null, \"v\"", "\"a source\", null"})
  void a_beacon_has_a_value_if_it_was_named_and_only_then(String name, String value)
      throws IOException {
    publish(vector("seven"));
    replace("draw.json", "\"beacon\":null", "\"beacon\":" + name);
    replace("draw.json", "\"beaconValue\":null", "\"beaconValue\":" + value);

    assertThat(check(verify(), "beacon").result()).isEqualTo(Result.DOES_NOT_FIT);
  }

  @Test
  void before_the_draw_it_says_what_is_known_and_what_is_not() throws IOException {
    Vector v = vector("beacon");
    Files.writeString(folder.resolve("draw.json"), document(v, "planned"));
    DrawReport planned = verify();
    assertThat(planned.fits() || planned.contradicts()).isFalse();
    assertThat(planned.toText())
        .isEqualTo(
            """
            NOT DRAWN YET: so far only the commitment is published
              ok            version       2: the commitment binds secret, room, beacon and first hour
              not known     commitment    %s, and no secret yet to compare it with
              ok            hour          %s, never moved
              not known     close         not closed yet
              not known     beacon        "drand quicknet, round 4711", and no value of it yet
              not known     cohort        cohort.txt is not in the folder
            """
                .formatted(v.commitment(), Instant.ofEpochMilli(v.opensMs())));

    Files.writeString(folder.resolve("draw.json"), document(v, "closed"));
    Files.write(folder.resolve("cohort.txt"), NumberLines.text(v.cohort()));
    DrawReport closed = verify();
    assertThat(closed.toText()).startsWith("NOT DRAWN YET: the cohort is closed");
    assertThat(check(closed, "digest").result()).isEqualTo(Result.OK);
    assertThat(closed.turns()).isNull();

    Files.writeString(folder.resolve("cohort.txt"), "1\n");
    assertThat(verify().contradicts()).as("what is known already does not fit").isTrue();
  }

  @Test
  void without_the_order_it_is_incomplete_and_still_says_every_turn() throws IOException {
    publish(vector("holes"));
    Files.delete(folder.resolve("order.txt"));

    DrawReport report = verify();
    assertThat(report.fits() || report.contradicts()).isFalse();
    assertThat(report.toText()).startsWith("INCOMPLETE: ");
    assertThat(report.turns()).isNotNull();
  }

  @Test
  void a_number_is_told_its_place_and_its_turn() throws IOException {
    Vector v = vector("holes");
    publish(v);
    Turns turns = Objects.requireNonNull(verify().turns());

    for (int place = 0; place < v.order().length; place++) {
      Turns.Turn turn = turns.of(v.order()[place]);
      assertThat(turn.place()).isEqualTo(place + 1L);
      assertThat(turn.turn()).isEqualTo(v.cohort()[place]);
    }
    assertThat(turns.of(v.order()[2]).says())
        .isEqualTo("number %d was drawn to place 3 of 10; its turn is 5", v.order()[2]);
    assertThat(turns.of(4).says()).isEqualTo("number 4 was not drawn: it is not in the cohort");
    assertThat(turns.of(30).turn()).as("joined later").isEqualTo(30);
    assertThat(verify().toJson(30L)).startsWith("{\"fits\":true,").contains("\"turn\":30,");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0\n", "01\n", "+1\n", " 1\n", "1", "\n", "1\n\n", "9007199254740992\n"})
  void numbers_are_written_in_one_way_only(String text) throws IOException {
    publish(vector("one"));
    Files.writeString(folder.resolve("cohort.txt"), text);

    assertThat(check(verify(), "cohort").result()).isEqualTo(Result.DOES_NOT_FIT);
  }

  @Test
  void numbers_as_far_as_ids_go_are_read() throws IOException {
    byte[] text = "1\n9007199254740991\n".getBytes(UTF);
    assertThat(NumberLines.read("x", text)).containsExactly(1, 9_007_199_254_740_991L);
    assertThat(NumberLines.text(new int[] {0, 7, 10, Integer.MAX_VALUE}))
        .isEqualTo("0\n7\n10\n2147483647\n".getBytes(UTF));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"state\":\"drawn\" | \"state\":\"done\" | \"state\" is not planned, closed or drawn",
        "\"commitment\" | \"commitmend\" | \"commitment\" is not there",
        "\"size\":7 | \"size\":\"7\" | \"size\" is not a number from 0",
        "\"size\":7 | \"size\":-1 | \"size\" is not a number from 0",
        "\"version\":2 | \"version\":3 | \"version\" is not 1 or 2",
        "\"moves\":[] | \"moves\":{} | \"moves\" is not a list",
        "\"firstOpensAt\":\"2 | \"firstOpensAt\":\"x | \"firstOpensAt\" is not a time",
        "\"roomId\":40 | \"roomId\":null | \"roomId\" is not there",
        "\"secret\":\"00 | \"secret\":\" | \"secret\" is not 64 hexadecimal digits",
        "\"secret\":\"0 | \"secret\":\"g | \"secret\" is not 64 hexadecimal digits",
        "\"beacon\":null | \"beacon\":5 | \"beacon\" is not a text",
        "\"version\" | version | not JSON, character 2: '\"' is missing"
      })
  void a_document_that_is_none_is_refused_with_the_reason(String what, String by, String reason)
      throws IOException {
    publish(vector("seven"));
    replace("draw.json", what, by);

    assertThatThrownBy(this::verify)
        .isInstanceOf(MalformedDrawException.class)
        .hasMessageStartingWith("draw.json")
        .hasMessageContaining(reason);
  }

  @Test
  void a_secret_exchanged_with_its_hash_is_found_by_who_noted_the_commitment() throws IOException {
    Vector vector = vectors().getFirst();
    publish(vector);
    byte[] noted = HexFormat.of().parseHex(vector.commitment());
    assertThat(DrawVerifier.verify(folder, noted, null).fits()).isTrue();
    noted[0] ^= 1;
    DrawReport report = DrawVerifier.verify(folder, noted, null);
    assertThat(report.contradicts()).isTrue();
    assertThat(check(report, "noted").result()).isEqualTo(Result.DOES_NOT_FIT);
  }

  @Test
  void a_cohort_that_was_changed_after_its_close_is_found_by_who_noted_the_digest()
      throws IOException {
    Vector vector = vector("beacon");
    publish(vector);
    byte[] noted = HexFormat.of().parseHex(vector.digest());
    assertThat(DrawVerifier.verify(folder, null, noted).fits()).isTrue();
    noted[31] ^= 1;
    assertThat(DrawVerifier.verify(folder, null, noted).contradicts()).isTrue();
    Files.writeString(folder.resolve("draw.json"), document(vector, "planned"));
    assertThat(DrawVerifier.verify(folder, null, noted).contradicts())
        .as("a cohort that was closed is open again")
        .isTrue();
  }

  private static String at(Vector v, long afterMs) {
    return "\"" + Instant.ofEpochMilli(v.opensMs() + afterMs) + "\"";
  }

  /** The hour as it was moved, and as it is said to be now. */
  private void moved(Vector v, String moves, long nowAfterMs) throws IOException {
    publish(v);
    replace("draw.json", "\"moves\":[]", "\"moves\":[" + moves + "]");
    replace("draw.json", "\"opensAt\":" + at(v, 0), "\"opensAt\":" + at(v, nowAfterMs));
    replace("draw.json", "\"closedAt\":" + at(v, 0), "\"closedAt\":" + at(v, nowAfterMs + 90));
    replace("draw.json", "\"drawnAt\":" + at(v, 0), "\"drawnAt\":" + at(v, nowAfterMs + 90));
  }

  private static String move(Vector v, long atMs, long opensMs) {
    return "{\"at\":" + at(v, atMs) + ",\"opensAt\":" + at(v, opensMs) + "}";
  }

  @Test
  void without_a_beacon_moves_of_the_hour_are_told_and_fit() throws IOException {
    Vector v = vector("seven");
    moved(v, move(v, -9_000, 60_000) + "," + move(v, -8_000, 30_000), 30_000);

    DrawReport report = verify();
    assertThat(report.fits()).as(report.toText()).isTrue();
    assertThat(check(report, "hour").says())
        .contains("moved 2 times", at(v, 30_000).substring(1, 9));
  }

  /** A clock that was an hour ahead and was put right, for one. */
  @Test
  void moves_told_by_a_clock_that_went_back_in_between_fit() throws IOException {
    Vector v = vector("seven");
    moved(v, move(v, -5_000, 50_000) + "," + move(v, -9_000, 60_000), 60_000);
    assertThat(verify().fits()).as(verify().toText()).isTrue();
  }

  @Test
  void with_a_beacon_an_hour_that_moved_later_does_not_fit_and_an_earlier_one_does()
      throws IOException {
    Vector v = vector("beacon");
    moved(v, move(v, -90_000, -60_000), -60_000);
    assertThat(verify().fits()).as(verify().toText()).isTrue();
    moved(v, move(v, -90_000, 60_000), 60_000);
    assertThat(check(verify(), "hour").says()).contains("moved later");
    moved(v, move(v, -90_000, -60_000) + "," + move(v, -80_000, -30_000), -30_000);
    assertThat(check(verify(), "hour").says()).as("back").contains("moved later");
    assertThat(verify().contradicts()).isTrue();
  }

  @Test
  void an_hour_that_moved_when_it_had_come_or_not_as_it_is_told_does_not_fit() throws IOException {
    Vector v = vector("seven");
    for (String moves : List.of(move(v, 0, 60_000), move(v, -1, -1), move(v, -5, 50_000), "")) {
      moved(v, moves, 60_000);
      assertThat(check(verify(), "hour").result()).as(moves).isEqualTo(Result.DOES_NOT_FIT);
    }
  }

  @Test
  void a_cohort_that_was_closed_late_is_flagged_and_one_closed_early_does_not_fit()
      throws IOException {
    Vector v = vector("beacon");
    publish(v);
    replace("draw.json", "\"closedAt\":" + at(v, 0), "\"closedAt\":" + at(v, 5_000));
    replace("draw.json", "\"drawnAt\":" + at(v, 0), "\"drawnAt\":" + at(v, 900_000));
    assertThat(verify().fits()).as("the beacon may take its time").isTrue();

    replace("draw.json", "\"closedAt\":" + at(v, 5_000), "\"closedAt\":" + at(v, 5_001));
    DrawReport late = verify();
    assertThat(late.late() && !late.fits() && !late.contradicts()).isTrue();
    assertThat(late.toText()).startsWith("FITS, BUT LATE: ").contains("5.0 s after its hour");
    assertThat(late.toJson(null)).startsWith("{\"fits\":false,\"late\":true,");

    replace("draw.json", "\"closedAt\":" + at(v, 5_001), "\"closedAt\":" + at(v, -1));
    assertThat(check(verify(), "close").result()).isEqualTo(Result.DOES_NOT_FIT);
  }

  @Test
  void a_draw_without_a_beacon_happens_with_its_close() throws IOException {
    Vector v = vector("seven");
    publish(v);
    replace("draw.json", "\"drawnAt\":" + at(v, 0), "\"drawnAt\":" + at(v, 60_000));
    assertThat(verify().late()).isTrue();
    replace("draw.json", "\"drawnAt\":" + at(v, 60_000), "\"drawnAt\":" + at(v, -1));
    assertThat(verify().contradicts()).isTrue();
  }

  @Test
  void a_draw_that_is_said_not_to_be_done_has_no_secret_to_show() throws IOException {
    publish(vectors().getFirst());
    replace("draw.json", "\"drawn\"", "\"closed\"");
    assertThat(check(verify(), "state").result()).isEqualTo(Result.DOES_NOT_FIT);
  }

  @Test
  void a_folder_without_a_document_and_one_too_long_are_refused() throws IOException {
    assertThatThrownBy(this::verify).isInstanceOf(NoSuchFileException.class);

    Files.write(folder.resolve("draw.json"), new byte[(1 << 16) + 1]);
    assertThatThrownBy(this::verify).hasMessageContaining("longer than 65536 bytes");
  }

  /** Bounded far above what it takes, a second or so; it is no measurement. */
  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  void a_million_numbers_are_checked() throws IOException {
    int[] cohort = IntStream.rangeClosed(1, 1_000_000).toArray();
    byte[] secret = SeededShuffle.sha256(new byte[0]);
    byte[] digest = SeededShuffle.sha256(NumberLines.text(cohort));
    int[] positions = SeededShuffle.positions(secret, digest, "", cohort.length);
    HexFormat hex = HexFormat.of();
    publish(
        new Vector(
            2,
            "million",
            1,
            "default",
            "",
            5_000,
            secret,
            "",
            cohort,
            hex.formatHex(Commitment.of(secret, 1, "default", "", 5_000)),
            hex.formatHex(digest),
            Arrays.stream(positions).map(p -> cohort[p]).toArray()));

    assertThat(verify().fits()).isTrue();
    assertThat(check(verify(), "size").says()).isEqualTo("1000000 numbers");
  }

  /** The Python of the page, as it stands there, over folders whole and tampered with. */
  @Test
  void the_python_of_the_page_agrees() throws Exception {
    Needs.program("python3");
    String page = Files.readString(Path.of("../docs/draw.md"));
    int from = page.indexOf("```python\n") + "```python\n".length();
    Path script = folder.resolve("verify.py");
    Files.writeString(script, page.substring(from, page.indexOf("```", from)));

    Random random = new Random(4711);
    for (int round = 0; round < 6; round++) {
      String value = round % 2 == 0 ? "" : "코스피 " + random.nextInt(10_000);
      publish(random(random, round % 3 == 0 ? 1 : 2, value));
      if (round == 4) Files.writeString(folder.resolve("cohort.txt"), "1\n2\n");
      assertThat(fits()).isEqualTo(round != 4);
      assertThat(python(script.toString()) == 0).as("round " + round).isEqualTo(round != 4);
    }
    Vector bound = vector("beacon");
    publish(bound);
    replace("draw.json", "\"closedAt\":" + at(bound, 0), "\"closedAt\":" + at(bound, 5_001));
    assertThat(python(script.toString())).as("late").isNotZero();
    moved(bound, move(bound, -90_000, 60_000), 60_000);
    assertThat(python(script.toString())).as("moved later").isNotZero();
    publish(bound);
    replace("draw.json", "round 4711", "round 4712");
    assertThat(python(script.toString())).as("another beacon").isNotZero();
    publish(bound);
    assertThat(python(script.toString())).isZero();
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("order.txt")));
    Collections.swap(lines, 0, 1);
    Files.write(folder.resolve("order.txt"), bytes(lines));
    assertThat(fits()).isFalse();
    assertThat(python(script.toString())).isNotZero();
  }

  private static Vector random(Random random, int version, String beaconValue) {
    int[] cohort =
        random.ints(2 + random.nextInt(2_000), 1, 1_000_000).sorted().distinct().toArray();
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    byte[] digest = SeededShuffle.sha256(NumberLines.text(cohort));
    int[] positions = SeededShuffle.positions(secret, digest, beaconValue, cohort.length);
    HexFormat hex = HexFormat.of();
    String beacon = beaconValue.isEmpty() ? "" : "코스피";
    byte[] commitment =
        version == 1
            ? SeededShuffle.sha256(secret)
            : Commitment.of(secret, 7, "대기실", beacon, 1_700_000_000_123L);
    return new Vector(
        version,
        "random",
        7,
        "대기실",
        beacon,
        1_700_000_000_123L,
        secret,
        beaconValue,
        cohort,
        hex.formatHex(commitment),
        hex.formatHex(digest),
        Arrays.stream(positions).map(p -> cohort[p]).toArray());
  }

  private int python(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("python3"));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor(Duration.ofSeconds(60))) return process.exitValue();
      process.destroyForcibly();
      throw new AssertionError("python3 does not come to an end");
    } catch (IOException e) {
      return -1;
    }
  }
}
