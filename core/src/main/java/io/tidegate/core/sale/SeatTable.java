package io.tidegate.core.sale;

import io.tidegate.core.table.Rows;

/** Seats by id: the schedule, and the claim that holds or owns the seat. */
public class SeatTable { // not final: a test counts the seats looked at

  private static final int SCHEDULE = 0;
  private static final int OWNER = 1; // claim << 1 | sold; 0 = free

  final Rows rows = new Rows(2);
  private int size;

  /** The schedule the seat belongs to, 0 if there is no such seat. */
  public long schedule(long seat) {
    return rows.get(seat, SCHEDULE);
  }

  /** The claim that holds or owns it, 0 if it is free. */
  public long claim(long seat) {
    return rows.get(seat, OWNER) >>> 1;
  }

  /** Whether it is sold, not only held. */
  public boolean sold(long seat) {
    return (rows.get(seat, OWNER) & 1) != 0;
  }

  /** Seats in memory. */
  public int size() {
    return size;
  }

  /** Adds the seats of a schedule. */
  public void add(long schedule, long firstSeat, int count) {
    for (long seat = firstSeat; seat < firstSeat + count; seat++)
      rows.set(seat, SCHEDULE, schedule);
    size += count;
  }

  /** Removes the seats of a retired sale's date from memory. */
  void retire(long firstSeat, int count) {
    long end = firstSeat + count;
    for (long seat = firstSeat; seat < end; seat++) rows.clear(seat);
    for (long seat = firstSeat; seat < end; seat += Rows.PAGE_ROWS) rows.dropIfEmpty(seat);
    rows.dropIfEmpty(end - 1);
    size -= count;
  }

  void restored(int seats) {
    size = seats;
  }

  /** Gives the seat to a claim. */
  public void give(long seat, long claim, boolean sold) {
    rows.set(seat, OWNER, (claim << 1) | (sold ? 1 : 0));
  }

  /** Marks a held seat as sold. */
  public void sell(long seat) {
    rows.set(seat, OWNER, rows.get(seat, OWNER) | 1);
  }

  /** Frees the seat. */
  public void free(long seat) {
    rows.set(seat, OWNER, 0);
  }
}
