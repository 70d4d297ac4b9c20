package io.tidegate.api.reply;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AskAgainTest {

  private static long ms(Standing standing, long number, int ahead, long etaMs) {
    return AskAgain.ms(
        new PlaceInfo(1, 1, 7, number, standing, number, ahead, 0, etaMs, 0, 0, null));
  }

  @Test
  void near_the_head_it_is_two_seconds_and_far_from_it_thirty() {
    for (long number = 1; number < 1_000; number++) {
      assertThat(ms(Standing.WAITING, number, 0, 0)).isBetween(2_000L, 2_400L);
      assertThat(ms(Standing.WAITING, number, 900, 80_000)).isBetween(10_000L, 12_000L);
      assertThat(ms(Standing.WAITING, number, 900, 3_600_000)).isBetween(25_000L, 30_000L);
      assertThat(ms(Standing.WAITING, number, 9, -1)).isBetween(25_000L, 30_000L);
    }
  }

  @Test
  void who_is_next_asks_soon_also_where_visits_are_long() {
    assertThat(ms(Standing.WAITING, 7, 0, 660_000)).isBetween(2_000L, 2_400L);
    assertThat(ms(Standing.WAITING, 7, 10, 660_000)).isBetween(4_000L, 4_800L);
  }

  @Test
  void who_is_called_or_over_need_not_ask() {
    for (Standing standing : new Standing[] {Standing.CALLED, Standing.INSIDE, Standing.ENDED})
      assertThat(ms(standing, 1, 0, 0)).isZero();
  }

  @Test
  void a_million_who_gathered_come_back_after_the_opening_20_000_a_second() {
    int people = 1_000_000;
    int[] perSecond = new int[90];
    for (int number = 1; number <= people; number++)
      perSecond[(int) (ms(Standing.GATHERING, number, people - 1, 10_000) / 1_000)]++;
    assertThat(Arrays.stream(perSecond, 0, 10).sum()).as("before the opening").isZero();
    assertThat(Arrays.stream(perSecond).max().orElse(0)).isBetween(19_000, 22_000);
    assertThat(Arrays.stream(perSecond, 61, 90).sum()).as("a minute after it").isZero();
  }

  @Test
  void a_few_who_gathered_come_back_at_once() {
    for (long number = 1; number < 1_000; number++) {
      assertThat(ms(Standing.GATHERING, number, 99, 5_000)).isBetween(5_000L, 5_500L);
      assertThat(ms(Standing.GATHERING, number, 99, 3_600_000)).isBetween(25_000L, 30_000L);
    }
  }
}
