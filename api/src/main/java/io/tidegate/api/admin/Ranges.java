package io.tidegate.api.admin;

import io.tidegate.api.json.Field;
import io.tidegate.api.sale.ClaimOperations;

/** What an organiser's values may be. */
final class Ranges {

  /** Characters of a name or title. */
  static final int NAME = 200;

  /** Characters of a room's name. */
  static final int ROOM_NAME = 64;

  /** Characters of what a beacon published. */
  static final int BEACON_VALUE = 1_000;

  /** Characters of a reason that an organiser gives. */
  static final int REASON = 1_000;

  static final long UNITS = 1_000_000_000;
  static final long PRICE = 1_000_000_000;
  static final long HOLD_SECONDS = 86_400;
  static final int SEAT_ROWS = 26;
  static final int SEATS_PER_ROW = 999;

  private Ranges() {}

  static Field total() {
    return Field.number("total", 0, UNITS);
  }

  static Field price() {
    return Field.number("price", 0, PRICE);
  }

  /** No limit above what a request may ask for. */
  static Field unitsPerClaim() {
    return Field.number("perClaim", 1, ClaimOperations.UNITS_MAX);
  }

  static Field seatsPerClaim() {
    return Field.number("perClaim", 1, ClaimOperations.SEATS_MAX);
  }

  static Field perUser() {
    return Field.number("perUser", 1, UNITS);
  }

  static Field holdSeconds() {
    return Field.number("holdSeconds", 0, HOLD_SECONDS);
  }
}
