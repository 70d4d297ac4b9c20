package io.tidegate.core.sale;

import io.tidegate.core.table.KeyedRows;

/**
 * Idempotency keys: the hash of the key in its scope (principal and operation), the fingerprint of
 * the request, and the claim to which it led.
 */
public final class IdempotencyKeyTable {

  private static final int FINGERPRINT = 2;
  private static final int CLAIM = 3;
  private static final int UNTIL = 4;

  final KeyedRows rows;

  IdempotencyKeyTable(long seed) {
    rows = new KeyedRows(5, 2, seed);
  }

  /** Keys in memory. */
  public int size() {
    return rows.size();
  }

  /** The row of a key, negative if it was never used. */
  public int find(long hi, long lo) {
    return rows.find(hi, lo);
  }

  /** Fingerprint of the request that used it. */
  public long fingerprint(int row) {
    return rows.rows().get(row, FINGERPRINT);
  }

  /** The claim it led to, 0 for a top-up. */
  public long claim(int row) {
    return rows.rows().get(row, CLAIM);
  }

  /** High half of the hash; 0 if the row is free. */
  public long hi(int row) {
    return rows.rows().get(row, 0);
  }

  /** Low half of the hash. */
  public long lo(int row) {
    return rows.rows().get(row, 1);
  }

  /** Until when a top-up's key is kept, epoch ms; 0 for a claim's, kept by its claim. */
  public long untilMs(int row) {
    return rows.rows().get(row, UNTIL);
  }

  /** One past the highest row. */
  public int end() {
    return (int) rows.rows().end();
  }

  /** Stores a key; {@code hi} is never 0. */
  public void add(long hi, long lo, long fingerprint, long claim, long untilMs) {
    int row = rows.add(hi, lo);
    rows.rows().set(row, FINGERPRINT, fingerprint);
    rows.rows().set(row, CLAIM, claim);
    rows.rows().set(row, UNTIL, untilMs);
  }

  /** Forgets a key. */
  public void remove(int row) {
    rows.remove(row);
  }
}
