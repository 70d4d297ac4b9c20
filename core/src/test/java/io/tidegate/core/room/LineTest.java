package io.tidegate.core.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packed line against a sorted map. */
class LineTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void a_line_knows_who_is_next_and_how_many_stand_before(long seed) {
    Random random = new Random(seed);
    Line line = new Line();
    TreeMap<Long, Integer> model = new TreeMap<>();
    long last = random.nextInt(3) * 1_000_000_000L;
    int crowd = 1 << random.nextInt(12);
    for (int i = 0; i < 20_000; i++) {
      boolean grows = model.size() < crowd ? random.nextInt(4) > 0 : random.nextInt(4) == 0;
      if (grows || model.isEmpty()) {
        last += random.nextInt(50) == 0 ? 1 + random.nextInt(200) : 1;
        line.add(last, i);
        model.put(last, i);
      } else {
        long leaves = random.nextInt(3) > 0 ? model.firstKey() : someone(random, model);
        line.remove(leaves);
        model.remove(leaves);
      }
      assertAgrees(line, model, random, last);
      if (i % 5_000 == 4_999) line = restored(model, last, random);
    }
  }

  private static long someone(Random random, NavigableMap<Long, Integer> model) {
    long span = model.lastKey() - model.firstKey() + 1;
    Long found = model.ceilingKey(model.firstKey() + (long) (random.nextDouble() * span));
    return found == null ? model.lastKey() : found;
  }

  private static void assertAgrees(
      Line line, NavigableMap<Long, Integer> model, Random random, long last) {
    assertThat(line.size()).isEqualTo(model.size());
    if (!model.isEmpty()) assertThat(line.firstTicket()).isEqualTo(model.firstEntry().getValue());
    long asked = Math.max(0, last + 5 - random.nextInt(300));
    assertThat(line.ahead(asked)).isEqualTo(model.headMap(asked).size());
  }

  /** As a restart does it: told where the line begins and ends, then filled in any order. */
  private static Line restored(Map<Long, Integer> model, long last, Random random) {
    List<Map.Entry<Long, Integer>> entries = new ArrayList<>(model.entrySet());
    Collections.shuffle(entries, random);
    Line line = new Line();
    entries.forEach(entry -> line.cover(entry.getKey(), last));
    entries.forEach(entry -> line.put(entry.getKey(), entry.getValue()));
    line.countAll();
    return line;
  }

  @Test
  void an_empty_line_has_nobody_before_anybody() {
    Line line = new Line();
    assertThat(line.ahead(1)).isZero();
    assertThat(line.ahead(1_000_000)).isZero();
    assertThatThrownBy(line::firstTicket).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void who_does_not_stand_there_cannot_be_taken_out() {
    Line line = new Line();
    line.add(100, 1);
    for (long number : new long[] {0, 99, 101, 1_000})
      assertThatThrownBy(() -> line.remove(number)).isInstanceOf(IllegalStateException.class);
    line.remove(100);
    assertThatThrownBy(() -> line.remove(100)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_line_in_use_cannot_be_told_where_it_begins() {
    Line line = new Line();
    line.add(1, 1);
    assertThatThrownBy(() -> line.cover(1, 2)).isInstanceOf(IllegalStateException.class);
  }
}
