package io.tidegate.core.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Credit against the definition: N plus the least of lapses − releases over all windows. */
class ReleasesTest {

  private record Move(long atMs, int releases) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16})
  void credit_is_the_largest_number_that_breaks_no_window(long seed) {
    Random random = new Random(seed);
    int people = 1 + random.nextInt(8);
    long interval = 10L + random.nextInt(50);
    Releases releases = new Releases();
    List<Move> history = new ArrayList<>();
    long now = 1_000;
    for (int i = 0; i < 3_000; i++) {
      now += random.nextInt(3) == 0 ? random.nextInt(20) : 0;
      int credit = releases.credit(people, now, interval);
      assertThat(credit).isEqualTo(credit(history, people, now, interval));
      assertNextCredit(releases, people, now, interval);
      if (credit > 0 && random.nextInt(2) == 0) {
        int called = 1 + random.nextInt(credit);
        releases.expire(now, interval);
        releases.release(now, called);
        for (int j = 0; j < called; j++) history.add(new Move(now, 1));
      } else if (random.nextInt(3) == 0) {
        releases.lapse(now, interval);
        history.add(new Move(now, -1));
      }
      if (i % 300 == 299) releases = thawed(releases.freeze());
    }
  }

  private static int credit(List<Move> history, int people, long now, long interval) {
    int least = people;
    int sum = people;
    for (Move move : history.reversed()) {
      if (move.atMs() <= now - interval) break;
      sum -= move.releases();
      least = Math.min(least, sum);
    }
    return Math.max(0, least);
  }

  private static void assertNextCredit(Releases releases, int people, long now, long interval) {
    long at = releases.nextCreditMs(people, interval);
    assertThat(at <= now).isEqualTo(releases.credit(people, now, interval) > 0);
    if (at <= now) return;
    assertThat(releases.credit(people, at, interval)).isPositive();
    assertThat(releases.credit(people, at - 1, interval)).isZero();
  }

  private static Releases thawed(long[] frozen) {
    Releases releases = new Releases();
    for (int i = 0; i < frozen.length; i += 2) releases.release(frozen[i], (int) frozen[i + 1]);
    return releases;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void what_may_be_called_is_what_a_count_of_all_open_releases_gives(long seed) {
    Random random = new Random(seed);
    Releases releases = new Releases();
    Counted counted = new Counted();
    long nowMs = 1_000;
    long intervalMs = 1_000;
    for (int i = 0; i < 20_000; i++) {
      nowMs += random.nextInt(4) == 0 ? random.nextInt(300) : 0;
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> {
          int people = 1 + random.nextInt(9);
          releases.release(nowMs, people);
          counted.release(nowMs, people);
        }
        case 4, 5, 6 -> {
          releases.lapse(nowMs, intervalMs);
          counted.lapse(nowMs, intervalMs);
        }
        default -> {
          releases.expire(nowMs, intervalMs);
          counted.expire(nowMs, intervalMs);
          intervalMs = 1L + random.nextInt(3_000);
        }
      }
      for (int people : new int[] {1, 3, 10, 1 + random.nextInt(1_000)}) {
        assertThat(releases.credit(people, nowMs, intervalMs))
            .isEqualTo(counted.credit(people, nowMs, intervalMs));
        assertThat(releases.nextCreditMs(people, intervalMs))
            .isEqualTo(counted.nextCreditMs(people, intervalMs));
      }
      assertThat(releases.freeze()).isEqualTo(counted.freeze());
    }
  }

  @Test
  void an_ask_looks_at_a_few_entries_however_many_there_are_and_however_low_the_rate_is_set() {
    CountedRing times = new CountedRing();
    CountedRing upTo = new CountedRing();
    Releases releases = new Releases(times, upTo);
    int entries = 1 << 16;
    for (int i = 1; i <= entries; i++) releases.release(i, 1);
    for (int people = 1; people <= entries; people = people * 3 + 1) {
      long before = times.looks + upTo.looks;
      assertThat(releases.nextCreditMs(people, entries)).isEqualTo(2L * entries + 1 - people);
      assertThat(releases.credit(people, entries, entries)).isZero();
      // There and back by halves, in two searches.
      assertThat(times.looks + upTo.looks - before).as("for " + people).isLessThan(2 * 2 * 16 + 8);
    }
  }

  private static final class CountedRing extends LongRing {
    private long looks;

    @Override
    long get(int i) {
      looks++;
      return super.get(i);
    }
  }

  /** One number a release, each counted when asked. */
  private static final class Counted {

    private final ArrayList<Long> open = new ArrayList<>();

    void release(long nowMs, int people) {
      for (int i = 0; i < people; i++) open.add(nowMs);
    }

    void expire(long nowMs, long intervalMs) {
      open.removeIf(at -> at <= nowMs - intervalMs);
    }

    void lapse(long nowMs, long intervalMs) {
      expire(nowMs, intervalMs);
      if (!open.isEmpty()) open.removeLast();
    }

    int credit(int people, long nowMs, long intervalMs) {
      long inWindow = open.stream().filter(at -> at > nowMs - intervalMs).count();
      return (int) Math.max(0, people - inWindow);
    }

    long nextCreditMs(int people, long intervalMs) {
      return open.size() < people ? 0 : open.get(open.size() - people) + intervalMs;
    }

    long[] freeze() {
      TreeMap<Long, Long> counts = new TreeMap<>();
      open.forEach(at -> counts.merge(at, 1L, Long::sum));
      return counts.entrySet().stream()
          .flatMapToLong(e -> LongStream.of(e.getKey(), e.getValue()))
          .toArray();
    }
  }
}
