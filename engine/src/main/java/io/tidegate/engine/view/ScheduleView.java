package io.tidegate.engine.view;

/**
 * A schedule and its seats as readers see them.
 *
 * @param version sequence of the batch that last changed it or one of its seats
 * @param seats for each seat from {@code firstSeat} on: {@link #FREE}, {@link #HELD} or {@link
 *     #SOLD}; not to be changed
 */
public record ScheduleView(
    long version,
    long schedule,
    long offer,
    long concert,
    long sale,
    long openDateMs,
    long startMs,
    long endMs,
    int seatRows,
    int perRow,
    long firstSeat,
    long price,
    long seatsLeft,
    byte[] seats) {

  /** Nobody has the seat. */
  public static final byte FREE = 0;

  /** Somebody holds it. */
  public static final byte HELD = 1;

  /** It is sold. */
  public static final byte SOLD = 2;

  /**
   * The code printed on a seat: a letter for the row and the number in it, as {@code A01}.
   *
   * @param index of the seat in the schedule, from 0
   */
  public String seatCode(int index) {
    int number = index % perRow + 1;
    return (char) ('A' + index / perRow) + (number < 10 ? "0" : "") + number;
  }
}
