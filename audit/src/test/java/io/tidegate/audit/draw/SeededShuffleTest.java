package io.tidegate.audit.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.draw.DrawVectors.Vector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SeededShuffleTest {
  private static final HexFormat HEX = HexFormat.of();

  static List<Vector> vectors() throws IOException {
    return DrawVectors.all();
  }

  private static int[] order(byte[] secret, String beacon, int[] cohort) {
    byte[] digest = SeededShuffle.sha256(NumberLines.text(cohort));
    int[] positions = SeededShuffle.positions(secret, digest, beacon, cohort.length);
    return Arrays.stream(positions).map(position -> cohort[position]).toArray();
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void it_draws_what_another_implementation_drew(Vector vector) {
    byte[] commitment =
        vector.version() == 1
            ? SeededShuffle.sha256(vector.secret())
            : Commitment.of(
                vector.secret(),
                vector.room(),
                vector.roomName(),
                vector.beacon(),
                vector.opensMs());
    assertThat(HEX.formatHex(commitment)).isEqualTo(vector.commitment());
    assertThat(HEX.formatHex(SeededShuffle.sha256(NumberLines.text(vector.cohort()))))
        .isEqualTo(vector.digest());
    assertThat(order(vector.secret(), vector.beaconValue(), vector.cohort()))
        .isEqualTo(vector.order());
  }

  @Test
  void it_draws_a_hundred_thousand_as_another_implementation_did() {
    int[] order =
        order(
            SeededShuffle.sha256("many".getBytes(StandardCharsets.US_ASCII)),
            "",
            IntStream.rangeClosed(1, 100_000).toArray());

    assertThat(order).startsWith(20_614, 28_813, 25_886, 45_359, 73_440);
    assertThat(HEX.formatHex(SeededShuffle.sha256(NumberLines.text(order))))
        .isEqualTo("3e4c6e2049b1f822e63f1a6ba1e83fbcbffbf65b7661c4568d14e0ab3b5569e4");
  }

  @Test
  void words_that_would_make_some_numbers_likelier_are_thrown_away() {
    var words = LongStream.of(0, 0, 1, -1, 5).iterator();
    assertThat(SeededShuffle.below(3, words::nextLong))
        .as("2^64 mod 3 is 1, so 0 is no word")
        .isEqualTo(1);
    assertThat(SeededShuffle.below(3, words::nextLong)).as("2^64 - 1 is 0 mod 3").isZero();
    assertThat(SeededShuffle.below(3, words::nextLong)).isEqualTo(2);

    var more = LongStream.of(3, 5, 6).iterator();
    assertThat(SeededShuffle.below(10, more::nextLong)).as("2^64 mod 10 is 6").isEqualTo(6);
    assertThat(SeededShuffle.below(8, LongStream.of(0).iterator()::nextLong))
        .as("8 divides 2^64")
        .isZero();
  }

  /**
   * Every number at every position equally often: 8 numbers, 20,000 secrets, 2,500 expected in each
   * of the 64 cells. Their chi-square has 49 degrees of freedom, since each row and column has its
   * sum; 85.35 is passed by one fair shuffler in a thousand. The secrets are fixed, so this says
   * the same every time.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void every_number_comes_to_every_position_equally_often(long seed) {
    int numbers = 8;
    int secrets = 20_000;
    long[][] seen = new long[numbers][numbers];
    byte[] digest =
        SeededShuffle.sha256(NumberLines.text(IntStream.rangeClosed(1, numbers).toArray()));
    for (int i = 0; i < secrets; i++) {
      byte[] secret =
          SeededShuffle.sha256(ByteBuffer.allocate(16).putLong(seed).putLong(i).array());
      int[] positions = SeededShuffle.positions(secret, digest, "", numbers);
      for (int at = 0; at < numbers; at++) seen[positions[at]][at]++;
    }
    double expected = (double) secrets / numbers;
    double chiSquare = 0;
    for (long[] row : seen)
      for (long cell : row) chiSquare += (cell - expected) * (cell - expected) / expected;

    assertThat(chiSquare).isLessThan(85.35);
  }

  /** All 120 orders of five: 119 degrees of freedom, passed by one fair shuffler in a thousand. */
  @Test
  void every_order_of_a_few_is_drawn_equally_often() {
    int secrets = 24_000;
    var seen = new HashMap<List<Integer>, Integer>();
    for (int i = 0; i < secrets; i++) {
      byte[] secret = SeededShuffle.sha256(ByteBuffer.allocate(8).putLong(i).array());
      int[] positions =
          SeededShuffle.positions(secret, SeededShuffle.sha256(new byte[0]), "a beacon", 5);
      seen.merge(Arrays.stream(positions).boxed().toList(), 1, Integer::sum);
    }
    assertThat(seen).hasSize(120);
    double chiSquare =
        seen.values().stream().mapToDouble(n -> (n - 200.0) * (n - 200.0) / 200).sum();

    assertThat(chiSquare).isLessThan(172.9);
  }
}
