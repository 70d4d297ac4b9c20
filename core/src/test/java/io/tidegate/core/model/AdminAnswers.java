package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.Limits;
import io.tidegate.core.Now;
import io.tidegate.core.Result;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.Refusal;
import io.tidegate.core.model.SaleModel.Concert;
import io.tidegate.core.model.SaleModel.Offer;
import io.tidegate.core.model.SaleModel.Sale;
import io.tidegate.core.model.SaleModel.Schedule;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How the model answers organisers; answers and changes in one step. */
final class AdminAnswers {

  private final Limits limits;
  private final SaleModel m;
  private final Map<Long, RoomModel> rooms;

  AdminAnswers(Limits limits, SaleModel sale, Map<Long, RoomModel> rooms) {
    this.limits = limits;
    this.m = sale;
    this.rooms = rooms;
  }

  Result createSale(Command.CreateSale c, long hourMs) {
    if (m.sales.size() >= limits.sales()) return new Result.Full("sales");
    if (c.closesAtMs() <= c.opensAtMs() || c.closesAtMs() <= hourMs)
      return new Result.Unfit("closesAt", "");
    if (c.entry() == Entry.ROOM && c.room() == 0) return new Result.Unfit("room", "");
    if (c.room() != 0 && !rooms.containsKey(c.room()))
      return new Result.Unknown(Kind.ROOM, c.room());
    long id = 1L + m.sales.size();
    m.sales.put(id, new Sale(id, c.name(), c.opensAtMs(), c.closesAtMs(), c.entry(), c.room()));
    return new Result.Created(id);
  }

  Result updateSale(Command.UpdateSale c, long hourMs) {
    Sale sale = m.sales.get(c.sale());
    Refusal no = notGoingOn(sale, c.sale());
    if (sale == null || no != null) return Objects.requireNonNull(no);
    long opens = or(c.opensAtMs(), sale.opensAtMs);
    long closes = or(c.closesAtMs(), sale.closesAtMs);
    if (c.closesAtMs() != null && closes <= hourMs) return new Result.Unfit("closesAt", "");
    if (sale.state != SaleState.PLANNED && sale.opensAtMs <= hourMs && opens > hourMs)
      return new Result.Conflict("opensAt", "");
    if (closes <= opens) return no(c.opensAtMs() != null && c.closesAtMs() != null, "closesAt");
    if (c.name() != null) sale.name = c.name();
    sale.opensAtMs = opens;
    sale.closesAtMs = closes;
    return new Done();
  }

  Result switchSale(Command.SwitchSale c, Now now) {
    Sale sale = m.sales.get(c.sale());
    if (sale != null && c.to() == Command.Switch.CLOSE && sale.state == SaleState.CLOSED)
      return new Done();
    Refusal no = notGoingOn(sale, c.sale());
    if (sale == null || no != null) return Objects.requireNonNull(no);
    switch (c.to()) {
      case PAUSE -> sale.state = SaleState.PAUSED;
      case RESUME -> {
        if (sale.state == SaleState.PAUSED)
          sale.state = sale.opensAtMs <= now.hourMs() ? SaleState.OPEN : SaleState.PLANNED;
      }
      case CLOSE -> {
        sale.close(now.ms());
      }
    }
    return new Done();
  }

  Result resumeStopped(Command.ResumeStopped c, Now now) {
    long nowMs = now.ms();
    Sale sale = m.sales.get(c.sale());
    if (sale == null) return new Result.Unknown(Kind.SALE, c.sale());
    if (sale.state != SaleState.STOPPED) return new Result.Conflict("saleId", "");
    if (c.to() == SaleState.STOPPED) return new Result.Unfit("state", "");
    if (sale.closedAtMs + 30 * 86_400_000L <= nowMs) return new Result.Conflict("saleId", "");
    if (sale.wasClosed && c.to() != SaleState.CLOSED) return new Result.Conflict("state", "");
    boolean early = c.to() == SaleState.OPEN && sale.opensAtMs > now.hourMs();
    m.goOn(sale, nowMs);
    sale.state = early ? SaleState.PLANNED : c.to();
    if (c.to() == SaleState.CLOSED) sale.close(nowMs);
    return new Done();
  }

  private static @Nullable Refusal notGoingOn(@Nullable Sale sale, long id) {
    if (sale == null) return new Result.Unknown(Kind.SALE, id);
    if (!sale.over()) return null;
    return sale.state == SaleState.CLOSED ? new Result.Closed() : new Result.Stopped();
  }

  Result createOffer(Command.CreateOffer c) {
    if (m.offers.size() >= limits.offers()) return new Result.Full("offers");
    Refusal no = notGoingOn(m.sales.get(c.sale()), c.sale());
    if (no == null) no = limitsFit(c.price(), c.holdMs(), c.perClaim(), c.perUser());
    if (no != null) return no;
    long id = 1L + m.offers.size();
    Offer offer = new Offer(id, c.sale(), 0, c.price(), c.holdMs(), c.name(), c.total());
    m.offers.put(id, offer.limits(c.perClaim(), c.perUser()));
    return new Result.Created(id);
  }

  /** What cannot be right is unfit; what only clashes with what stands there is a conflict. */
  private static Refusal no(boolean alone, String field) {
    return alone ? new Result.Unfit(field, "") : new Result.Conflict(field, "");
  }

  private @Nullable Refusal limitsFit(long price, long holdMs, long perClaim, long perUser) {
    if (price > limits.balance()) return new Result.Unfit("price", "");
    if (price > 0 && holdMs == 0) return new Result.Unfit("holdSeconds", "");
    return perUser < perClaim ? new Result.Unfit("perUser", "") : null;
  }

  Result updateOffer(Command.UpdateOffer c) {
    Offer offer = m.offers.get(c.offer());
    if (offer == null) return new Result.Unknown(Kind.OFFER, c.offer());
    long perClaim = or(c.perClaim(), offer.perClaim);
    long perUser = or(c.perUser(), offer.perUser);
    if (perUser < perClaim) return no(c.perClaim() != null && c.perUser() != null, "perUser");
    offer.limits(perClaim, perUser);
    if (c.name() != null) offer.name = c.name();
    return new Done();
  }

  Result restock(Command.Restock c) {
    Offer offer = m.offers.get(c.offer());
    if (offer == null) return new Result.Unknown(Kind.OFFER, c.offer());
    if (offer.schedule != 0) return new Result.Conflict("total", "");
    Refusal no = notGoingOn(m.sales.get(offer.sale), offer.sale);
    if (no != null) return no;
    if (c.total() < m.held(offer.id) + m.issued(offer.id)) return new Result.Conflict("total", "");
    offer.total = c.total();
    return new Done();
  }

  Result createConcert(Command.CreateConcert c) {
    if (m.concerts.size() >= limits.concerts()) return new Result.Full("concerts");
    long id = 1L + m.concerts.size();
    m.concerts.put(id, new Concert(c.title(), c.place()));
    return new Result.Created(id);
  }

  Result updateConcert(Command.UpdateConcert c) {
    Concert concert = m.concerts.get(c.concert());
    if (concert == null) return new Result.Unknown(Kind.CONCERT, c.concert());
    String title = c.title() == null ? concert.title() : c.title();
    String place = c.place() == null ? concert.place() : c.place();
    m.concerts.put(c.concert(), new Concert(title, place));
    return new Done();
  }

  Result createSchedule(Command.CreateSchedule c) {
    int count = c.seatRows() * c.perRow();
    if (m.offers.size() >= limits.offers()) return new Result.Full("offers");
    if (m.lastSeat + count > limits.seats()) return new Result.Full("seats");
    Concert concert = m.concerts.get(c.concert());
    if (concert == null) return new Result.Unknown(Kind.CONCERT, c.concert());
    Refusal no = notGoingOn(m.sales.get(c.sale()), c.sale());
    if (no == null) no = limitsFit(c.price(), c.holdMs(), c.perClaim(), c.perUser());
    if (no == null) no = timesFit(c.openDateMs(), c.startMs(), c.endMs(), true);
    if (no != null) return no;
    long id = 1L + m.schedules.size();
    long offerId = 1L + m.offers.size();
    Offer offer = new Offer(offerId, c.sale(), id, c.price(), c.holdMs(), concert.title(), count);
    m.offers.put(offerId, offer.limits(c.perClaim(), c.perUser()));
    m.schedules.put(
        id, new Schedule(id, c.concert(), offerId, c.openDateMs(), c.startMs(), c.endMs()));
    for (int i = 0; i < count; i++) m.seats.put(++m.lastSeat, new Seat.Free(m.lastSeat, id));
    return new Result.ScheduleMade(id, offerId);
  }

  private static @Nullable Refusal timesFit(
      long openDateMs, long startMs, long endMs, boolean alone) {
    if (endMs <= startMs) return no(alone, "endDate");
    return openDateMs < startMs ? no(alone, "openDate") : null;
  }

  Result updateSchedule(Command.UpdateSchedule c) {
    Schedule s = m.schedules.get(c.schedule());
    if (s == null) return new Result.Unknown(Kind.SCHEDULE, c.schedule());
    long open = or(c.openDateMs(), s.openDateMs());
    long start = or(c.startMs(), s.startMs());
    long end = or(c.endMs(), s.endMs());
    boolean alone = c.openDateMs() != null && c.startMs() != null && c.endMs() != null;
    Refusal no = timesFit(open, start, end, alone);
    if (no != null) return no;
    m.schedules.put(s.id(), new Schedule(s.id(), s.concert(), s.offer(), open, start, end));
    return new Done();
  }

  Result createRoom(Command.CreateRoom c, long hourMs) {
    if (rooms.size() >= limits.rooms()) return new Result.Full("rooms");
    boolean named =
        rooms.values().stream().anyMatch(r -> r.settings.name().equals(c.settings().name()));
    if (named) return new Result.Conflict("name", "");
    Command.DrawPlan plan = c.plan();
    if (plan == null && ofDraws(c.settings().state())) return new Result.Unfit("state", "");
    if (plan != null && plan.opensAtMs() <= hourMs) return new Result.Unfit("opensAt", "");
    if (plan != null && plan.gathersAtMs() > plan.opensAtMs())
      return new Result.Unfit("gathersAt", "");
    long id = 1L + rooms.size();
    RoomModel room = new RoomModel(id, c.settings(), m);
    rooms.put(id, room);
    if (plan != null) {
      room.lot = new RoomModel.Lot(plan);
      room.settings = c.settings().in(room.lot.before(hourMs));
    }
    return new Result.Created(id);
  }

  private static boolean ofDraws(@Nullable RoomState state) {
    return state == RoomState.GATHERING || state == RoomState.DRAWING;
  }

  Result updateRoom(Command.UpdateRoom c, Now now) {
    RoomModel room = rooms.get(c.room());
    if (room == null) return new Result.Unknown(Kind.ROOM, c.room());
    RoomSettings is = room.settings;
    RoomModel.Lot lot = room.lot;
    boolean hoursMove = c.gathersAtMs() != null || c.opensAtMs() != null;
    if (room.aside() && c.state() == null) return new Result.Conflict("state", "");
    if (room.aside() && hoursMove)
      return new Result.Conflict(c.opensAtMs() == null ? "gathersAt" : "opensAt", "");
    RoomState to = c.state() == null ? is.state() : c.state();
    if (to != is.state()) {
      if (!room.willDraw() && ofDraws(to)) return new Result.Conflict("state", "");
      boolean shut = is.state() == RoomState.CLOSED || room.aside();
      boolean reopens = shut && to == RoomState.OPEN;
      if (room.willDraw() && to != RoomState.CLOSED && !reopens)
        return new Result.Conflict("state", "");
    }
    if (hoursMove) {
      Result no = move(lot, c, now.hourMs());
      if (no != null) return no;
    }
    if (to == RoomState.OPEN && lot != null && !lot.drawn) to = lot.before(now.hourMs());
    room.update(
        new RoomSettings(
            is.name(),
            to,
            c.people() == null ? is.people() : c.people(),
            or(c.intervalMs(), is.intervalMs()),
            c.insideMax() == null ? is.insideMax() : c.insideMax(),
            or(c.callMs(), is.callMs()),
            or(c.insideMs(), is.insideMs())),
        now.ms());
    return new Done();
  }

  Result measureRate(Command.MeasureRate c) {
    RoomModel room = rooms.get(c.room());
    if (room == null) return new Result.Unknown(Kind.ROOM, c.room());
    if (room.aside()) return new Result.Stopped();
    room.measured = c.people();
    return new Done();
  }

  private static @Nullable Result move(
      RoomModel.@Nullable Lot lot, Command.UpdateRoom c, long hourMs) {
    Result first = new Result.Conflict(c.opensAtMs() == null ? "gathersAt" : "opensAt", "");
    if (lot == null || lot.cohort != null) return first;
    long gathers = or(c.gathersAtMs(), lot.gathersAtMs);
    long opens = or(c.opensAtMs(), lot.opensAtMs);
    if (lot.gathersAtMs <= hourMs && gathers > hourMs) return new Result.Conflict("gathersAt", "");
    boolean later = opens > lot.opensAtMs;
    if (later && !lot.beacon.isEmpty()) return new Result.Conflict("opensAt", "");
    if (opens != lot.opensAtMs && lot.moves >= 100) return new Result.Conflict("opensAt", "");
    if (opens <= hourMs) return new Result.Unfit("opensAt", "");
    if (gathers > opens) return no(c.gathersAtMs() != null && c.opensAtMs() != null, "gathersAt");
    if (opens != lot.opensAtMs) lot.moves++;
    lot.gathersAtMs = gathers;
    lot.opensAtMs = opens;
    return null;
  }

  Result giveBeacon(Command.GiveBeacon c) {
    RoomModel room = rooms.get(c.room());
    if (room == null) return new Result.Unknown(Kind.ROOM, c.room());
    RoomModel.Lot lot = room.lot;
    if (lot == null || lot.beacon.isEmpty()) return new Result.Conflict("value", "");
    if (lot.drawn)
      return lot.value.equals(c.value()) ? new Done() : new Result.Conflict("value", "");
    if (lot.cohort == null) return new Result.NotOpen(lot.opensAtMs);
    if (room.aside()) return new Result.Stopped();
    room.draw(c.value());
    return new Done();
  }

  Result beginEpoch(Command.BeginEpoch c) {
    RoomModel room = rooms.get(c.room());
    if (room == null) return new Result.Unknown(Kind.ROOM, c.room());
    room.epoch++;
    room.tickets.clear();
    return new Done();
  }

  private static long or(@Nullable Long wanted, long is) {
    return wanted == null ? is : wanted;
  }
}
