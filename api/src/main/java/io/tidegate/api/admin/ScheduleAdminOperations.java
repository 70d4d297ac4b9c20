package io.tidegate.api.admin;

import static io.tidegate.api.call.Access.ADMIN;
import static io.tidegate.api.call.Operation.get;
import static io.tidegate.api.call.Operation.patch;
import static io.tidegate.api.call.Operation.post;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.json.Field;
import io.tidegate.api.json.Shape;
import io.tidegate.api.json.Values;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.Renderer;
import io.tidegate.core.Command.CreateSchedule;
import io.tidegate.core.Command.UpdateSchedule;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.ScheduleMade;
import io.tidegate.engine.view.OfferView;
import io.tidegate.engine.view.ScheduleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.List;
import java.util.Objects;

/** Schedules, as organisers make, move and see them. */
final class ScheduleAdminOperations {

  private static final String ID = "scheduleId";
  private static final String PATH = AdminOperations.BASE + "/schedules";
  private static final String ONE = PATH + "/{" + ID + "}";

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

  private final CommandDispatcher commands;
  private final Views views;
  private final Renderer<Done> changed = (exchange, _) -> one(exchange);

  ScheduleAdminOperations(CommandDispatcher commands, Views views) {
    this.commands = commands;
    this.views = views;
  }

  List<Operation> operations() {
    return List.of(
        post("createSchedule", PATH, ADMIN).by(NEW, this::create),
        get("listSchedules", PATH, ADMIN).queries(ListPage.QUERIES).replying(this::list),
        get("getSchedule", ONE, ADMIN).replying(this::one),
        patch("updateSchedule", ONE, ADMIN).by(MOVE, this::update));
  }

  private void create(Exchange exchange, Values body) {
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
    commands.submit(exchange, command, ScheduleAdminOperations::showCreated);
  }

  private void update(Exchange exchange, Values body) {
    UpdateSchedule command =
        new UpdateSchedule(
            exchange.number(ID),
            body.numberOrNull("openDate"),
            body.numberOrNull("startDate"),
            body.numberOrNull("endDate"));
    commands.submit(exchange, command, changed);
  }

  private static Response showCreated(Exchange exchange, ScheduleMade made) {
    JsonWriter json = new JsonWriter(64).beginObject().member(ID, made.schedule());
    return Response.json(201, json.member("offerId", made.offer()).endObject())
        .with("Location", PATH + "/" + made.schedule());
  }

  /** Schedules are found by their offers, each having one. */
  private Response list(Exchange exchange) {
    List<ScheduleView> all =
        views.offers().stream()
            .filter(offer -> offer.schedule() != 0)
            .map(offer -> views.schedule(offer.schedule()))
            .filter(Objects::nonNull)
            .toList();
    return ListPage.of(exchange, all, ScheduleView::schedule, this::write);
  }

  private Response one(Exchange exchange) {
    long id = exchange.number(ID);
    ScheduleView schedule = views.schedule(id);
    if (schedule == null) return Problems.unknown(Kind.SCHEDULE, id);
    JsonWriter json = new JsonWriter(384);
    write(json, schedule);
    return Response.json(200, json);
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
