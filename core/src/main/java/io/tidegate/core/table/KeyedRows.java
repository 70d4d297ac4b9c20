package io.tidegate.core.table;

/**
 * Rows that come and go, found by their key: a {@link Rows} with a {@link RowIndex} and a list of
 * free rows. Column 0 is the first part of the key and never 0 in a row that is in use.
 *
 * <p>The free rows themselves form the list (column 1 holds the next one), so that a restored table
 * hands out the same rows as the original would: a snapshot after a recovery equals one without it,
 * byte for byte. Not thread-safe.
 */
public final class KeyedRows {

  /** What {@link #find} answers where there is no such row. */
  public static final int NONE = RowIndex.NONE;

  private final Rows rows;
  private final RowIndex index;
  private long firstFree; // row + 1, 0 = none

  /**
   * @param width columns, at least 2
   * @param keyColumns 1 or 2
   * @param seed hash seed
   */
  public KeyedRows(int width, int keyColumns, long seed) {
    rows = new Rows(width);
    index = new RowIndex(rows, 0, keyColumns == 2 ? 1 : NONE, seed);
  }

  /** The rows themselves, to read and to set columns beyond the key. */
  public Rows rows() {
    return rows;
  }

  /** Rows in use. */
  public int size() {
    return index.size();
  }

  /** The row with this key, or {@link #NONE}. */
  public int find(long a) {
    return index.find(a);
  }

  /** The row with this key, or {@link #NONE}. */
  public int find(long a, long b) {
    return index.find(a, b);
  }

  /** A new row with this key (b in column 1), the other columns zero. */
  public int add(long a, long b) {
    int row = take();
    rows.set(row, 0, a);
    rows.set(row, 1, b);
    index.add(row);
    return row;
  }

  /** Frees a row. */
  public void remove(int row) {
    index.remove(row);
    rows.clear(row);
    rows.set(row, 1, firstFree);
    firstFree = row + 1L;
  }

  private int take() {
    if (firstFree == 0) return Math.toIntExact(rows.end());
    int row = Math.toIntExact(firstFree - 1);
    firstFree = rows.get(row, 1);
    return row;
  }

  /** Head of the list of free rows, for a snapshot. */
  public long firstFree() {
    return firstFree;
  }

  /** Rebuilds what is derived after the rows were restored. */
  public void restored(long free) {
    firstFree = free;
    index.reserve(rows.end());
    for (int row = 0; row < rows.end(); row++) if (rows.get(row, 0) != 0) index.add(row);
  }
}
