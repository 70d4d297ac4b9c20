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
import io.tidegate.core.Event.CursorMoved;
import io.tidegate.core.Event.CursorReset;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.EpochBegan;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.LetterGone;
import io.tidegate.core.Event.LetterKept;
import io.tidegate.core.Event.OfOutbox;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Event.RateMeasured;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Renewed;
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
import io.tidegate.core.Event.SinkRemoved;
import io.tidegate.core.Event.SinkSwitched;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.http.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * An event's fields as a JSON object, by the names of {@code docs/journal-format.md}. Times are
 * epoch milliseconds; null stands for never and for none. Idempotency keys are left out, since the
 * journal has only hashes of them.
 */
final class EventJson {

  private EventJson() {}

  static String of(Event event) {
    return fields(new JsonWriter(256).beginObject(), event).endObject().toString();
  }

  private static JsonWriter fields(JsonWriter json, Event event) {
    return switch (event) {
      case Claimed e -> claimed(json, e);
      case Paid e -> claimOf(json, e.claim(), e.user()).member("amount", e.amount());
      case Lapsed e -> json.member("claim", e.claim());
      case Cancelled e -> claimOf(json, e.claim(), e.user()).member("refund", e.refund());
      case Refunded e ->
          claimOf(json, e.claim(), e.user())
              .member("refund", e.amount())
              .member("reason", e.reason());
      case SaleResumed e ->
          json.member("sale", e.sale())
              .member("state", SqlValues.of(e.state()))
              .member("reason", e.reason());
      case ToppedUp e -> json.member("user", e.user()).member("amount", e.amount());
      case ClaimsRetired e -> json.member("claims", e.claims());
      case SalesRetired e -> json.member("sales", e.sales());
      case RoomsRetired e -> json.member("rooms", e.rooms());
      case KeysExpired e -> json.member("keys", e.halves().length / 2);
      case Joined e -> ticket(json, e.room(), e.user(), e.number());
      case Called e -> ticket(json, e.room(), e.user(), e.number()).member("until", e.untilMs());
      case CallLapsed e -> ticket(json, e.room(), e.user(), e.number());
      case Returned e -> ticket(json, e.room(), e.user(), e.number()).member("place", e.place());
      case Entered e -> ticket(json, e.room(), e.user(), e.number()).member("until", e.untilMs());
      case Renewed e -> ticket(json, e.room(), e.user(), e.number()).member("until", e.untilMs());
      case Ended e ->
          ticket(json, e.room(), e.user(), e.number()).member("cause", SqlValues.of(e.cause()));
      case RoomCreated e ->
          settings(json.member("room", e.room()).member("epoch", e.epoch()), e.settings());
      case RoomUpdated e -> settings(json.member("room", e.room()), e.settings());
      case DrawPlanned e -> drawPlanned(json, e);
      case CohortClosed e ->
          json.member("room", e.room()).member("size", e.size()).member("digest", e.digest().hex());
      case Drawn e -> json.member("room", e.room()).member("beaconValue", e.beaconValue());
      case RateMeasured e -> json.member("room", e.room()).member("people", e.people());
      case RoomQuarantined e -> json.member("room", e.room()).member("reason", e.reason());
      case EpochBegan e -> json.member("room", e.room()).member("epoch", e.epoch());
      case Posted e ->
          json.member("post", e.post())
              .member("author", e.author())
              .member("title", e.title())
              .member("text", e.text());
      case OfOutbox e -> ofSink(json, e);
      case SaleCreated e -> saleCreated(json, e);
      case SaleUpdated e -> sale(json, e.sale(), e.name(), e.opensAtMs(), e.closesAtMs());
      case SaleSwitched e ->
          json.member("sale", e.sale())
              .member("state", SqlValues.of(e.state()))
              .member("reason", e.reason());
      case OfferCreated e -> offerCreated(json, e);
      case OfferUpdated e ->
          limits(
              json.member("offer", e.offer()).member("name", e.name()), e.perClaim(), e.perUser());
      case Restocked e -> json.member("offer", e.offer()).member("total", e.total());
      case ConcertCreated e -> concert(json, e.concert(), e.title(), e.place());
      case ConcertUpdated e -> concert(json, e.concert(), e.title(), e.place());
      case ScheduleCreated e -> scheduleCreated(json, e);
      case ScheduleUpdated e ->
          dates(json.member("schedule", e.schedule()), e.openDateMs(), e.startMs(), e.endMs());
    };
  }

  private static JsonWriter ofSink(JsonWriter json, OfOutbox event) {
    return switch (event) {
      case CursorMoved e -> json.member("sink", e.sink()).member("sequence", e.sequence());
      case CursorReset e -> json.member("sink", e.sink()).member("sequence", e.sequence());
      case LetterKept e ->
          letter(json, e.sink(), e.sequence(), e.index())
              .member("attempts", e.attempts())
              .member("status", e.status())
              .member("state", SqlValues.of(e.state()))
              .member("error", e.error());
      case LetterGone e -> letter(json, e.sink(), e.sequence(), e.index());
      case SinkSwitched e ->
          json.member("sink", e.sink())
              .member("state", SqlValues.of(e.state()))
              .member("reason", e.reason());
      case SinkRemoved e -> json.member("sink", e.sink());
    };
  }

  private static JsonWriter letter(JsonWriter json, String sink, long sequence, int index) {
    return json.member("sink", sink).member("sequence", sequence).member("index", index);
  }

  private static JsonWriter claimed(JsonWriter json, Claimed e) {
    claimOf(json, e.claim(), e.user()).member("offer", e.offer()).member("quantity", e.quantity());
    json.member("amount", e.amount());
    return orNull(json, "until", SqlValues.orNone(e.untilMs())).member("seats", e.seats());
  }

  private static JsonWriter claimOf(JsonWriter json, long claim, long user) {
    return json.member("claim", claim).member("user", user);
  }

  private static JsonWriter ticket(JsonWriter json, long room, long user, long number) {
    return json.member("room", room).member("user", user).member("number", number);
  }

  private static JsonWriter settings(JsonWriter json, RoomSettings s) {
    return json.member("name", s.name())
        .member("state", SqlValues.of(s.state()))
        .member("people", s.people())
        .member("intervalMs", s.intervalMs())
        .member("insideMax", s.insideMax())
        .member("callMs", s.callMs())
        .member("insideMs", s.insideMs());
  }

  /** Without the secret, which stands with the draw once that is done. */
  private static JsonWriter drawPlanned(JsonWriter json, DrawPlanned e) {
    return json.member("room", e.room())
        .member("version", e.commits().version())
        .member("gathers", e.gathersAtMs())
        .member("opens", e.opensAtMs())
        .member("beacon", e.beacon());
  }

  private static JsonWriter saleCreated(JsonWriter json, SaleCreated e) {
    sale(json, e.sale(), e.name(), e.opensAtMs(), e.closesAtMs());
    json.member("entry", SqlValues.of(e.entry()));
    return orNull(json, "room", SqlValues.orNone(e.room()));
  }

  private static JsonWriter sale(
      JsonWriter json, long sale, String name, long opensMs, long closesMs) {
    json.member("sale", sale).member("name", name).member("opens", opensMs);
    return orNull(json, "closes", SqlValues.orNever(closesMs));
  }

  private static JsonWriter offerCreated(JsonWriter json, OfferCreated e) {
    json.member("offer", e.offer()).member("sale", e.sale()).member("name", e.name());
    json.member("total", e.total()).member("price", e.price());
    return limits(json, e.perClaim(), e.perUser()).member("holdMs", e.holdMs());
  }

  private static JsonWriter limits(JsonWriter json, long perClaim, long perUser) {
    return json.member("perClaim", perClaim).member("perUser", perUser);
  }

  private static JsonWriter concert(JsonWriter json, long concert, String title, String place) {
    return json.member("concert", concert).member("title", title).member("place", place);
  }

  private static JsonWriter scheduleCreated(JsonWriter json, ScheduleCreated e) {
    json.member("schedule", e.schedule()).member("offer", e.offer());
    json.member("concert", e.concert()).member("sale", e.sale());
    dates(json, e.openDateMs(), e.startMs(), e.endMs());
    json.member("rows", e.seatRows())
        .member("perRow", e.perRow())
        .member("firstSeat", e.firstSeat());
    json.member("price", e.price()).member("holdMs", e.holdMs());
    return limits(json, e.perClaim(), e.perUser());
  }

  private static JsonWriter dates(JsonWriter json, long openMs, long startMs, long endMs) {
    return json.member("openDate", openMs).member("start", startMs).member("end", endMs);
  }

  private static JsonWriter orNull(JsonWriter json, String name, @Nullable Long value) {
    return value == null ? json.name(name).nullValue() : json.member(name, value);
  }
}
