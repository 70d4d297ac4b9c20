package io.tidegate.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Index.atIndex;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowsTest {

  private static final int WIDTH = 3;
  private static final int ROWS = 5 * Rows.PAGE_ROWS;

  /** A cell by row and column. */
  private record Cell(long row, int column) {}

  @Test
  void an_id_beyond_every_page_reads_as_an_absent_row() {
    Rows rows = new Rows(2);
    rows.set(5, 1, 42);
    for (int bit = 10; bit < 63; bit++) assertThat(rows.get((1L << bit) + 5, 1)).isZero();
  }

  @Test
  void a_row_never_written_reads_as_zeros() {
    Rows rows = new Rows(WIDTH);
    assertThat(rows.get(0, 0)).isZero();
    rows.set(7, 1, 1);
    assertThat(rows.get(7, 2)).isZero();
    assertThat(rows.get(8, 1)).isZero();
    assertThat(rows.end()).isEqualTo(8);
  }

  @Test
  void a_page_of_another_width_is_not_restored() {
    assertThatThrownBy(() -> new Rows(3).restore(0, new long[Rows.PAGE_ROWS * 2], 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void a_table_reads_what_was_written_and_a_frozen_one_never_changes(long seed) {
    Random random = new Random(seed);
    Rows rows = new Rows(WIDTH);
    Map<Cell, Long> model = new HashMap<>();
    List<Rows.Frozen> frozen = new ArrayList<>();
    List<Map<Cell, Long>> then = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      change(random, rows, model);
      if (random.nextInt(400) == 0) {
        frozen.add(rows.freeze());
        then.add(Map.copyOf(model));
      }
    }
    assertReads(rows, model);
    for (int i = 0; i < frozen.size(); i++) {
      Rows copy = restored(frozen.get(i));
      assertReads(copy, then.get(i));
      assertThat(copy.end()).isEqualTo(frozen.get(i).end());
    }
  }

  private static void change(Random random, Rows rows, Map<Cell, Long> model) {
    Cell cell = new Cell(random.nextInt(ROWS), random.nextInt(WIDTH));
    switch (random.nextInt(10)) {
      case 0 -> {
        rows.clear(cell.row());
        for (int column = 0; column < WIDTH; column++) model.remove(new Cell(cell.row(), column));
      }
      case 1 -> clearPage(random.nextInt(5), rows, model);
      case 2, 3 -> {
        rows.add(cell.row(), cell.column(), 5);
        model.merge(cell, 5L, Long::sum);
      }
      default -> {
        long value = random.nextInt(20) - 10L;
        rows.set(cell.row(), cell.column(), value);
        model.put(cell, value);
      }
    }
  }

  private static void clearPage(int page, Rows rows, Map<Cell, Long> model) {
    long first = (long) page * Rows.PAGE_ROWS;
    if (first + Rows.PAGE_ROWS > rows.end()) return;
    for (long row = first; row < first + Rows.PAGE_ROWS; row++) rows.clear(row);
    rows.dropIfEmpty(first);
    model.keySet().removeIf(cell -> cell.row() / Rows.PAGE_ROWS == page);
  }

  private static void assertReads(Rows rows, Map<Cell, Long> model) {
    for (long row = 0; row < ROWS; row++)
      for (int column = 0; column < WIDTH; column++)
        if (rows.get(row, column) != model.getOrDefault(new Cell(row, column), 0L))
          throw new AssertionError("row " + row + ", column " + column);
  }

  private static Rows restored(Rows.Frozen frozen) {
    Rows rows = new Rows(frozen.width());
    for (int page = 0; page < frozen.pages().length; page++) {
      long[] values = frozen.page(page);
      if (values != null) rows.restore(page, values.clone(), frozen.end());
    }
    rows.restored(frozen.end());
    return rows;
  }

  @Test
  void a_page_with_something_in_it_is_not_dropped() {
    Rows rows = new Rows(WIDTH);
    rows.set(0, 0, 1);
    rows.set(1, 0, 1);
    rows.clear(0);
    rows.dropIfEmpty(0);
    assertThat(rows.get(1, 0)).isEqualTo(1);
  }

  @Test
  void a_dropped_page_stays_in_the_frozen_table_and_is_made_anew_by_the_next_write() {
    Rows rows = new Rows(WIDTH);
    rows.set(3, 0, 7);
    Rows.Frozen frozen = rows.freeze();
    rows.clear(3);
    rows.dropIfEmpty(3);
    rows.set(4, 0, 8);
    assertThat(restored(frozen).get(3, 0)).isEqualTo(7);
    assertThat(restored(frozen).get(4, 0)).isZero();
    assertThat(rows.get(3, 0)).isZero();
    assertThat(rows.get(4, 0)).isEqualTo(8);
  }

  @Test
  void after_thawing_pages_are_written_in_place() {
    Rows rows = new Rows(WIDTH);
    rows.set(3, 0, 7);
    Rows.Frozen frozen = rows.freeze();
    rows.thaw();
    rows.set(3, 0, 8);
    long[] page = frozen.page(0);
    assertThat(page).as("no copy was made").isNotNull().contains(8, atIndex(9));
  }

  @Test
  void a_frozen_page_is_copied_once_and_then_written_in_place() {
    Rows rows = new Rows(WIDTH);
    rows.set(3, 0, 7);
    rows.freeze();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    rows.set(3, 0, 8);
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) rows.set(i, 0, i);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before)
        .isLessThan(8L * WIDTH * Rows.PAGE_ROWS * 100);
  }

  @Test
  void a_walk_goes_from_page_to_page_that_is_there() {
    Rows rows = new Rows(2);
    assertThat(rows.next(0)).isZero();
    for (long row : new long[] {5, 3_000, 900_000}) rows.set(row, 0, 1);
    assertThat(rows.next(0)).isZero();
    assertThat(rows.next(1_023)).isEqualTo(1_023);
    assertThat(rows.next(1_024)).isEqualTo(2_048);
    assertThat(rows.next(3_072)).isEqualTo(900_000 / 1_024 * 1_024);
    rows.set(3_000, 0, 0);
    rows.dropIfEmpty(3_000);
    assertThat(rows.next(1_024)).isEqualTo(900_000 / 1_024 * 1_024);
    assertThat(rows.next(900_001)).isEqualTo(rows.end());
    assertThat(rows.next(Long.MAX_VALUE)).isEqualTo(rows.end());
  }
}
