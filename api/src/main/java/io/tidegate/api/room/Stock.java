package io.tidegate.api.room;

import io.tidegate.engine.view.RoomView;

/**
 * The units behind a room, of all sales that are not over. Pure.
 *
 * @param units at least 0, of which
 * @param available can be claimed now, and
 * @param held are held and may return
 */
record Stock(long units, long available, long held) {

  /** What is behind this room. */
  static Stock behind(RoomView room) {
    long held = room.unitsLeft() - room.unitsAvailable();
    return new Stock(room.units(), room.unitsAvailable(), held);
  }

  /** Units not issued. */
  long left() {
    return available + held;
  }

  /** Units that people have for good. */
  long issued() {
    return units - left();
  }

  /**
   * {@code available}, {@code all-held} if what is left is held and may return, {@code sold-out},
   * or {@code none} where nothing is sold, or not any more.
   */
  String word() {
    if (available > 0) return "available";
    if (held > 0) return "all-held";
    return units > 0 ? "sold-out" : "none";
  }
}
