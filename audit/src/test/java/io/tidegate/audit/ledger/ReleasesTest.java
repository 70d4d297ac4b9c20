package io.tidegate.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** All windows, counted one by one, against the few that are looked at. */
class ReleasesTest {
  private static final int SEEDS = 2_000;

  /** The rule at a time's last call. */
  private record Rules(Event.Settings settings, long fromMs) {}

  private final TreeMap<Long, Integer> calls = new TreeMap<>();
  private final TreeMap<Long, Integer> lapses = new TreeMap<>();
  private final TreeMap<Long, Rules> rules = new TreeMap<>();

  @Test
  void the_times_with_a_breach_are_those_that_counting_every_window_finds() {
    int breaches = 0;
    for (int seed = 0; seed < SEEDS; seed++) breaches += run(seed);

    assertThat(breaches).as("neither all nor none").isBetween(SEEDS / 2, SEEDS * 10);
  }

  private int run(int seed) {
    Random random = new Random(seed);
    Releases releases = new Releases();
    Breaches found = new Breaches();
    calls.clear();
    lapses.clear();
    rules.clear();
    Event.Settings settings = settings(random);
    long fromMs = Long.MIN_VALUE;
    long timeMs = 0;
    for (int step = 0; step < 40; step++) {
      timeMs += random.nextInt(4);
      switch (random.nextInt(10)) {
        case 0 -> {
          releases.changed(timeMs, settings.intervalMs());
          fromMs = Math.max(fromMs, timeMs - settings.intervalMs());
          settings = settings(random);
        }
        case 1, 2, 3 -> {
          releases.lapsed(timeMs);
          lapses.merge(timeMs, 1, Integer::sum);
        }
        default -> {
          found.at(new Breaches.Place(timeMs, 1, "Called"));
          releases.called(timeMs, settings, found);
          calls.merge(timeMs, 1, Integer::sum);
          rules.put(timeMs, new Rules(settings, fromMs));
        }
      }
    }
    timeMs += random.nextInt(20);
    releases.end(timeMs, found);

    List<Long> times = new ArrayList<>(found.list().stream().map(Breach::sequence).toList());
    assertThat(times).as("seed " + seed).containsExactlyElementsOf(brute(timeMs));
    return times.size();
  }

  private static Event.Settings settings(Random random) {
    int people = 1 + random.nextInt(5);
    return new Event.Settings("", 2, people, 1 + random.nextInt(12), 9, 1, 1);
  }

  /** The times of calls that are the last of a window with too many. */
  private SortedSet<Long> brute(long endMs) {
    SortedSet<Long> times = new TreeSet<>();
    rules.forEach((callMs, rule) -> {
      long interval = rule.settings().intervalMs();
      Long next = calls.higherKey(callMs);
      for (long begin = callMs - interval; begin < callMs; begin++) {
        long end = begin + interval;
        if (begin < rule.fromMs() || end > endMs || (next != null && next <= end)) continue;
        int excess = sum(calls, begin, end) - sum(lapses, begin, end);
        if (excess > rule.settings().people()) times.add(callMs);
      }
    });
    return times;
  }

  private static int sum(NavigableMap<Long, Integer> counts, long begin, long end) {
    return counts.subMap(begin, false, end, true).values().stream().mapToInt(n -> n).sum();
  }
}
