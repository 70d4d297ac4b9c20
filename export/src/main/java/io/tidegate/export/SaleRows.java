package io.tidegate.export;

import io.tidegate.core.Event;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.ClaimsRetired;
import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.ConcertUpdated;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.SaleCreated;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.SaleUpdated;
import io.tidegate.core.Event.SalesRetired;
import io.tidegate.core.Event.ScheduleCreated;
import io.tidegate.core.Event.ScheduleUpdated;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.Leader;
import java.sql.SQLException;

/**
 * Distributes the events of sales: {@link OfferRows} writes what is offered, {@link ClaimRows} what
 * was taken.
 */
final class SaleRows {

  private final OfferRows offers;
  private final ClaimRows claims;

  SaleRows(Database database) throws SQLException {
    offers = new OfferRows(database);
    claims = new ClaimRows(database);
  }

  /** Holds that were alive when an outage began last longer. */
  void prolong(Leader leader) throws SQLException {
    claims.prolong(leader);
  }

  void on(Event.OfSale event, long timeMs) throws SQLException {
    switch (event) {
      case Claimed e -> claims.claimed(e, timeMs);
      case Paid e -> claims.paid(e, timeMs);
      case Lapsed e -> claims.lapsed(e, timeMs);
      case Cancelled e -> claims.cancelled(e, timeMs);
      case Refunded e -> claims.refunded(e, timeMs);
      case ToppedUp e -> claims.toppedUp(e, timeMs);
      case ClaimsRetired e -> claims.retired(e, timeMs);
      case SalesRetired e -> offers.retired(e, timeMs);
      case KeysExpired _ -> {}
      case SaleCreated e -> offers.created(e, timeMs);
      case SaleUpdated e -> offers.updated(e);
      case SaleSwitched e -> offers.switched(e, timeMs);
      case SaleResumed e -> {
        claims.holdAgain(e, timeMs);
        offers.resumed(e, timeMs);
      }
      case OfferCreated e -> offers.created(e, timeMs);
      case OfferUpdated e -> offers.updated(e);
      case Restocked e -> offers.restocked(e);
      case ConcertCreated e -> offers.created(e, timeMs);
      case ConcertUpdated e -> offers.updated(e);
      case ScheduleCreated e -> offers.created(e, timeMs);
      case ScheduleUpdated e -> offers.updated(e);
    }
  }
}
