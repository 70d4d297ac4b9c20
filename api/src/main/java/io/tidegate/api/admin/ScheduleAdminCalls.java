package io.tidegate.api.admin;

import io.tidegate.api.call.Bodies;
import io.tidegate.api.call.Calls;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Answers;
import io.tidegate.api.reply.Replies;
import io.tidegate.core.Command.CreateSchedule;
import io.tidegate.core.Command.UpdateSchedule;
import io.tidegate.core.Result.Kind;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.ScheduleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Schedules, as organisers make, move and see them. */
final class ScheduleAdminCalls {

  private static final String ID = "scheduleId";
  private static final Answers MADE = new Made(ID, "/schedules");

  /** Seats are held for five minutes unless it is said otherwise. */
  private static final long HOLD_SECONDS = 300;

  /** Seats in a claim, and of a user; whichever of the two is set, the other goes with it. */
  private static final long SEATS = 10;

  private static final Shape NEW =
      Shape.of(
          Field.id("concertId"),
          Field.id("saleId"),
          Field.time("openDate"),
          Field.time("startDate"),
          Field.time("endDate"),
          Field.number("rows", 1, Ranges.SEAT_ROWS),
          Field.number("perRow", 1, Ranges.SEATS_PER_ROW),
          Ranges.price(),
          Ranges.holdSeconds(),
          Ranges.seatsPerClaim(),
          Ranges.perUser());

  private static final Shape MOVE =
      Shape.of(Field.time("openDate"), Field.time("startDate"), Field.time("endDate"));

  private final Calls calls;
  private final Views views;
  private final Answers changed = new Changed(this::get);

  ScheduleAdminCalls(Calls calls, Views views) {
    this.calls = calls;
    this.views = views;
  }

  @Nullable Response create(Exchange exchange) {
    Values body = Bodies.read(exchange, NEW);
    long perClaim = body.number("perClaim", Math.min(SEATS, body.number("perUser", SEATS)));
    CreateSchedule command =
        new CreateSchedule(
            body.number("concertId"),
            body.number("saleId"),
            body.number("openDate"),
            body.number("startDate"),
            body.number("endDate"),
            (int) body.number("rows"),
            (int) body.number("perRow"),
            body.number("price"),
            body.number("holdSeconds", HOLD_SECONDS) * 1_000,
            perClaim,
            body.number("perUser", Math.max(perClaim, SEATS)));
    return calls.submit(exchange, command, MADE);
  }

  @Nullable Response update(Exchange exchange) {
    Values body = Bodies.read(exchange, MOVE);
    UpdateSchedule command =
        new UpdateSchedule(
            exchange.number(ID),
            body.numberOrNull("openDate"),
            body.numberOrNull("startDate"),
            body.numberOrNull("endDate"));
    return calls.submit(exchange, command, changed);
  }

  /** Schedules are found by their offers, each having one. */
  Response list(Exchange exchange) {
    List<ScheduleView> all =
        views.offers().stream()
            .filter(offer -> offer.schedule() != 0)
            .map(offer -> views.schedule(offer.schedule()))
            .filter(Objects::nonNull)
            .toList();
    return ListPage.of(exchange, all, ScheduleView::schedule, this::write);
  }

  Response get(Exchange exchange) {
    long id = exchange.number(ID);
    ScheduleView schedule = views.schedule(id);
    if (schedule == null) return Replies.unknown(Kind.SCHEDULE, id);
    JsonWriter json = new JsonWriter(384);
    write(json, schedule);
    return Answers.json(200, json);
  }

  private void write(JsonWriter json, ScheduleView schedule) {
    json.beginObject()
        .member(ID, schedule.schedule())
        .member("offerId", schedule.offer())
        .member("concertId", schedule.concert())
        .member("saleId", schedule.sale())
        .timeMember("openDate", schedule.openDateMs())
        .timeMember("startDate", schedule.startMs())
        .timeMember("endDate", schedule.endMs())
        .member("rows", schedule.seatRows())
        .member("perRow", schedule.perRow())
        .member("firstSeatId", schedule.firstSeat())
        .member("seatsLeft", schedule.seatsLeft())
        .member("price", schedule.price());
    OfferView offer = views.offer(schedule.offer());
    if (offer != null) {
      json.member("perClaim", offer.perClaim())
          .member("perUser", offer.perUser())
          .member("holdSeconds", offer.holdMs() / 1_000);
    }
    json.endObject();
  }
}
