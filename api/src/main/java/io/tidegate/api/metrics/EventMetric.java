package io.tidegate.api.metrics;

import io.tidegate.core.Event;
import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.OfOutbox;
import io.tidegate.core.Event.OfRoom;
import io.tidegate.core.Event.OfSale;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Renewed;
import io.tidegate.core.Event.Returned;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What happens to claims and tickets, as it is counted. */
enum EventMetric {
  CLAIM_ISSUED,
  CLAIM_HELD,
  CLAIM_PAID,
  CLAIM_LAPSED,
  CLAIM_CANCELLED,
  CLAIM_REFUNDED,
  TICKET_JOINED,
  TICKET_CALLED,
  TICKET_AWAY,
  TICKET_RETURNED,
  TICKET_ENTERED,
  TICKET_RENEWED,
  TICKET_PAID,
  TICKET_LEFT,
  TICKET_TIMED_OUT;

  /** What an event is counted as, null for one that organisers or upkeep cause. */
  static @Nullable EventMetric of(Event event) {
    return switch (event) {
      case Claimed claimed -> claimed.untilMs() == 0 ? CLAIM_ISSUED : CLAIM_HELD;
      case Paid _ -> CLAIM_PAID;
      case Lapsed _ -> CLAIM_LAPSED;
      case Cancelled _ -> CLAIM_CANCELLED;
      case Refunded _ -> CLAIM_REFUNDED;
      case Joined _ -> TICKET_JOINED;
      case Called _ -> TICKET_CALLED;
      case CallLapsed _ -> TICKET_AWAY;
      case Returned _ -> TICKET_RETURNED;
      case Entered _ -> TICKET_ENTERED;
      case Renewed _ -> TICKET_RENEWED;
      case Ended ended ->
          switch (ended.cause()) {
            case PAID -> TICKET_PAID;
            case LEFT -> TICKET_LEFT;
            case TIMED_OUT -> TICKET_TIMED_OUT;
          };
      case OfSale _, OfRoom _, OfOutbox _, Posted _ -> null;
    };
  }

  String family() {
    return isOfClaim() ? "claims" : "tickets";
  }

  String help() {
    return isOfClaim()
        ? "What happened to claims; what was refused is in http_requests by its problem."
        : "What happened to tickets, of all rooms; called is released.";
  }

  /** The second part of the name: {@code timed-out}. */
  String word() {
    return name().substring(name().indexOf('_') + 1).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private boolean isOfClaim() {
    return name().startsWith("CLAIM");
  }
}
