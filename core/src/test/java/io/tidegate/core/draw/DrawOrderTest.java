package io.tidegate.core.draw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Turns follow from what is published, and from nothing else. */
class DrawOrderTest {

  private static List<String> vectors() throws IOException {
    return lines("draw-vectors.txt");
  }

  private static List<String> vectorsOfVersion1() throws IOException {
    return lines("draw-vectors-1.txt");
  }

  private static List<String> lines(String name) throws IOException {
    return Files.readAllLines(Path.of("..", "docs", name)).stream()
        .filter(line -> !line.startsWith("#"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void an_order_is_the_one_that_another_implementation_computed(String line) {
    String[] v = line.split(" \\| ", -1);
    Bytes32 secret = Bytes32.of(HexFormat.of().parseHex(v[5]));
    long opens = Long.parseLong(v[4]);
    assertThat(
            CommitmentVersion.PLAN.of(secret, Long.parseLong(v[1]), v[2], some(v[3]), opens).hex())
        .isEqualTo(v[8]);
    assertOrder(secret, v[6], v[7], v[9], v[10]);
  }

  @ParameterizedTest
  @MethodSource("vectorsOfVersion1")
  void a_draw_of_version_1_is_still_the_one_that_another_implementation_computed(String line) {
    String[] v = line.split(" \\| ", -1);
    Bytes32 secret = Bytes32.of(HexFormat.of().parseHex(v[1]));
    assertThat(CommitmentVersion.SECRET.of(secret, 1, "any", "any", 1).hex()).isEqualTo(v[4]);
    assertOrder(secret, v[2], v[3], v[5], v[6]);
  }

  private static void assertOrder(
      Bytes32 secret, String value, String numbers, String digest, String wanted) {
    Cohort cohort = Cohort.of(numbers(numbers));
    assertThat(cohort.digest().hex()).isEqualTo(digest);
    int[] order = DrawOrder.of(cohort.size(), secret, cohort.digest(), some(value));
    assertThat(Arrays.stream(order).mapToLong(i -> cohort.numbers()[i]))
        .containsExactly(Arrays.stream(numbers(wanted)).boxed().toArray(Long[]::new));
  }

  private static String some(String cell) {
    return cell.equals("-") ? "" : cell;
  }

  private static long[] numbers(String list) {
    return list.equals("-")
        ? new long[0]
        : Arrays.stream(list.split(",", -1)).mapToLong(Long::parseLong).toArray();
  }

  /**
   * Chi-square with 7 degrees of freedom for each number at each position of cohorts of 8, over
   * 40,000 secrets. With 16 sums, one in 10,000 such tests of a fair draw would see one above 33;
   * this one's seeds are fixed.
   */
  @Test
  void every_number_comes_to_every_position_equally_often() {
    int size = 8;
    int draws = 40_000;
    Random random = new Random(20_261_120);
    Bytes32 digest = Cohort.of(new long[] {1, 2, 3, 4, 5, 6, 7, 8}).digest();
    int[][] seen = new int[size][size];
    for (int i = 0; i < draws; i++) {
      int[] order = DrawOrder.of(size, secret(random), digest, "");
      for (int turn = 0; turn < size; turn++) seen[turn][order[turn]]++;
    }
    double expected = (double) draws / size;
    for (int i = 0; i < size; i++) {
      int at = i;
      assertThat(chiSquare(seen[i], expected)).as("who gets turn " + i).isLessThan(33);
      int[] turns = Arrays.stream(seen).mapToInt(turn -> turn[at]).toArray();
      assertThat(chiSquare(turns, expected)).as("turns of " + i).isLessThan(33);
    }
  }

  /** All 720 orders of six: chi-square with 719 degrees of freedom, 5 standard deviations. */
  @Test
  void every_order_is_equally_likely() {
    int draws = 72_000;
    Random random = new Random(20_261_121);
    Bytes32 digest = Cohort.of(new long[] {1, 2, 3, 4, 5, 6}).digest();
    int[] seen = new int[46_656];
    for (int i = 0; i < draws; i++) {
      int[] order = DrawOrder.of(6, secret(random), digest, "");
      seen[Arrays.stream(order).reduce(0, (code, each) -> 6 * code + each)]++;
    }
    int[] orders = Arrays.stream(seen).filter(times -> times > 0).toArray();
    assertThat(orders).hasSize(720);
    assertThat(chiSquare(orders, 100)).isBetween(719 - 5 * 37.9, 719 + 5 * 37.9);
  }

  private static double chiSquare(int[] seen, double expected) {
    return Arrays.stream(seen).mapToDouble(n -> (n - expected) * (n - expected) / expected).sum();
  }

  private static Bytes32 secret(Random random) {
    return new Bytes32(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
  }

  @Test
  void another_secret_cohort_or_beacon_value_gives_another_order() {
    Bytes32 secret = new Bytes32(1, 2, 3, 4);
    Bytes32 digest = new Bytes32(5, 6, 7, 8);
    int[] order = DrawOrder.of(50, secret, digest, "");
    assertThat(DrawOrder.of(50, secret, digest, "")).isEqualTo(order);
    assertThat(DrawOrder.of(50, new Bytes32(1, 2, 3, 5), digest, "")).isNotEqualTo(order);
    assertThat(DrawOrder.of(50, secret, new Bytes32(5, 6, 7, 9), "")).isNotEqualTo(order);
    assertThat(DrawOrder.of(50, secret, digest, "x")).isNotEqualTo(order);
  }

  @Test
  void a_cohort_of_any_shape_has_the_digest_of_its_lines() throws Exception {
    Random random = new Random(7);
    for (int holes : new int[] {0, 1, 3, 50}) {
      long[] numbers =
          IntStream.rangeClosed(1, 3_000)
              .filter(i -> holes == 0 || random.nextInt(100) >= holes)
              .mapToLong(i -> i * (holes == 50 ? 1L << 40 : 1))
              .toArray();
      Cohort cohort = Cohort.of(numbers);
      StringBuilder lines = new StringBuilder();
      for (long number : numbers) lines.append(number).append('\n');
      byte[] text = lines.toString().getBytes(StandardCharsets.US_ASCII);
      assertThat(cohort.digest()).isEqualTo(Bytes32.of(Bytes32.newSha256().digest(text)));
      assertThat(cohort.numbers()).isEqualTo(numbers);
      assertThat(Cohort.ofRuns(cohort.runs())).isEqualTo(cohort).hasSameHashCodeAs(cohort);
      assertThat(cohort.size()).isEqualTo(numbers.length);
    }
  }

  @Test
  void a_secret_is_not_in_the_text_of_a_draw() {
    Draw draw =
        Draw.plan(
            CommitmentVersion.PLAN, 1, 2, "round 7", new Bytes32(0x1234567890abcdefL, 2, 3, 4));
    assertThat(draw.toString()).doesNotContain("1234567890abcdef", "1311768467294899695");
  }
}
