package io.tidegate.gate.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdleTimeTest {

  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = 1_000 * MS;

  /** Longer than a probation. */
  private static final long STEP = 31 * SECOND;

  private final IdleTime time = new IdleTime();
  private long nowNs = 1_000_000 * SECOND;

  @Test
  void what_was_seen_to_survive_is_used_and_what_was_seen_to_end_is_not() {
    assertThat(time.usableNs()).isEqualTo(1_500 * MS);
    time.survived(8 * SECOND, nowNs);
    assertThat(time.usableNs()).isEqualTo(6 * SECOND);
    time.ended(4 * SECOND, nowNs);
    assertThat(time.usableNs()).isEqualTo(3 * SECOND);
    time.ended(50 * MS, nowNs); // sooner than any idle time
    assertThat(time.usableNs()).isEqualTo(3 * SECOND);
  }

  @Test
  void one_early_end_is_forgiven_by_doubling_while_older_connections_stay_open() {
    time.survived(5 * SECOND, nowNs);
    time.ended(200 * MS, nowNs);
    assertThat(time.usableNs()).isEqualTo(150 * MS);
    for (long usableMs : new long[] {300, 600, 1_200, 2_400, 3_750, 3_750}) {
      assertThat(time.usableNs()).isLessThan(usableMs * MS + 1);
      time.survived(4_900 * MS, nowNs);
      nowNs += STEP;
      time.survived(5 * SECOND, nowNs);
      assertThat(time.usableNs()).isEqualTo(usableMs * MS);
    }
  }

  @Test
  void nothing_is_forgiven_before_its_time_nor_without_an_older_connection() {
    time.ended(400 * MS, nowNs);
    nowNs += STEP - 2 * SECOND;
    time.survived(5 * SECOND, nowNs);
    assertThat(time.usableNs()).isEqualTo(300 * MS);
    IdleTime young = new IdleTime();
    young.ended(400 * MS, nowNs);
    for (int i = 0; i < 10; i++, nowNs += STEP) young.survived(390 * MS, nowNs);
    assertThat(young.usableNs()).isEqualTo(300 * MS);
  }

  @Test
  void a_server_that_ends_connections_early_again_and_again_is_not_forgiven() {
    for (int i = 0; i < 20; i++, nowNs += STEP / 2) {
      time.ended(400 * MS, nowNs);
      time.survived(5 * SECOND, nowNs);
      assertThat(time.usableNs()).isEqualTo(300 * MS);
    }
  }

  @Test
  void a_server_whose_idle_time_became_shorter_is_believed_at_once_whatever_it_said_before() {
    time.said(60);
    assertThat(time.usableNs()).isEqualTo(45 * SECOND);
    time.ended(2 * SECOND, nowNs);
    assertThat(time.usableNs()).isEqualTo(1_500 * MS);
  }

  /** What is sent again only with harm rides on connections of half the usable age. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void the_bound_never_comes_near_the_idle_time_of_a_server_whatever_accidents_happen(long seed) {
    Random random = new Random(seed);
    long idleNs = (500 + random.nextInt(10_000)) * MS; // and a fifth more by chance
    for (int i = 0; i < 10_000; i++) {
      nowNs += random.nextInt(3_000) * MS;
      long endsNs = idleNs + (long) (idleNs * 0.2 * random.nextDouble());
      boolean accident = random.nextInt(200) == 0;
      if (accident) time.ended((100 + random.nextInt(300)) * MS, nowNs);
      else if (random.nextInt(3) == 0) time.ended(endsNs, nowNs);
      else time.survived((long) (endsNs * random.nextDouble()), nowNs);
      if (i > 100) assertThat(time.usableNs() / 2).as("step %d", i).isLessThan(idleNs / 2);
    }
  }
}
