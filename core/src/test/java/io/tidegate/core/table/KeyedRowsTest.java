package io.tidegate.core.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows found by key against a map, through growth, removal and restarts. */
class KeyedRowsTest {

  private record Key(long a, long b) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void rows_are_found_by_their_key_and_only_while_they_are_there(long seed) {
    Random random = new Random(seed);
    KeyedRows rows = new KeyedRows(3, 2, random.nextLong());
    Map<Key, Integer> model = new HashMap<>();
    int keys = 16 << random.nextInt(7);
    for (int i = 0; i < 20_000; i++) {
      Key key = key(random, keys);
      Integer row = model.get(key);
      if (row == null && random.nextInt(3) > 0) model.put(key, add(rows, key, i));
      if (row != null && random.nextInt(3) == 0) {
        model.remove(key);
        rows.remove(row);
      }
      assertThat(rows.find(key.a(), key.b())).isEqualTo(model.getOrDefault(key, KeyedRows.NONE));
      if (i % 4_000 == 3_999) rows = restored(rows, random.nextLong());
    }
    assertThat(rows.size()).isEqualTo(model.size());
    assertThat(new HashSet<>(model.values())).as("no row twice").hasSameSizeAs(model.keySet());
    KeyedRows now = rows;
    model.forEach((key, row) -> assertThat(now.find(key.a(), key.b())).isEqualTo(row));
  }

  /** Rows come and go in the very moments in which a table is moved into one of twice the size. */
  @ParameterizedTest
  @ValueSource(longs = {0, 100, 200, 300})
  void rows_are_found_while_the_index_grows(long firstSeed) {
    for (long seed = firstSeed; seed < firstSeed + 100; seed++) {
      Random random = new Random(seed);
      KeyedRows rows = new KeyedRows(2, 1, seed);
      Map<Long, Integer> model = new HashMap<>();
      int stay = 2 + random.nextInt(4);
      for (int i = 0; i < 400; i++) {
        long key = 1L + random.nextInt(600);
        Integer row = model.get(key);
        if (row == null) {
          model.put(key, rows.add(key, 0));
        } else if (random.nextInt(stay) == 0) {
          model.remove(key);
          rows.remove(row);
        }
        for (long asked = key - 2; asked <= key + 2; asked++)
          assertThat(rows.find(asked)).isEqualTo(model.getOrDefault(asked, KeyedRows.NONE));
      }
      model.forEach((key, row) -> assertThat(rows.find(key)).isEqualTo(row));
      List.copyOf(model.keySet()).forEach(key -> rows.remove(rows.find(key)));
      for (long key = 1; key <= 600; key++) assertThat(rows.find(key)).isEqualTo(KeyedRows.NONE);
    }
  }

  @Test
  void a_row_that_left_the_index_is_not_found_though_its_key_still_stands() {
    Rows rows = new Rows(1);
    RowIndex index = new RowIndex(rows, 0, RowIndex.NONE, 5);
    for (int row = 0; row < 14; row++) {
      rows.set(row, 0, 100 + row);
      index.add(row);
    }
    for (int row = 0; row < 14; row++) {
      index.remove(row);
      assertThat(index.find(100 + row)).isEqualTo(RowIndex.NONE);
    }
    assertThat(index.size()).isZero();
  }

  /** Neighbouring numbers, as users have them, and far ones. */
  private static Key key(Random random, int keys) {
    long a = 1L + random.nextInt(4);
    long b = random.nextInt(keys);
    return new Key(a, random.nextBoolean() ? b : b << 40);
  }

  private static int add(KeyedRows rows, Key key, int value) {
    int row = rows.add(key.a(), key.b());
    rows.rows().set(row, 2, value);
    return row;
  }

  private static KeyedRows restored(KeyedRows rows, long seed) {
    KeyedRows copy = new KeyedRows(3, 2, seed);
    Rows.Frozen frozen = rows.rows().freeze();
    for (int page = 0; page < frozen.pages().length; page++) {
      long[] values = frozen.page(page);
      if (values != null) copy.rows().restore(page, values.clone(), frozen.end());
    }
    copy.rows().restored(frozen.end());
    copy.restored(rows.firstFree());
    return copy;
  }

  @Test
  void a_restored_table_hands_out_the_rows_the_original_would() {
    KeyedRows rows = new KeyedRows(3, 2, 1);
    for (int i = 1; i <= 100; i++) rows.add(i, i);
    for (int row : new int[] {7, 93, 20, 21, 0}) rows.remove(row);
    KeyedRows copy = restored(rows, 2);
    for (int i = 1_000; i < 1_010; i++) assertThat(copy.add(i, i)).isEqualTo(rows.add(i, i));
  }

  @Test
  void freed_rows_are_used_again_before_new_ones_the_last_freed_first() {
    KeyedRows rows = new KeyedRows(3, 2, 1);
    for (int i = 1; i <= 100; i++) rows.add(i, i);
    for (int row : new int[] {7, 93, 20, 21, 0}) rows.remove(row);
    List<Integer> used = new ArrayList<>();
    for (int i = 1_000; i < 1_006; i++) used.add(rows.add(i, i));
    assertThat(used).containsExactly(0, 21, 20, 93, 7, 100);
  }

  @Test
  void a_new_row_has_nothing_of_the_one_before() {
    KeyedRows rows = new KeyedRows(3, 1, 1);
    int row = rows.add(5, 0);
    rows.rows().set(row, 2, 99);
    rows.remove(row);
    assertThat(rows.find(5)).isEqualTo(KeyedRows.NONE);
    assertThat(rows.add(6, 0)).isEqualTo(row);
    assertThat(rows.rows().get(row, 1)).isZero();
    assertThat(rows.rows().get(row, 2)).isZero();
  }

  @Test
  void rows_stay_dense_while_they_come_and_go() {
    KeyedRows rows = new KeyedRows(2, 1, 1);
    for (int i = 1; i <= 100_000; i++) {
      rows.add(i, 0);
      if (i > 10) rows.remove(rows.find(i - 10));
    }
    assertThat(rows.rows().end()).isLessThanOrEqualTo(11);
  }

  @Test
  void the_order_of_rows_does_not_depend_on_the_seed() {
    List<List<Integer>> orders = new ArrayList<>();
    for (long seed : new long[] {1, 2}) {
      KeyedRows rows = new KeyedRows(2, 2, seed);
      List<Integer> order = new ArrayList<>();
      for (int i = 1; i < 200; i++) {
        order.add(rows.add(i * 7L, i));
        if (i % 3 == 0) rows.remove(rows.find(i * 7L, i));
      }
      orders.add(order);
    }
    assertThat(orders.getFirst()).isEqualTo(orders.getLast());
  }

  @Test
  void removing_a_row_that_is_not_there_is_a_bug() {
    KeyedRows rows = new KeyedRows(2, 2, 1);
    rows.rows().set(0, 0, 5);
    assertThatThrownBy(() -> rows.remove(0)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void reserving_changes_no_answer() {
    KeyedRows rows = new KeyedRows(2, 1, 77);
    for (long i = 1; i <= 5_000; i++) rows.add(i << 13, 0);
    RowIndex index = new RowIndex(rows.rows(), 0, RowIndex.NONE, 78);
    index.reserve(5_000);
    for (int row = 0; row < 5_000; row++) index.add(row);
    for (long i = 1; i <= 5_000; i++)
      assertThat(index.find(i << 13)).isEqualTo(rows.find(i << 13)).isEqualTo((int) i - 1);
    assertThat(index.find(1)).isEqualTo(RowIndex.NONE);
    assertThat(index.size()).isEqualTo(5_000);
  }
}
