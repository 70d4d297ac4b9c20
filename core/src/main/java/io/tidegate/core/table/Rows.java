package io.tidegate.core.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A table of fixed-width rows of longs, in pages of {@value #PAGE_ROWS} rows.
 *
 * <h2>Snapshots without a pause</h2>
 *
 * {@link #freeze()} hands out the pages as they are and marks them shared; the first write to a
 * shared page copies that page alone (some tens of KB, microseconds). So a snapshot is consistent,
 * costs the loop nothing while it is written, and no batch waits for it. Chosen over forking the
 * process (not to be had in Java) and over a second copy of the state fed by the journal (twice the
 * memory).
 *
 * <h2>Absent rows</h2>
 *
 * A row never written reads as zeros and takes no memory; a page that holds only zeros can be
 * dropped with {@link #clear}. Rows may therefore be addressed by their id.
 *
 * <p>Not thread-safe: the owner's thread alone reads and writes.
 */
public final class Rows {

  /**
   * Rows in a page: a page of eight columns is 64 KB, small against a batch, large against its
   * overhead.
   */
  public static final int PAGE_ROWS = 1 << 10;

  private static final int SHIFT = 10;
  private static final int MASK = PAGE_ROWS - 1;

  private final int width;
  private long[] @Nullable [] pages = new long[4][];
  private boolean[] shared = new boolean[4];
  private long end;

  /**
   * @param width columns in a row, at least 1
   */
  public Rows(int width) {
    this.width = width;
  }

  /** Columns in a row. */
  public int width() {
    return width;
  }

  /** One past the highest row ever written. */
  public long end() {
    return end;
  }

  /**
   * The first row from this one on that lies in a page that is there, {@link #end} if there is
   * none: to walk over rows in steps of their number in memory rather than of the highest id.
   */
  public long next(long row) {
    int page = (int) Math.min(pages.length, row >>> SHIFT);
    if (page < pages.length && pages[page] != null) return Math.min(row, end);
    while (page < pages.length && pages[page] == null) page++;
    return Math.min((long) page << SHIFT, end);
  }

  /** The value of one column; 0 where nothing was ever written. */
  public long get(long row, int column) {
    // The page number is compared as a long: ids come from outside and may have any 53 bits.
    long page = row >>> SHIFT;
    if (page >= pages.length) return 0;
    long[] values = pages[(int) page];
    return values == null ? 0 : values[((int) row & MASK) * width + column];
  }

  /** Sets one column, making the row where there was none. */
  public void set(long row, int column, long value) {
    writable(row)[((int) row & MASK) * width + column] = value;
  }

  /** Adds to one column. */
  public void add(long row, int column, long delta) {
    writable(row)[((int) row & MASK) * width + column] += delta;
  }

  /** Zeroes the row. */
  public void clear(long row) {
    int at = ((int) row & MASK) * width;
    Arrays.fill(writable(row), at, at + width, 0);
  }

  /** Lets go of the page that holds this row if it holds only zeros. */
  public void dropIfEmpty(long row) {
    int page = (int) (row >>> SHIFT);
    long[] values = pages[page];
    if (values == null || anyNonZero(values)) return;
    pages[page] = null;
    shared[page] = false;
  }

  private long[] writable(long row) {
    int page = Math.toIntExact(row >>> SHIFT);
    if (page >= pages.length) grow(page);
    long[] values = pages[page];
    if (values == null) {
      values = pages[page] = new long[PAGE_ROWS * width];
    } else if (shared[page]) {
      values = pages[page] = values.clone();
      shared[page] = false;
    }
    if (row >= end) end = row + 1;
    return values;
  }

  private void grow(int page) {
    int length = Math.max(page + 1, pages.length * 2);
    pages = Arrays.copyOf(pages, length);
    shared = Arrays.copyOf(shared, length);
  }

  /** The table as it is now, for any one other thread to read while this one goes on changing. */
  public Frozen freeze() {
    Arrays.fill(shared, true);
    return new Frozen(width, end, pages.clone());
  }

  /**
   * Says that nobody reads a {@link Frozen} of this table any more, so that pages need not be
   * copied.
   */
  public void thaw() {
    Arrays.fill(shared, false);
  }

  /** Puts a page as it was written from a {@link Frozen}; the array then belongs to this table. */
  public void restore(int page, long[] values, long newEnd) {
    if (values.length != PAGE_ROWS * width)
      throw new IllegalArgumentException("page of " + values.length);
    if (page >= pages.length) grow(page);
    pages[page] = values;
    end = newEnd;
  }

  /**
   * Says where a restored table ends: pages of zeros are not restored, and still lie before the
   * end.
   */
  public void restored(long newEnd) {
    end = newEnd;
  }

  private static boolean anyNonZero(long[] values) {
    for (long value : values) if (value != 0) return true;
    return false;
  }

  /**
   * A table as it was at one moment. Immutable; safe to read from any thread it was handed to.
   *
   * @param width columns in a row
   * @param end one past the highest row
   * @param pages a null or a page of {@link #PAGE_ROWS} rows each; not to be changed
   */
  public record Frozen(int width, long end, long[] @Nullable [] pages) {

    /** The page, or null where it is absent or holds only zeros: the two mean the same. */
    public long @Nullable [] page(int index) {
      long[] values = pages[index];
      return values == null || !anyNonZero(values) ? null : values;
    }
  }
}
