package io.tidegate.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DueQueueTest {

  private record Due(long atMs, long id) {}

  private static final Comparator<Due> ORDER =
      Comparator.comparingLong(Due::atMs).thenComparingLong(Due::id);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void what_falls_due_first_comes_first_ties_by_id(long seed) {
    Random random = new Random(seed);
    DueQueue queue = new DueQueue();
    PriorityQueue<Due> model = new PriorityQueue<>(ORDER);
    for (int i = 0; i < 10_000; i++) {
      if (random.nextInt(5) < 3) {
        Due due = new Due(random.nextInt(50), random.nextInt(50));
        queue.add(due.atMs(), due.id());
        model.add(due);
      } else if (!model.isEmpty()) {
        assertThat(new Due(queue.firstDueMs(), queue.firstId())).isEqualTo(model.remove());
        queue.removeFirst();
      }
      assertThat(queue.size()).isEqualTo(model.size());
      assertThat(queue.firstDueMs())
          .isEqualTo(model.isEmpty() ? Long.MAX_VALUE : model.peek().atMs());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void keeping_what_stands_keeps_its_order(long seed) {
    Random random = new Random(seed);
    DueQueue queue = new DueQueue();
    List<Due> model = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      Due due = new Due(random.nextInt(1_000), i);
      queue.add(due.atMs(), due.id());
      model.add(due);
    }
    int keepers = 1 + random.nextInt(4);
    queue.keep((atMs, id) -> (atMs + id) % keepers == 0);
    model.removeIf(due -> (due.atMs() + due.id()) % keepers != 0);
    model.sort(ORDER);
    for (Due due : model) {
      assertThat(new Due(queue.firstDueMs(), queue.firstId())).isEqualTo(due);
      queue.removeFirst();
    }
    assertThat(queue.size()).isZero();
  }

  /**
   * Holds that are paid at once leave stale entries behind; they never outnumber the rest by much.
   */
  @Test
  void stale_entries_stay_within_a_small_factor_of_the_live_ones() {
    DueQueue queue = new DueQueue();
    Random random = new Random(7);
    Set<Long> live = new HashSet<>();
    int longest = 0;
    for (long id = 1; id <= 300_000; id++) {
      queue.add(id + random.nextInt(1_000_000), id);
      live.add(id);
      if (random.nextInt(100) > 0) live.remove(id);
      queue.compact(live.size(), (_, entry) -> live.contains(entry));
      assertThat(queue.size()).isLessThanOrEqualTo(2 * live.size() + 1_024);
      longest = Math.max(longest, queue.size());
    }
    assertThat(longest).isLessThan(10_000);
    assertThat(queue.size()).isGreaterThanOrEqualTo(live.size());
  }

  @Test
  void compacting_leaves_a_queue_alone_that_is_not_mostly_stale() {
    DueQueue queue = new DueQueue();
    for (int id = 0; id < 1_024; id++) queue.add(id, id);
    queue.compact(0, (_, _) -> false);
    assertThat(queue.size()).isEqualTo(1_024);
    queue.add(9, 9);
    queue.compact(0, (_, _) -> false);
    assertThat(queue.size()).isZero();
  }

  @Test
  void nothing_is_due_in_an_empty_queue() {
    DueQueue queue = new DueQueue();
    assertThat(queue.firstDueMs()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(queue::firstId).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(queue::removeFirst).isInstanceOf(IllegalStateException.class);
  }
}
