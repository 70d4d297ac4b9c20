package io.tidegate.core.table;

/**
 * Finds a row of a {@link Rows} by one or two of its columns: an open-addressing hash table that
 * stores row numbers alone (4 bytes a slot) and compares with the table itself.
 *
 * <p>The hash is seeded, so that somebody who chooses ids cannot choose collisions. The order of
 * rows never depends on it. Not thread-safe.
 *
 * <h2>Growing without a pause</h2>
 *
 * To rehash a full table at once takes a tenth of a second at a few million rows. Instead it is
 * kept beside a new one of twice the size, and each further row moves {@value #MOVES} of its slots,
 * so that the old one is empty long before the new one is full. Until then a row is looked up in
 * both.
 */
public final class RowIndex {

  /** What {@link #find} answers where there is no such row. */
  public static final int NONE = -1;

  private static final int MOVES = 8;
  private static final int GONE = -1;
  private static final int[] NO_SLOTS = {};

  private final Rows rows;
  private final int first;
  private final int second;
  private final long seed;
  private int[] slots = new int[16];
  private int[] old = NO_SLOTS; // as it was, but for rows that are GONE since
  private int moved; // slots of old whose rows are in slots too
  private int size;

  /**
   * @param first the column of the key
   * @param second the second column of the key, or {@link #NONE} for a key of one column
   * @param seed any number that outsiders do not know
   */
  public RowIndex(Rows rows, int first, int second, long seed) {
    this.rows = rows;
    this.first = first;
    this.second = second;
    this.seed = seed;
  }

  /** Rows in the index. */
  public int size() {
    return size;
  }

  /** The row with this key of one column, or {@link #NONE}. */
  public int find(long a) {
    return find(a, 0);
  }

  /** The row with this key, or {@link #NONE}. */
  public int find(long a, long b) {
    int hash = hash(a, b);
    int row = find(slots, hash, a, b);
    return row >= 0 || old.length == 0 ? row : find(old, hash, a, b);
  }

  private int find(int[] in, int hash, long a, long b) {
    int mask = in.length - 1;
    for (int at = hash & mask; in[at] != 0; at = (at + 1) & mask) {
      int row = in[at] - 1;
      if (row >= 0 && rows.get(row, first) == a && b(row) == b) return row;
    }
    return NONE;
  }

  /** Adds a row whose key columns are set and not yet in the index. */
  public void add(int row) {
    if (size * 4L >= slots.length * 3L) grow();
    moveSome(MOVES);
    insert(row);
    size++;
  }

  /** Makes room for this many rows at once, so that loading does not rehash on the way. */
  public void reserve(long expected) {
    int wanted =
        Integer.highestOneBit((int) Math.min(1L << 28, Math.max(16, expected * 4 / 3))) * 2;
    if (wanted <= slots.length) return;
    moveSome(old.length);
    old = slots;
    slots = new int[wanted];
    moveSome(old.length);
  }

  /** Removes a row, whose key columns must still be as they were when it was added. */
  public void remove(int row) {
    int at = slotOf(slots, row);
    int was = old.length == 0 ? NONE : slotOf(old, row);
    if (at < 0 && was < 0) throw new IllegalStateException("row " + row + " is not in the index");
    if (at >= 0) closeGap(at, slots.length - 1);
    if (was >= 0) old[was] = GONE;
    size--;
  }

  private int slotOf(int[] in, int row) {
    int mask = in.length - 1;
    int at = hashOf(row) & mask;
    while (in[at] != 0 && in[at] != row + 1) at = (at + 1) & mask;
    return in[at] == 0 ? NONE : at;
  }

  /** Shifts back what the removed entry had pushed on, so that no tombstones are needed. */
  private void closeGap(int gap, int mask) {
    for (int at = (gap + 1) & mask; slots[at] != 0; at = (at + 1) & mask) {
      int home = hashOf(slots[at] - 1) & mask;
      if (((at - home) & mask) >= ((at - gap) & mask)) {
        slots[gap] = slots[at];
        gap = at;
      }
    }
    slots[gap] = 0;
  }

  private void grow() {
    moveSome(old.length);
    old = slots;
    slots = new int[old.length * 2];
  }

  private void moveSome(int count) {
    int end = Math.min(old.length, moved + count);
    for (; moved < end; moved++) if (old[moved] > 0) insert(old[moved] - 1);
    if (moved < old.length) return;
    old = NO_SLOTS;
    moved = 0;
  }

  private void insert(int row) {
    int mask = slots.length - 1;
    int at = hashOf(row) & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = row + 1;
  }

  private int hashOf(int row) {
    return hash(rows.get(row, first), b(row));
  }

  private long b(int row) {
    return second == NONE ? 0 : rows.get(row, second);
  }

  private int hash(long a, long b) {
    long h = (a ^ seed) * 0x9E3779B97F4A7C15L + b;
    h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
    h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
    return (int) (h ^ (h >>> 32));
  }
}
