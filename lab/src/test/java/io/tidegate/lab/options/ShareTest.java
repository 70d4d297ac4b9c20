package io.tidegate.lab.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShareTest {

  private static final int SEQUENCES = 300;

  @Test
  void the_parts_of_any_number_add_up_to_it_and_no_place_belongs_to_two() throws OptionException {
    Random random = new Random(1_011);
    for (int round = 0; round < SEQUENCES; round++) {
      List<Share> all = shares(random);
      int users = random.nextInt(500);
      int iterations = random.nextInt(3_000);
      List<Share> byUsers = all.stream().map(one -> one.by(users)).toList();
      assertThat(all.stream().mapToInt(one -> one.of(users)).sum()).isEqualTo(users);
      assertThat(places(all, users)).isEqualTo(range(users));
      if (users == 0) continue;
      assertThat(places(byUsers, iterations)).isEqualTo(range(iterations));
      for (int i = 0; i < all.size(); i++)
        if (all.get(i).of(users) == 0) assertThat(byUsers.get(i).of(iterations)).isZero();
    }
  }

  @Test
  void a_part_never_differs_from_its_due_by_more_than_two() throws OptionException {
    Random random = new Random(1_012);
    for (int round = 0; round < SEQUENCES; round++) {
      for (Share one : shares(random)) {
        int all = random.nextInt(10_000);
        assertThat(one.of(all) - one.part() * all).isBetween(-2.0, 2.0);
      }
    }
  }

  @Test
  void a_part_grows_by_one_where_the_place_is_its_own() throws OptionException {
    Share share = Share.of("1/3:2/3", "0,1/3,2/3,1");
    long own = 0;
    for (long all = 0; all < 100; all++) {
      assertThat(share.of(all)).isEqualTo(own);
      if (share.global(own) == all) own++;
    }
  }

  @Test
  void without_a_segment_it_is_all() throws OptionException {
    for (Share share : List.of(Share.of(null, null), Share.of("", ""), Share.of("0:1", null))) {
      assertThat(share.isWhole()).isTrue();
      assertThat(share.of(7)).isEqualTo(7);
      assertThat(share.by(3).global(12)).isEqualTo(12);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1/3, 0:1/3",
    "10%, 0:1/10",
    "0.2:2/3, 1/5:2/3",
    "0.5:1, 50%:100%",
  })
  void the_same_number_may_be_written_in_many_ways(String one, String other)
      throws OptionException {
    assertThat(ExecutionSegment.parse(one)).isEqualTo(ExecutionSegment.parse(other));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "a          |             | 'a' is not a valid percentage, decimal, fraction or interval value",
        "0:1/0      |             | '1/0' is not a valid",
        "1/2:3/4:1  |             | '3/4:1' is not a valid",
        ":1/2       |             | '' is not a valid",
        "1:0        |             | segment start(1.00) must be less than its end(0.00)",
        "1/3:1/3    |             | segment start(0.33) must be less than its end(0.33)",
        "-1/3       |             | segment start(0.00) must be less than its end(-0.33)",
        "3/2        |             | segment end value can't be more than 1 but was 1.50",
        "0:1/3      | 0           | at least 2 points are needed for an execution segment sequence, 1 given",
        "0:1/3      | 0,2/3,1/3,1 | segment start(0.67) must be less than its end(0.33)",
        "0:1/3      | 0,1/2       | provided segment 0:1/3 can't be found in sequence 0,1/2",
        "0:1/3      | 1/3,1       | provided segment 0:1/3 can't be found in sequence 1/3,1",
        "           | 0,1/3,1     | provided segment 0:1 can't be found in sequence 0,1/3,1",
        "0.1234567  |             | execution segments must be multiples of one part in 1,000,000",
      })
  void what_is_no_segment_says_why(String segment, String sequence, String why) {
    assertThatThrownBy(() -> Share.of(segment, sequence))
        .isInstanceOf(OptionException.class)
        .hasMessageContaining(why.strip());
  }

  /** A sequence at random: a share for each of its segments. */
  private static List<Share> shares(Random random) throws OptionException {
    int count = 1 + random.nextInt(6);
    int[] weights = random.ints(count, 1, 20).toArray();
    int all = Arrays.stream(weights).sum();
    List<String> points = new ArrayList<>(List.of("0"));
    int sum = 0;
    for (int weight : weights) points.add((sum += weight) + "/" + all);
    List<Share> shares = new ArrayList<>();
    for (int i = 0; i < count; i++)
      shares.add(Share.of(points.get(i) + ":" + points.get(i + 1), String.join(",", points)));
    return shares;
  }

  /** The first places of all of them, in order. */
  private static List<Long> places(List<Share> shares, int most) {
    return shares.stream()
        .flatMap(share -> LongStream.range(0, share.of(most)).mapToObj(share::global))
        .sorted()
        .collect(Collectors.toList());
  }

  private static List<Long> range(int most) {
    return LongStream.range(0, most).boxed().toList();
  }
}
