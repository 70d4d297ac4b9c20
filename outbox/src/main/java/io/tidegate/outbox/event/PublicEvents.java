package io.tidegate.outbox.event;

import io.tidegate.core.Event;
import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.ConcertUpdated;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.Returned;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.Event.SaleCreated;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.SaleUpdated;
import io.tidegate.core.Event.ScheduleCreated;
import io.tidegate.core.Event.ScheduleUpdated;
import io.tidegate.core.room.RoomSettings;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the log are public, and how each reads. {@code docs/events.md} describes them
 * all; {@code docs/events.schema.json} is what they are checked against.
 *
 * <p>Not public are: wallets, which are nobody's but their user's; secrets of draws; keys of
 * requests; upkeep of memory; cursors.
 */
public final class PublicEvents {

  private static final long NEVER = Long.MAX_VALUE;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private PublicEvents() {}

  /** RFC 3339, in UTC, with milliseconds. */
  static String time(long epochMs) {
    return TIME.format(Instant.ofEpochMilli(epochMs));
  }

  /** What happened, {@code claim.held}; null for an event that is not public. */
  public static @Nullable String what(Event event) {
    return switch (event) {
      case Claimed e -> e.untilMs() == 0 ? "claim.issued" : "claim.held";
      case Paid _ -> "claim.paid";
      case Lapsed _ -> "claim.lapsed";
      case Cancelled _ -> "claim.cancelled";
      case Refunded _ -> "claim.refunded";
      case SaleCreated _ -> "sale.created";
      case SaleUpdated _ -> "sale.updated";
      case SaleSwitched _, SaleResumed _ -> "sale.switched";
      case OfferCreated _ -> "offer.created";
      case OfferUpdated _ -> "offer.updated";
      case Restocked _ -> "offer.restocked";
      case ConcertCreated _ -> "concert.created";
      case ConcertUpdated _ -> "concert.updated";
      case ScheduleCreated _ -> "schedule.created";
      case ScheduleUpdated _ -> "schedule.updated";
      case RoomCreated _ -> "room.created";
      case RoomUpdated _ -> "room.updated";
      case DrawPlanned _ -> "room.draw-planned";
      case Drawn _ -> "room.drawn";
      case Joined _ -> "room.joined";
      case Called _ -> "room.called";
      case CallLapsed _ -> "room.call-lapsed";
      case Returned _ -> "room.returned";
      case Entered _ -> "room.entered";
      case Ended _ -> "room.left";
      case Posted _ -> "post.created";
      default -> null;
    };
  }

  /** The type of what happened, {@code io.tidegate.claim.held.v1}. */
  public static String type(String what) {
    return "io.tidegate." + what + ".v1";
  }

  /** The claim whose facts {@link #of} needs; 0 if none. */
  public static long claimOf(Event event) {
    return switch (event) {
      case Paid e -> e.claim();
      case Lapsed e -> e.claim();
      case Cancelled e -> e.claim();
      case Refunded e -> e.claim();
      default -> 0;
    };
  }

  /**
   * The event as others see it.
   *
   * @param origin of its record
   * @param index its place among the events of the record, from 0
   * @param facts of the claims that events name, as far as they are known
   * @return null if it is not public
   */
  public static @Nullable PublicEvent of(
      Origin origin, int index, Event event, Map<Long, ClaimFacts> facts) {
    String what = what(event);
    if (what == null) return null;
    JsonText json = new JsonText();
    String subject = write(json, event, facts);
    return new PublicEvent(
        origin.realm(),
        origin.sequence(),
        index,
        origin.source(),
        type(what),
        subject,
        origin.timeMs(),
        origin.chain(),
        json.end());
  }

  /** Where an event comes from: its record. */
  public record Origin(String realm, String source, long sequence, long timeMs, String chain) {}

  /** Writes the data; returns the subject. */
  private static String write(JsonText json, Event event, Map<Long, ClaimFacts> facts) {
    return switch (event) {
      case Claimed e -> claimed(json, e);
      case Paid e -> claim(json, e.claim(), facts, e.user()).with("amount", e.amount());
      case Lapsed e -> claim(json, e.claim(), facts, 0).subject();
      case Cancelled e -> claim(json, e.claim(), facts, e.user()).with("refund", e.refund());
      case Refunded e -> {
        json.member("reason", e.reason());
        yield claim(json, e.claim(), facts, e.user()).with("refund", e.amount());
      }
      case SaleCreated e -> {
        sale(json, e.sale(), e.name(), e.opensAtMs(), e.closesAtMs());
        json.member("entry", word(e.entry()));
        if (e.room() != 0) json.member("room", e.room());
        yield "sales/" + e.sale();
      }
      case SaleUpdated e -> sale(json, e.sale(), e.name(), e.opensAtMs(), e.closesAtMs());
      case SaleSwitched e -> switched(json, e.sale(), word(e.state()), e.reason());
      case SaleResumed e -> switched(json, e.sale(), word(e.state()), e.reason());
      case OfferCreated e -> {
        json.member("offer", e.offer()).member("sale", e.sale()).member("name", e.name());
        json.member("total", e.total()).member("price", e.price());
        json.member("perClaim", e.perClaim()).member("perUser", e.perUser());
        yield with(json, "holdMs", e.holdMs(), "offers/" + e.offer());
      }
      case OfferUpdated e -> {
        json.member("offer", e.offer()).member("name", e.name()).member("perClaim", e.perClaim());
        yield with(json, "perUser", e.perUser(), "offers/" + e.offer());
      }
      case Restocked e ->
          with(json.member("offer", e.offer()), "total", e.total(), "offers/" + e.offer());
      case ConcertCreated e -> concert(json, e.concert(), e.title(), e.place());
      case ConcertUpdated e -> concert(json, e.concert(), e.title(), e.place());
      case ScheduleCreated e -> schedule(json, e);
      case ScheduleUpdated e -> {
        json.member("schedule", e.schedule());
        yield dates(json, e.openDateMs(), e.startMs(), e.endMs(), e.schedule());
      }
      case Posted e -> {
        json.member("post", e.post()).member("author", e.author()).member("title", e.title());
        json.member("text", e.text());
        yield "posts/" + e.post();
      }
      case Event.OfRoom e -> room(json, e);
      default -> throw new IllegalArgumentException("not public: " + event);
    };
  }

  private static String room(JsonText json, Event.OfRoom event) {
    return switch (event) {
      case RoomCreated e -> settings(json, e.room(), e.settings());
      case RoomUpdated e -> settings(json, e.room(), e.settings());
      case DrawPlanned e -> {
        json.member("room", e.room()).member("beacon", e.beacon());
        if (e.gathersAtMs() != 0) json.member("gathersAt", time(e.gathersAtMs()));
        json.member("opensAt", time(e.opensAtMs()));
        yield "rooms/" + e.room();
      }
      case Drawn e -> {
        json.member("room", e.room()).member("beaconValue", e.beaconValue());
        yield "rooms/" + e.room();
      }
      case Joined e -> ticket(json, e.room(), e.user(), e.number());
      case Called e -> {
        json.member("until", time(e.untilMs()));
        yield ticket(json, e.room(), e.user(), e.number());
      }
      case CallLapsed e -> ticket(json, e.room(), e.user(), e.number());
      case Returned e -> ticket(json, e.room(), e.user(), e.number());
      case Entered e -> {
        json.member("until", time(e.untilMs()));
        yield ticket(json, e.room(), e.user(), e.number());
      }
      case Ended e -> {
        json.member("cause", word(e.cause()));
        yield ticket(json, e.room(), e.user(), e.number());
      }
      default -> throw new IllegalArgumentException("not public: " + event);
    };
  }

  private static String claimed(JsonText json, Claimed e) {
    json.member("claim", e.claim()).member("user", e.user()).member("offer", e.offer());
    json.member("quantity", e.quantity()).member("amount", e.amount());
    if (e.seats().length > 0) json.member("seats", e.seats());
    if (e.untilMs() != 0) json.member("until", time(e.untilMs()));
    return "claims/" + e.claim();
  }

  private record Open(JsonText json, String subject) {
    String with(String name, long value) {
      json.member(name, value);
      return subject;
    }
  }

  /**
   * @param user whom the event itself names; 0 if it does not
   */
  private static Open claim(JsonText json, long claim, Map<Long, ClaimFacts> facts, long user) {
    json.member("claim", claim);
    ClaimFacts known = facts.get(claim);
    if (user != 0) json.member("user", user);
    else if (known != null) json.member("user", known.user());
    if (known != null) {
      json.member("offer", known.offer()).member("quantity", known.quantity());
      if (known.schedule() != 0) json.member("schedule", known.schedule());
      if (known.seats().length > 0) json.member("seats", known.seats());
    }
    return new Open(json, "claims/" + claim);
  }

  private static String sale(JsonText json, long sale, String name, long opensMs, long closesMs) {
    json.member("sale", sale).member("name", name).member("opensAt", time(opensMs));
    if (closesMs != NEVER) json.member("closesAt", time(closesMs));
    return "sales/" + sale;
  }

  private static String switched(JsonText json, long sale, String state, String reason) {
    json.member("sale", sale).member("state", state);
    if (!reason.isEmpty()) json.member("reason", reason);
    return "sales/" + sale;
  }

  private static String concert(JsonText json, long concert, String title, String place) {
    json.member("concert", concert).member("title", title).member("place", place);
    return "concerts/" + concert;
  }

  private static String schedule(JsonText json, ScheduleCreated e) {
    json.member("schedule", e.schedule()).member("offer", e.offer());
    json.member("concert", e.concert()).member("sale", e.sale());
    json.member("rows", e.seatRows()).member("perRow", e.perRow());
    json.member("firstSeat", e.firstSeat()).member("price", e.price());
    json.member("holdMs", e.holdMs()).member("perClaim", e.perClaim());
    json.member("perUser", e.perUser());
    return dates(json, e.openDateMs(), e.startMs(), e.endMs(), e.schedule());
  }

  private static String dates(JsonText json, long openMs, long startMs, long endMs, long schedule) {
    json.member("openDate", time(openMs)).member("start", time(startMs));
    json.member("end", time(endMs));
    return "schedules/" + schedule;
  }

  private static String settings(JsonText json, long room, RoomSettings s) {
    json.member("room", room).member("name", s.name()).member("state", word(s.state()));
    json.member("people", s.people()).member("intervalMs", s.intervalMs());
    json.member("insideMax", s.insideMax()).member("callMs", s.callMs());
    json.member("insideMs", s.insideMs());
    return "rooms/" + room;
  }

  private static String ticket(JsonText json, long room, long user, long number) {
    json.member("room", room).member("user", user).member("number", number);
    return "rooms/" + room + "/tickets/" + number;
  }

  private static String with(JsonText json, String name, long value, String subject) {
    json.member(name, value);
    return subject;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
