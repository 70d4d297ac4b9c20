package io.tidegate.core;

import io.tidegate.core.Command.BeginEpoch;
import io.tidegate.core.Command.CreateConcert;
import io.tidegate.core.Command.CreateOffer;
import io.tidegate.core.Command.CreateRoom;
import io.tidegate.core.Command.CreateSale;
import io.tidegate.core.Command.CreateSchedule;
import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.GiveBeacon;
import io.tidegate.core.Command.MeasureRate;
import io.tidegate.core.Command.Restock;
import io.tidegate.core.Command.ResumeStopped;
import io.tidegate.core.Command.Switch;
import io.tidegate.core.Command.SwitchSale;
import io.tidegate.core.Command.UpdateConcert;
import io.tidegate.core.Command.UpdateOffer;
import io.tidegate.core.Command.UpdateRoom;
import io.tidegate.core.Command.UpdateSale;
import io.tidegate.core.Command.UpdateSchedule;
import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.ConcertUpdated;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.EpochBegan;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.RateMeasured;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.Event.SaleCreated;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.SaleUpdated;
import io.tidegate.core.Event.ScheduleCreated;
import io.tidegate.core.Event.ScheduleUpdated;
import io.tidegate.core.Result.Closed;
import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Created;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Full;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.ScheduleMade;
import io.tidegate.core.Result.Stopped;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.name.Names;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rules for what an organiser creates and changes. */
final class AdminRules {

  private static final Done DONE = new Done();

  /** First epoch of a room; a later one ends all tickets of the earlier. */
  private static final int FIRST_EPOCH = 1;

  /** How often the hour of a draw may be moved: every move is published, and kept. */
  private static final int MOVES_MAX = 100;

  private static final String NEEDS_OPENING = "is for a room made with an opening time";

  private final Limits limits;

  AdminRules(Limits limits) {
    this.limits = limits;
  }

  Decision createSale(State state, CreateSale c, long hourMs) {
    if (state.sale().sales.size() >= limits.sales()) return Decision.no(new Full("sales"));
    Decision no = nameFits(c.name());
    if (no != null) return no;
    if (c.closesAtMs() <= c.opensAtMs()) return unfit("closesAt", "must come after opensAt");
    if (c.closesAtMs() <= hourMs) return unfit("closesAt", "has passed");
    if (c.entry() == Entry.ROOM && c.room() == 0)
      return unfit("room", "is needed where entry is room");
    if (c.room() != 0 && state.rooms().find(c.room()) == null)
      return Decision.no(new Unknown(Kind.ROOM, c.room()));
    long id = state.ids().next(Ids.Kind.SALE);
    SaleCreated event =
        new SaleCreated(
            id, Names.normal(c.name()), c.opensAtMs(), c.closesAtMs(), c.entry(), c.room());
    return Decision.yes(new Created(id), event);
  }

  Decision updateSale(State state, UpdateSale c, long hourMs) {
    SaleTables t = state.sale();
    if (!t.sales.exists(c.sale())) return Decision.no(new Unknown(Kind.SALE, c.sale()));
    if (t.sales.over(c.sale())) return over(t, c.sale());
    Decision no = nameFits(c.name());
    if (no != null) return no;
    long opens = or(c.opensAtMs(), t.sales.opensAtMs(c.sale()));
    long closes = or(c.closesAtMs(), t.sales.closesAtMs(c.sale()));
    if (c.closesAtMs() != null && c.closesAtMs() <= hourMs)
      return unfit("closesAt", "has passed, and a sale closes for good: to close it now, say so");
    boolean begun =
        t.sales.state(c.sale()) != SaleState.PLANNED && t.sales.opensAtMs(c.sale()) <= hourMs;
    if (begun && opens > hourMs) return conflict("opensAt", "cannot move: its time has come");
    if (closes <= opens)
      return no(
          c.opensAtMs() != null && c.closesAtMs() != null, "closesAt", "must come after opensAt");
    String name = nameOr(c.name(), t.sales.name(c.sale()));
    return Decision.yes(DONE, new SaleUpdated(c.sale(), name, opens, closes));
  }

  Decision switchSale(State state, SwitchSale c, long hourMs) {
    SaleTables t = state.sale();
    if (!t.sales.exists(c.sale())) return Decision.no(new Unknown(Kind.SALE, c.sale()));
    SaleState now = t.sales.state(c.sale());
    if (now == SaleState.CLOSED && c.to() == Switch.CLOSE) return Decision.answer(DONE);
    if (t.sales.over(c.sale())) return over(t, c.sale());
    SaleState target =
        switch (c.to()) {
          case PAUSE -> SaleState.PAUSED;
          case CLOSE -> SaleState.CLOSED;
          case RESUME -> now == SaleState.PAUSED ? resumed(t, c.sale(), hourMs) : now;
        };
    if (now == target) return Decision.answer(DONE);
    return Decision.yes(DONE, new SaleSwitched(c.sale(), target, ""));
  }

  /**
   * A stopped sale goes on by a word of its own, so that nobody resumes one by habit that a broken
   * rule had stopped.
   */
  Decision resumeStopped(State state, ResumeStopped c, Now now) {
    SaleTables t = state.sale();
    if (!t.sales.exists(c.sale())) return Decision.no(new Unknown(Kind.SALE, c.sale()));
    if (t.sales.state(c.sale()) != SaleState.STOPPED)
      return conflict("saleId", "names a sale that is not stopped");
    if (c.to() == SaleState.STOPPED) return unfit("state", "must be another one");
    if (Retirement.longOver(t, c.sale(), now.ms()))
      return conflict("saleId", "names a sale that was stopped too long ago");
    if (t.sales.wasClosed(c.sale()) && c.to() != SaleState.CLOSED)
      return conflict("state", "must be closed, as the sale was before it was stopped");
    SaleState to = c.to() == SaleState.OPEN ? resumed(t, c.sale(), now.hourMs()) : c.to();
    return Decision.yes(DONE, new SaleResumed(c.sale(), to, c.reason()));
  }

  private static SaleState resumed(SaleTables t, long sale, long hourMs) {
    return t.sales.opensAtMs(sale) <= hourMs ? SaleState.OPEN : SaleState.PLANNED;
  }

  private static Decision over(SaleTables t, long sale) {
    return Decision.no(t.sales.state(sale) == SaleState.CLOSED ? new Closed() : new Stopped());
  }

  Decision createOffer(State state, CreateOffer c) {
    SaleTables t = state.sale();
    if (t.offers.size() >= limits.offers()) return Decision.no(new Full("offers"));
    Decision no = notInSale(t, c.sale());
    if (no == null) no = nameFits(c.name());
    if (no == null) no = termsFit(c.price(), c.holdMs(), c.perClaim(), c.perUser());
    if (no != null) return no;
    long id = state.ids().next(Ids.Kind.OFFER);
    OfferCreated event =
        new OfferCreated(
            id,
            c.sale(),
            Names.normal(c.name()),
            c.total(),
            c.price(),
            c.perClaim(),
            c.perUser(),
            c.holdMs());
    return Decision.yes(new Created(id), event);
  }

  private static @Nullable Decision nameFits(@Nullable String name) {
    String why = name == null ? null : Names.fault(Names.normal(name));
    return why == null ? null : unfit("name", why);
  }

  private static String nameOr(@Nullable String wanted, String is) {
    return wanted == null ? is : Names.normal(wanted);
  }

  private static @Nullable Decision notInSale(SaleTables t, long sale) {
    if (!t.sales.exists(sale)) return Decision.no(new Unknown(Kind.SALE, sale));
    return t.sales.over(sale) ? over(t, sale) : null;
  }

  private @Nullable Decision termsFit(long price, long holdMs, long perClaim, long perUser) {
    if (price > limits.balance())
      return unfit("price", "must not be above " + limits.balance() + ", all a wallet may hold");
    if (price > 0 && holdMs == 0)
      return unfit("holdSeconds", "is needed where the price is above 0");
    return perUser < perClaim ? unfit("perUser", "must not be below perClaim") : null;
  }

  Decision updateOffer(State state, UpdateOffer c) {
    SaleTables t = state.sale();
    if (!t.offers.exists(c.offer())) return Decision.no(new Unknown(Kind.OFFER, c.offer()));
    long perClaim = or(c.perClaim(), t.offers.perClaim(c.offer()));
    long perUser = or(c.perUser(), t.offers.perUser(c.offer()));
    if (perUser < perClaim)
      return no(
          c.perClaim() != null && c.perUser() != null,
          "perUser",
          perUser + " must not be below perClaim " + perClaim);
    Decision no = nameFits(c.name());
    if (no != null) return no;
    String name = nameOr(c.name(), t.offers.name(c.offer()));
    return Decision.yes(DONE, new OfferUpdated(c.offer(), name, perClaim, perUser));
  }

  Decision restock(State state, Restock c) {
    SaleTables t = state.sale();
    if (!t.offers.exists(c.offer())) return Decision.no(new Unknown(Kind.OFFER, c.offer()));
    if (t.offers.schedule(c.offer()) != 0)
      return conflict("total", "follows from the seats of the schedule");
    Decision no = notInSale(t, t.offers.sale(c.offer()));
    if (no != null) return no;
    long taken = t.offers.held(c.offer()) + t.offers.issued(c.offer());
    if (c.total() < taken)
      return conflict("total", "must not be below the " + taken + " units held and issued");
    return Decision.yes(DONE, new Restocked(c.offer(), c.total()));
  }

  Decision createConcert(State state, CreateConcert c) {
    if (state.sale().concerts.size() >= limits.concerts()) return Decision.no(new Full("concerts"));
    String title = Names.normal(c.title());
    if (title.isEmpty()) return unfit("title", Names.NOTHING_SEEN);
    long id = state.ids().next(Ids.Kind.CONCERT);
    return Decision.yes(new Created(id), new ConcertCreated(id, title, Names.normal(c.place())));
  }

  Decision updateConcert(State state, UpdateConcert c) {
    SaleTables t = state.sale();
    if (!t.concerts.exists(c.concert())) return Decision.no(new Unknown(Kind.CONCERT, c.concert()));
    String title = nameOr(c.title(), t.concerts.title(c.concert()));
    String place = nameOr(c.place(), t.concerts.place(c.concert()));
    if (title.isEmpty()) return unfit("title", Names.NOTHING_SEEN);
    return Decision.yes(DONE, new ConcertUpdated(c.concert(), title, place));
  }

  Decision createSchedule(State state, CreateSchedule c) {
    SaleTables t = state.sale();
    if (t.offers.size() >= limits.offers()) return Decision.no(new Full("offers"));
    if (t.seats.size() + (long) c.seatRows() * c.perRow() > limits.seats()) {
      return Decision.no(new Full("seats"));
    }
    if (!t.concerts.exists(c.concert())) return Decision.no(new Unknown(Kind.CONCERT, c.concert()));
    Decision no = notInSale(t, c.sale());
    if (no == null) no = termsFit(c.price(), c.holdMs(), c.perClaim(), c.perUser());
    if (no == null) no = timesFit(c.openDateMs(), c.startMs(), c.endMs(), true);
    return no != null ? no : scheduleMade(state, c);
  }

  private static Decision scheduleMade(State state, CreateSchedule c) {
    long schedule = state.ids().next(Ids.Kind.SCHEDULE);
    long offer = state.ids().next(Ids.Kind.OFFER);
    return Decision.yes(
        new ScheduleMade(schedule, offer),
        new ScheduleCreated(
            schedule,
            offer,
            c.concert(),
            c.sale(),
            c.openDateMs(),
            c.startMs(),
            c.endMs(),
            c.seatRows(),
            c.perRow(),
            state.ids().next(Ids.Kind.SEAT),
            c.price(),
            c.holdMs(),
            c.perClaim(),
            c.perUser()));
  }

  Decision updateSchedule(State state, UpdateSchedule c) {
    SaleTables t = state.sale();
    if (!t.schedules.exists(c.schedule()))
      return Decision.no(new Unknown(Kind.SCHEDULE, c.schedule()));
    long open = or(c.openDateMs(), t.schedules.openDateMs(c.schedule()));
    long start = or(c.startMs(), t.schedules.startMs(c.schedule()));
    long end = or(c.endMs(), t.schedules.endMs(c.schedule()));
    boolean alone = c.openDateMs() != null && c.startMs() != null && c.endMs() != null;
    Decision no = timesFit(open, start, end, alone);
    return no != null
        ? no
        : Decision.yes(DONE, new ScheduleUpdated(c.schedule(), open, start, end));
  }

  private static @Nullable Decision timesFit(
      long openDateMs, long startMs, long endMs, boolean alone) {
    if (endMs <= startMs) return no(alone, "endDate", "must come after startDate");
    return openDateMs < startMs ? no(alone, "openDate", "must not come before startDate") : null;
  }

  Decision createRoom(State state, CreateRoom c, long hourMs) {
    if (state.rooms().all().size() >= limits.rooms()) return Decision.no(new Full("rooms"));
    Decision no = nameFits(c.settings().name());
    if (no != null) return no;
    RoomSettings wanted = c.settings().named(Names.normal(c.settings().name()));
    if (state.rooms().named(wanted.name()) != null)
      return conflict("name", "is taken by another room");
    DrawPlan plan = c.plan();
    if (plan == null && ofDraws(wanted.state())) return unfit("state", NEEDS_OPENING);
    no = plan == null ? null : hoursFit(plan.gathersAtMs(), plan.opensAtMs(), hourMs, true);
    if (no != null) return no;
    long id = state.ids().next(Ids.Kind.ROOM);
    if (plan == null)
      return Decision.yes(new Created(id), new RoomCreated(id, FIRST_EPOCH, wanted));
    RoomSettings settings = wanted.in(before(plan.gathersAtMs(), hourMs));
    return Decision.yes(
        new Created(id), new RoomCreated(id, FIRST_EPOCH, settings), planned(id, drawOf(plan)));
  }

  private static Draw drawOf(DrawPlan plan) {
    return Draw.plan(
        CommitmentVersion.PLAN, plan.gathersAtMs(), plan.opensAtMs(), plan.beacon(), plan.secret());
  }

  private static RoomState before(long gathersAtMs, long hourMs) {
    return gathersAtMs <= hourMs ? RoomState.GATHERING : RoomState.IDLE;
  }

  private static boolean ofDraws(RoomState state) {
    return state == RoomState.GATHERING || state == RoomState.DRAWING;
  }

  private static @Nullable Decision hoursFit(
      long gathersAtMs, long opensAtMs, long hourMs, boolean alone) {
    if (opensAtMs <= hourMs) return unfit("opensAt", "has passed");
    return gathersAtMs > opensAtMs ? no(alone, "gathersAt", "must not come after opensAt") : null;
  }

  Decision updateRoom(State state, UpdateRoom c, long hourMs) {
    Room room = state.rooms().find(c.room());
    if (room == null) return Decision.no(new Unknown(Kind.ROOM, c.room()));
    Decision no = room.quarantined() ? lifts(c) : null;
    if (no == null) no = stateFits(room, c.state());
    if (no == null) no = hoursMove(room, c, hourMs);
    if (no != null) return no;
    List<Event> events = new ArrayList<>();
    Draw draw = moved(room.draw(), c, hourMs);
    RoomSettings settings = settings(room, draw, c, hourMs);
    if (draw != null && !draw.equals(room.draw())) events.add(planned(c.room(), draw));
    if (!settings.equals(room.settings()) || room.measured() > 0)
      events.add(new RoomUpdated(c.room(), settings));
    return new Decision(DONE, events);
  }

  /** Nothing changes in quarantine but that it is lifted, which is said. */
  private static @Nullable Decision lifts(UpdateRoom c) {
    if (c.state() == null) return conflict("state", "is needed: the room is in quarantine");
    if (c.gathersAtMs() == null && c.opensAtMs() == null) return null;
    String first = c.opensAtMs() == null ? "gathersAt" : "opensAt";
    return conflict(first, "cannot move: the room is in quarantine");
  }

  /**
   * Before its draw a room can only be closed, and opened again to where it is by then: the draw
   * follows its hour meanwhile.
   */
  private static @Nullable Decision stateFits(Room room, @Nullable RoomState to) {
    if (to == null || to == room.settings().state()) return null;
    if (to == RoomState.QUARANTINED) return conflict("state", "follows from a failed rule");
    if (!room.willDraw()) return ofDraws(to) ? conflict("state", "follows from its opening") : null;
    boolean closedOrQuarantined = room.settings().state() == RoomState.CLOSED || room.quarantined();
    boolean reopens = to == RoomState.OPEN && closedOrQuarantined;
    return to == RoomState.CLOSED || reopens ? null : conflict("state", "follows from its opening");
  }

  private static @Nullable Decision hoursMove(Room room, UpdateRoom c, long hourMs) {
    if (c.gathersAtMs() == null && c.opensAtMs() == null) return null;
    String first = c.opensAtMs() == null ? "gathersAt" : "opensAt";
    Draw draw = room.draw();
    if (draw == null) return conflict(first, NEEDS_OPENING);
    if (draw.closed() != null) return conflict(first, "cannot move: its time has come");
    boolean gathers = draw.gathersAtMs() <= hourMs;
    long gathersAtMs = or(c.gathersAtMs(), draw.gathersAtMs());
    if (gathers && gathersAtMs > hourMs) return conflict("gathersAt", "cannot move: it gathers");
    Decision no = hourMoves(draw, or(c.opensAtMs(), draw.opensAtMs()));
    if (no != null) return no;
    boolean alone = c.gathersAtMs() != null && c.opensAtMs() != null;
    return hoursFit(gathersAtMs, or(c.opensAtMs(), draw.opensAtMs()), hourMs, alone);
  }

  /**
   * An hour that moved later could be behind the beacon's publication, and whoever knew its value
   * could choose the cohort.
   */
  private static @Nullable Decision hourMoves(Draw draw, long opensAtMs) {
    if (opensAtMs == draw.opensAtMs()) return null;
    if (draw.hasBeacon() && opensAtMs > draw.opensAtMs())
      return conflict("opensAt", "cannot move later: a beacon was named for this hour");
    return draw.moves().size() >= MOVES_MAX
        ? conflict("opensAt", "has moved " + MOVES_MAX + " times, which is enough")
        : null;
  }

  private static @Nullable Draw moved(@Nullable Draw draw, UpdateRoom c, long hourMs) {
    if (draw == null || draw.closed() != null) return draw;
    long gathersAtMs = or(c.gathersAtMs(), draw.gathersAtMs());
    long opensAtMs = or(c.opensAtMs(), draw.opensAtMs());
    return draw.moved(hourMs, gathersAtMs, opensAtMs);
  }

  private static DrawPlanned planned(long room, Draw draw) {
    return new DrawPlanned(
        room, draw.commits(), draw.gathersAtMs(), draw.opensAtMs(), draw.beacon(), draw.secret());
  }

  private static RoomSettings settings(Room room, @Nullable Draw draw, UpdateRoom c, long hourMs) {
    RoomSettings is = room.settings();
    RoomState to = c.state() == null ? is.state() : c.state();
    if (to == RoomState.OPEN && draw != null && draw.drawn() == null)
      to = draw.closed() != null ? RoomState.DRAWING : before(draw.gathersAtMs(), hourMs);
    return new RoomSettings(
        is.name(),
        to,
        c.people() == null ? is.people() : c.people(),
        or(c.intervalMs(), is.intervalMs()),
        c.insideMax() == null ? is.insideMax() : c.insideMax(),
        or(c.callMs(), is.callMs()),
        or(c.insideMs(), is.insideMs()));
  }

  Decision measureRate(State state, MeasureRate c) {
    Room room = state.rooms().find(c.room());
    if (room == null) return Decision.no(new Unknown(Kind.ROOM, c.room()));
    if (room.quarantined()) return Decision.no(new Stopped());
    return c.people() == room.measured()
        ? Decision.answer(DONE)
        : Decision.yes(DONE, new RateMeasured(c.room(), c.people()));
  }

  Decision giveBeacon(State state, GiveBeacon c) {
    Room room = state.rooms().find(c.room());
    if (room == null) return Decision.no(new Unknown(Kind.ROOM, c.room()));
    Draw draw = room.draw();
    if (draw == null || !draw.hasBeacon()) return conflict("value", "is for a room with a beacon");
    if (draw.drawn() != null)
      return draw.drawn().beaconValue().equals(c.value())
          ? Decision.answer(DONE)
          : conflict("value", "cannot change: the draw is done");
    if (draw.closed() == null) return Decision.no(new Result.NotOpen(draw.opensAtMs()));
    if (room.quarantined()) return Decision.no(new Stopped());
    return c.value().strip().equals(c.value())
        ? Decision.yes(DONE, new Drawn(c.room(), c.value()))
        : unfit("value", "must neither begin nor end with white space");
  }

  Decision beginEpoch(State state, BeginEpoch c) {
    Room room = state.rooms().find(c.room());
    return room == null
        ? Decision.no(new Unknown(Kind.ROOM, c.room()))
        : Decision.yes(DONE, new EpochBegan(c.room(), room.epoch() + 1));
  }

  private static long or(@Nullable Long wanted, long is) {
    return wanted == null ? is : wanted;
  }

  private static Decision unfit(String field, String why) {
    return Decision.no(new Unfit(field, why));
  }

  private static Decision conflict(String field, String why) {
    return Decision.no(new Conflict(field, why));
  }

  /**
   * No to values that do not fit one another.
   *
   * @param alone whether the request holds them all, so that nothing that stands there is at fault
   */
  private static Decision no(boolean alone, String field, String why) {
    return alone ? unfit(field, why) : conflict(field, why);
  }
}
