package io.tidegate.core.sale;

import io.tidegate.core.table.KeyedRows;

/** How many units of an offer a user holds or owns, and the last claim for them. */
public final class TakenTable {

  private static final int UNITS = 2;
  private static final int CLAIM = 3;

  final KeyedRows rows;

  TakenTable(long seed) {
    rows = new KeyedRows(4, 2, seed);
  }

  /** Units held and issued. */
  public long units(long offer, long user) {
    int row = rows.find(offer, user);
    return row < 0 ? 0 : rows.rows().get(row, UNITS);
  }

  /** The newest claim that took some, 0 for none. */
  public long claim(long offer, long user) {
    int row = rows.find(offer, user);
    return row < 0 ? 0 : rows.rows().get(row, CLAIM);
  }

  /** Counts units taken by a claim. */
  public void take(long offer, long user, long units, long claim) {
    int row = rows.find(offer, user);
    if (row < 0) row = rows.add(offer, user);
    rows.rows().add(row, UNITS, units);
    rows.rows().set(row, CLAIM, claim);
  }

  /** Counts units given back; what reaches 0 is forgotten. */
  public void giveBack(long offer, long user, long units) {
    int row = rows.find(offer, user);
    rows.rows().add(row, UNITS, -units);
    if (rows.rows().get(row, UNITS) == 0) rows.remove(row);
  }
}
