package io.tidegate.core.sale;

import io.tidegate.core.table.KeyedRows;

/**
 * Users who have a claim in memory or money in the wallet: their balance and their newest claim.
 */
public final class UserTable {

  private static final int NEWEST = 1;
  private static final int BALANCE = 2;

  final KeyedRows rows;

  UserTable(long seed) {
    rows = new KeyedRows(3, 1, seed);
  }

  /** Users in memory. */
  public int size() {
    return rows.size();
  }

  /** Whether the user is known. */
  public boolean exists(long user) {
    return rows.find(user) >= 0;
  }

  /** The balance, 0 for a user never seen. */
  public long balance(long user) {
    int row = rows.find(user);
    return row < 0 ? 0 : rows.rows().get(row, BALANCE);
  }

  /** The newest claim, 0 for none. */
  public long newestClaim(long user) {
    int row = rows.find(user);
    return row < 0 ? 0 : rows.rows().get(row, NEWEST);
  }

  /** Changes the balance, making the user where new. */
  public void addBalance(long user, long delta) {
    rows.rows().add(row(user), BALANCE, delta);
  }

  /** Sets the newest claim and returns the one before. */
  public long follow(long user, long claim) {
    int row = row(user);
    long before = rows.rows().get(row, NEWEST);
    rows.rows().set(row, NEWEST, claim);
    return before;
  }

  /** Forgets a user who has neither a claim in memory nor money. */
  public void removeIfEmpty(long user) {
    int row = rows.find(user);
    if (row < 0 || rows.rows().get(row, NEWEST) != 0 || rows.rows().get(row, BALANCE) != 0) return;
    rows.remove(row);
  }

  private int row(long user) {
    int row = rows.find(user);
    return row >= 0 ? row : rows.add(user, 0);
  }
}
