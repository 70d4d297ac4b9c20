package io.tidegate.api.room;

import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.Views;
import java.util.HashSet;
import java.util.Set;

/** What is left behind a room, in a word. Pure. */
final class Stock {

  private Stock() {}

  /**
   * {@code available}, {@code all-held} if what is left is held and may return, or {@code
   * sold-out}.
   */
  static String word(Views views, RoomView room) {
    if (room.units() > 0 && room.unitsLeft() == 0) return "sold-out";
    Set<Long> sales = salesBehind(views, room.room());
    boolean held = false;
    for (OfferView offer : views.offers()) {
      if (!sales.contains(offer.sale())) continue;
      if (offer.available() > 0) return "available";
      held |= offer.held() > 0;
    }
    return held ? "all-held" : room.units() == 0 ? "none" : "sold-out";
  }

  private static Set<Long> salesBehind(Views views, long room) {
    Set<Long> behind = new HashSet<>();
    for (SaleView sale : views.sales()) {
      boolean over = sale.state() == SaleState.CLOSED || sale.state() == SaleState.STOPPED;
      if (sale.room() == room && !over) behind.add(sale.sale());
    }
    return behind;
  }
}
