package io.tidegate.api.dialect;

import static io.tidegate.api.call.Access.ANYBODY;
import static io.tidegate.api.call.Access.TICKET_WHERE_ROOM;
import static io.tidegate.api.call.Operation.BASE;
import static io.tidegate.api.call.Operation.get;

import io.tidegate.api.call.CommandDispatcher;
import io.tidegate.api.call.Operation;
import io.tidegate.api.call.Principals;
import io.tidegate.api.call.ProblemException;
import io.tidegate.api.call.QueryParameter;
import io.tidegate.api.document.DocumentCache;
import io.tidegate.api.document.DocumentType;
import io.tidegate.api.reply.Problems;
import io.tidegate.api.reply.Renderer;
import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result;
import io.tidegate.core.Result.MayLook;
import io.tidegate.core.sale.Entry;
import io.tidegate.engine.view.ConcertView;
import io.tidegate.engine.view.SaleView;
import io.tidegate.engine.view.ScheduleView;
import io.tidegate.engine.view.Views;
import io.tidegate.http.json.JsonWriter;
import io.tidegate.http.server.Exchange;
import io.tidegate.http.server.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Concerts, their dates and seats. Dates and seats of a sale with a room are for people inside: who
 * is known to be gets the shared document at once; for anybody else the engine is asked first,
 * since the first such call is the arrival. Any event loop.
 */
public final class ConcertOperations {

  private static final long PAGE_MAX = 1_000_000;
  private static final Response NONE = Response.json(200, new byte[] {'[', ']'});

  private final CommandDispatcher commands;
  private final Principals principals;
  private final Views views;
  private final DocumentCache documents;
  private final ConcertPages pages;
  private final Renderer<MayLook> showDates = this::showDates;
  private final Renderer<MayLook> showSeats = this::showSeats;

  /** Reads these views. */
  public ConcertOperations(
      CommandDispatcher commands, Principals principals, Views views, DocumentCache documents) {
    this.commands = commands;
    this.principals = principals;
    this.views = views;
    this.documents = documents;
    pages = new ConcertPages(views);
  }

  /** Its operations. */
  public List<Operation> operations() {
    return List.of(
        get("listConcerts", BASE + "/concerts/query", ANYBODY).queries("page").replying(this::list),
        get("listDates", BASE + "/concert/{concertId}/date", TICKET_WHERE_ROOM).by(this::dates),
        get("listSeats", BASE + "/concert/{scheduleId}/seat", TICKET_WHERE_ROOM).by(this::seats));
  }

  // ---- the list ----

  private Response list(Exchange exchange) {
    long page = QueryParameter.number(exchange, "page", 1, PAGE_MAX, 1);
    ConcertPages.Snapshot all = pages.now();
    long from = (page - 1) * ConcertPages.PER_PAGE;
    if (from >= all.concerts().length) return NONE;
    return documents.answer(
        exchange,
        DocumentType.CONCERTS,
        page,
        all.version(),
        () -> page(all.concerts(), (int) from));
  }

  private static byte[] page(ConcertView[] concerts, int from) {
    JsonWriter json = new JsonWriter(1_024).beginArray();
    for (int i = from; i < Math.min(from + ConcertPages.PER_PAGE, concerts.length); i++) {
      json.beginObject().member("concertId", concerts[i].concert());
      json.member("concertTitle", concerts[i].title());
      json.member("concertPlace", concerts[i].place()).endObject();
    }
    return json.endArray().toBytes();
  }

  // ---- dates ----

  private void dates(Exchange exchange) {
    long id = exchange.number("concertId");
    ConcertView concert = views.concert(id);
    if (concert == null) throw new ProblemException(Problems.unknown(Result.Kind.CONCERT, id));
    SaleView guarded = guarded(concert, 0);
    TicketRef ticket = guarded == null ? null : ticket(exchange, guarded);
    if (ticket == null || (guarded(concert, ticket.room()) != null && views.inside(ticket))) {
      exchange.reply(dates(exchange, concert));
      return;
    }
    long schedule = scheduleFor(concert, ticket.room());
    commands.submit(exchange, new Command.Look(schedule, ticket.user(), ticket), showDates);
  }

  /** A sale that is behind this room (or any, for 0) and sells a date of the concert; or null. */
  private @Nullable SaleView guarded(ConcertView concert, long room) {
    for (long schedule : concert.schedules()) {
      SaleView sale = saleOf(views.schedule(schedule));
      if (sale != null && sale.entry() == Entry.ROOM && (room == 0 || sale.room() == room))
        return sale;
    }
    return null;
  }

  /**
   * The date by which a ticket opens the concert: one of its own room, else any that is guarded.
   */
  private long scheduleFor(ConcertView concert, long room) {
    long any = 0;
    for (long schedule : concert.schedules()) {
      SaleView sale = saleOf(views.schedule(schedule));
      if (sale == null || sale.entry() != Entry.ROOM) continue;
      if (sale.room() == room) return schedule;
      if (any == 0) any = schedule;
    }
    return any;
  }

  private Response showDates(Exchange exchange, MayLook mayLook) {
    long id = exchange.number("concertId");
    ConcertView concert = views.concert(id);
    return concert == null ? Problems.unknown(Result.Kind.CONCERT, id) : dates(exchange, concert);
  }

  private Response dates(Exchange exchange, ConcertView concert) {
    List<ScheduleView> schedules = new ArrayList<>();
    // A sum, not a maximum: it grows with every change of any, in whatever order they appear.
    long version = concert.version();
    for (long id : concert.schedules()) {
      ScheduleView schedule = views.schedule(id);
      if (schedule == null) continue; // left memory in this moment
      schedules.add(schedule);
      version += schedule.version();
    }
    return documents.answer(
        exchange, DocumentType.DATES, concert.concert(), version, () -> dates(concert, schedules));
  }

  private static byte[] dates(ConcertView concert, List<ScheduleView> schedules) {
    JsonWriter json = new JsonWriter(64 + 256 * schedules.size()).beginArray();
    for (ScheduleView schedule : schedules) {
      json.beginObject().member("scheduleId", schedule.schedule());
      json.member("offerId", schedule.offer()).member("concertTitle", concert.title());
      json.timeMember("openDate", schedule.openDateMs());
      json.timeMember("startDate", schedule.startMs()).timeMember("endDate", schedule.endMs());
      json.member("seatsLeft", schedule.seatsLeft()).endObject();
    }
    return json.endArray().toBytes();
  }

  // ---- seats ----

  private void seats(Exchange exchange) {
    long id = exchange.number("scheduleId");
    ScheduleView schedule = views.schedule(id);
    SaleView sale = saleOf(schedule);
    if (schedule == null || sale == null)
      throw new ProblemException(Problems.unknown(Result.Kind.SCHEDULE, id));
    TicketRef ticket = sale.entry() == Entry.OPEN ? null : ticket(exchange, sale);
    if (ticket == null || (ticket.room() == sale.room() && views.inside(ticket)))
      exchange.reply(seats(exchange, schedule));
    else commands.submit(exchange, new Command.Look(id, ticket.user(), ticket), showSeats);
  }

  private Response showSeats(Exchange exchange, MayLook mayLook) {
    long id = exchange.number("scheduleId");
    ScheduleView schedule = views.schedule(id);
    return schedule == null
        ? Problems.unknown(Result.Kind.SCHEDULE, id)
        : seats(exchange, schedule);
  }

  private Response seats(Exchange exchange, ScheduleView schedule) {
    return documents.answer(
        exchange,
        DocumentType.SEATS,
        schedule.schedule(),
        schedule.version(),
        () -> seats(schedule));
  }

  private static byte[] seats(ScheduleView schedule) {
    byte[] seats = schedule.seats();
    JsonWriter json = new JsonWriter(64 + 80 * seats.length).beginArray();
    for (int i = 0; i < seats.length; i++) {
      json.beginObject().member("seatId", schedule.firstSeat() + i);
      json.member("seatCode", schedule.seatCode(i)).member("amount", schedule.price());
      json.member("seatStatus", word(seats[i])).endObject();
    }
    return json.endArray().toBytes();
  }

  private static String word(byte seat) {
    return switch (seat) {
      case ScheduleView.HELD -> "RESERVED";
      case ScheduleView.SOLD -> "ASSIGN";
      default -> "STAND_BY";
    };
  }

  // ---- both ----

  private @Nullable SaleView saleOf(@Nullable ScheduleView schedule) {
    return schedule == null ? null : views.sale(schedule.sale());
  }

  private TicketRef ticket(Exchange exchange, SaleView sale) {
    TicketRef ticket = principals.of(exchange, 0).ticket();
    if (ticket == null) throw new ProblemException(Problems.ticketNeeded(sale.room()));
    return ticket;
  }
}
