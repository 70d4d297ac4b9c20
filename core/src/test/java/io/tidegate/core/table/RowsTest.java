package io.tidegate.core.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RowsTest {

  @Test
  void an_id_beyond_every_page_reads_as_an_absent_row() {
    Rows rows = new Rows(2);
    rows.set(5, 1, 42);
    for (int bit = 10; bit < 63; bit++) assertThat(rows.get((1L << bit) + 5, 1)).isZero();
  }
}
