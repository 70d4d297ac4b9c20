package io.tidegate.core.sale;

import io.tidegate.core.table.Rows;

/**
 * Schedules by id: the dates of concerts, each with an offer of its own and a block of seats with
 * consecutive ids.
 */
public final class ScheduleTable {

  private static final int CONCERT = 0;
  private static final int OFFER = 1;
  private static final int OPEN_DATE = 2;
  private static final int START = 3;
  private static final int END = 4;
  private static final int SHAPE = 5;
  private static final int FIRST_SEAT = 6;

  final Rows rows = new Rows(7);

  /** Whether there is such a schedule. */
  public boolean exists(long schedule) {
    return rows.get(schedule, CONCERT) != 0;
  }

  /** The concert played. */
  public long concert(long schedule) {
    return rows.get(schedule, CONCERT);
  }

  /** The offer that hands out its seats. */
  public long offer(long schedule) {
    return rows.get(schedule, OFFER);
  }

  /** When the concert is played, epoch ms; cancelling ends here. */
  public long openDateMs(long schedule) {
    return rows.get(schedule, OPEN_DATE);
  }

  /** From when seats are sold, epoch ms. */
  public long startMs(long schedule) {
    return rows.get(schedule, START);
  }

  /** Until when seats are sold, epoch ms. */
  public long endMs(long schedule) {
    return rows.get(schedule, END);
  }

  /** Rows of seats. */
  public int seatRows(long schedule) {
    return (int) (rows.get(schedule, SHAPE) >>> 32);
  }

  /** Seats in a row. */
  public int perRow(long schedule) {
    return (int) rows.get(schedule, SHAPE);
  }

  /** All seats. */
  public int seats(long schedule) {
    return seatRows(schedule) * perRow(schedule);
  }

  /** Id of its first seat; the others follow. */
  public long firstSeat(long schedule) {
    return rows.get(schedule, FIRST_SEAT);
  }

  /** The first id from this one on that may be in memory; those before it are not. */
  public long next(long schedule) {
    return rows.next(schedule);
  }

  /** One past the highest id. */
  public long end() {
    return rows.end();
  }

  /** Adds a schedule. */
  public void add(
      long schedule, long concert, long offer, int seatRows, int perRow, long firstSeat) {
    rows.set(schedule, CONCERT, concert);
    rows.set(schedule, OFFER, offer);
    rows.set(schedule, SHAPE, ((long) seatRows << 32) | perRow);
    rows.set(schedule, FIRST_SEAT, firstSeat);
  }

  /** Removes a date of a retired sale from memory. */
  void retire(long schedule) {
    rows.clear(schedule);
    rows.dropIfEmpty(schedule);
  }

  /** Sets the times. */
  public void update(long schedule, long openDateMs, long startMs, long endMs) {
    rows.set(schedule, OPEN_DATE, openDateMs);
    rows.set(schedule, START, startMs);
    rows.set(schedule, END, endMs);
  }
}
