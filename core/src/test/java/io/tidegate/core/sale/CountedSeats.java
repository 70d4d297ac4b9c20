package io.tidegate.core.sale;

/** Tables of sales that count how often a seat is looked at. */
public final class CountedSeats {

  private long looks;

  /** Empty tables. */
  public SaleTables tables(long seed) {
    return new SaleTables(
        seed,
        new SeatTable() {
          @Override
          public long claim(long seat) {
            looks++;
            return super.claim(seat);
          }
        });
  }

  /** Seats looked at so far. */
  public long looks() {
    return looks;
  }
}
