package io.tidegate.api.room;

import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import java.util.HashSet;
import java.util.Set;

/**
 * The units behind a room, of all sales that are not over. Pure.
 *
 * @param units in [0, ...), of which
 * @param available can be claimed now, and
 * @param held are held and may return
 */
record Stock(long units, long available, long held) {

  /** What is behind this room now. */
  static Stock behind(Views views, RoomView room) {
    Set<Long> sales = salesBehind(views, room.room());
    long available = 0;
    long held = 0;
    for (OfferView offer : views.offers()) {
      if (!sales.contains(offer.sale())) continue;
      available += offer.available();
      held += offer.held();
    }
    return new Stock(room.units(), available, held);
  }

  private static Set<Long> salesBehind(Views views, long room) {
    Set<Long> behind = new HashSet<>();
    for (SaleView sale : views.sales()) {
      boolean over = sale.state() == SaleState.CLOSED || sale.state() == SaleState.STOPPED;
      if (sale.room() == room && !over) behind.add(sale.sale());
    }
    return behind;
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
   * or {@code none} where there never was any.
   */
  String word() {
    if (available > 0) return "available";
    if (held > 0) return "all-held";
    return units > 0 ? "sold-out" : "none";
  }
}
