package io.tidegate.export;

import io.tidegate.core.Event;
import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.ClaimsRetired;
import io.tidegate.core.Event.CohortClosed;
import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.ConcertUpdated;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.EpochBegan;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.Returned;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.Event.RoomQuarantined;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.Event.RoomsRetired;
import io.tidegate.core.Event.SaleCreated;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.SaleUpdated;
import io.tidegate.core.Event.SalesRetired;
import io.tidegate.core.Event.ScheduleCreated;
import io.tidegate.core.Event.ScheduleUpdated;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.room.RoomSettings;

/**
 * An event's fields as a JSON object, by the names of {@code docs/journal-format.md}. Times are
 * epoch milliseconds; null stands for never and for none. Idempotency keys are left out, since the
 * journal has only hashes of them.
 */
final class EventJson {

  private EventJson() {}

  static String of(Event event) {
    return fields(new JsonFields(), event).end();
  }

  private static JsonFields fields(JsonFields json, Event event) {
    return switch (event) {
      case Claimed e -> claimed(json, e);
      case Paid e -> claimOf(json, e.claim(), e.user()).add("amount", e.amount());
      case Lapsed e -> json.add("claim", e.claim());
      case Cancelled e -> claimOf(json, e.claim(), e.user()).add("refund", e.refund());
      case Refunded e ->
          claimOf(json, e.claim(), e.user()).add("refund", e.amount()).add("reason", e.reason());
      case SaleResumed e ->
          json.add("sale", e.sale()).add("state", e.state()).add("reason", e.reason());
      case ToppedUp e -> json.add("user", e.user()).add("amount", e.amount());
      case ClaimsRetired e -> json.add("claims", e.claims());
      case SalesRetired e -> json.add("sales", e.sales());
      case RoomsRetired e -> json.add("rooms", e.rooms());
      case KeysExpired e -> json.add("keys", e.halves().length / 2);
      case Joined e -> ticket(json, e.room(), e.user(), e.number());
      case Called e -> ticket(json, e.room(), e.user(), e.number()).add("until", e.untilMs());
      case CallLapsed e -> ticket(json, e.room(), e.user(), e.number());
      case Returned e -> ticket(json, e.room(), e.user(), e.number()).add("place", e.place());
      case Entered e -> ticket(json, e.room(), e.user(), e.number()).add("until", e.untilMs());
      case Ended e -> ticket(json, e.room(), e.user(), e.number()).add("cause", e.cause());
      case RoomCreated e ->
          settings(json.add("room", e.room()).add("epoch", e.epoch()), e.settings());
      case RoomUpdated e -> settings(json.add("room", e.room()), e.settings());
      case DrawPlanned e -> drawPlanned(json, e);
      case CohortClosed e ->
          json.add("room", e.room()).add("size", e.size()).add("digest", e.digest().hex());
      case Drawn e -> json.add("room", e.room()).add("beaconValue", e.beaconValue());
      case RoomQuarantined e -> json.add("room", e.room()).add("reason", e.reason());
      case EpochBegan e -> json.add("room", e.room()).add("epoch", e.epoch());
      case Posted e ->
          json.add("post", e.post())
              .add("author", e.author())
              .add("title", e.title())
              .add("text", e.text());
      case SaleCreated e -> saleCreated(json, e);
      case SaleUpdated e -> sale(json, e.sale(), e.name(), e.opensAtMs(), e.closesAtMs());
      case SaleSwitched e ->
          json.add("sale", e.sale()).add("state", e.state()).add("reason", e.reason());
      case OfferCreated e -> offerCreated(json, e);
      case OfferUpdated e ->
          limits(json.add("offer", e.offer()).add("name", e.name()), e.perClaim(), e.perUser());
      case Restocked e -> json.add("offer", e.offer()).add("total", e.total());
      case ConcertCreated e -> concert(json, e.concert(), e.title(), e.place());
      case ConcertUpdated e -> concert(json, e.concert(), e.title(), e.place());
      case ScheduleCreated e -> scheduleCreated(json, e);
      case ScheduleUpdated e ->
          dates(json.add("schedule", e.schedule()), e.openDateMs(), e.startMs(), e.endMs());
    };
  }

  private static JsonFields claimed(JsonFields json, Claimed e) {
    return claimOf(json, e.claim(), e.user())
        .add("offer", e.offer())
        .add("quantity", e.quantity())
        .add("amount", e.amount())
        .add("until", SqlValues.orNone(e.untilMs()))
        .add("seats", e.seats());
  }

  private static JsonFields claimOf(JsonFields json, long claim, long user) {
    return json.add("claim", claim).add("user", user);
  }

  private static JsonFields ticket(JsonFields json, long room, long user, long number) {
    return json.add("room", room).add("user", user).add("number", number);
  }

  private static JsonFields settings(JsonFields json, RoomSettings s) {
    return json.add("name", s.name())
        .add("state", s.state())
        .add("people", s.people())
        .add("intervalMs", s.intervalMs())
        .add("insideMax", s.insideMax())
        .add("callMs", s.callMs())
        .add("insideMs", s.insideMs());
  }

  /** Without the secret, which stands with the draw once that is done. */
  private static JsonFields drawPlanned(JsonFields json, DrawPlanned e) {
    return json.add("room", e.room())
        .add("version", e.commits().version())
        .add("gathers", e.gathersAtMs())
        .add("opens", e.opensAtMs())
        .add("beacon", e.beacon());
  }

  private static JsonFields saleCreated(JsonFields json, SaleCreated e) {
    return sale(json, e.sale(), e.name(), e.opensAtMs(), e.closesAtMs())
        .add("entry", e.entry())
        .add("room", SqlValues.orNone(e.room()));
  }

  private static JsonFields sale(
      JsonFields json, long sale, String name, long opensMs, long closesMs) {
    return json.add("sale", sale)
        .add("name", name)
        .add("opens", opensMs)
        .add("closes", SqlValues.orNever(closesMs));
  }

  private static JsonFields offerCreated(JsonFields json, OfferCreated e) {
    json.add("offer", e.offer()).add("sale", e.sale()).add("name", e.name());
    json.add("total", e.total()).add("price", e.price());
    return limits(json, e.perClaim(), e.perUser()).add("holdMs", e.holdMs());
  }

  private static JsonFields limits(JsonFields json, long perClaim, long perUser) {
    return json.add("perClaim", perClaim).add("perUser", perUser);
  }

  private static JsonFields concert(JsonFields json, long concert, String title, String place) {
    return json.add("concert", concert).add("title", title).add("place", place);
  }

  private static JsonFields scheduleCreated(JsonFields json, ScheduleCreated e) {
    json.add("schedule", e.schedule()).add("offer", e.offer());
    json.add("concert", e.concert()).add("sale", e.sale());
    dates(json, e.openDateMs(), e.startMs(), e.endMs());
    json.add("rows", e.seatRows()).add("perRow", e.perRow()).add("firstSeat", e.firstSeat());
    json.add("price", e.price()).add("holdMs", e.holdMs());
    return limits(json, e.perClaim(), e.perUser());
  }

  private static JsonFields dates(JsonFields json, long openMs, long startMs, long endMs) {
    return json.add("openDate", openMs).add("start", startMs).add("end", endMs);
  }
}
