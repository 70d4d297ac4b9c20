package io.tidegate.core;

import io.tidegate.core.Command.AskPlace;
import io.tidegate.core.Command.Guarded;
import io.tidegate.core.Command.Join;
import io.tidegate.core.Command.Leave;
import io.tidegate.core.Command.Renew;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.CohortClosed;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.Renewed;
import io.tidegate.core.Event.Returned;
import io.tidegate.core.Event.RoomQuarantined;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.NotGenuine;
import io.tidegate.core.Result.NotOpen;
import io.tidegate.core.Result.NotYourTurn;
import io.tidegate.core.Result.OtherRoom;
import io.tidegate.core.Result.Place;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Refusal;
import io.tidegate.core.Result.RoomClosed;
import io.tidegate.core.Result.RoomFull;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.Result.Stopped;
import io.tidegate.core.Result.TicketNeeded;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.Result.VisitEnded;
import io.tidegate.core.draw.Cohort;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.TicketState;
import io.tidegate.core.room.TicketTable;
import io.tidegate.core.room.WaitReason;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rules of the waiting room.
 *
 * <p>Admission is the least of: N people per interval ({@link io.tidegate.core.room.Releases}), at
 * most M inside or called, and what the stock allows: nobody is called to a room whose sales have
 * nothing left, neither available nor held, until units come back.
 */
class RoomRules { // not final: a test has one whose rules fail

  /** A visit is renewed at most so often in its own length: each time is an event. */
  private static final int RENEWALS = 10;

  private final Limits limits;

  RoomRules(Limits limits) {
    this.limits = limits;
  }

  @Nullable Event nextDue(State state, Now now) {
    Room opens = state.rooms().opening(now.hourMs());
    if (opens != null) return guarded(opens, () -> opening(state, opens));
    Room room = state.rooms().firstDue();
    if (room == null || state.rooms().nextDueMs() > now.ms()) return null;
    return guarded(room, () -> nextDue(state, room, now.ms()));
  }

  /**
   * What a rule says of a room. One that throws is a bug, and would throw again with every sweep
   * and at every start: the room is quarantined, and the rest goes on.
   */
  private static @Nullable Event guarded(Room room, Supplier<@Nullable Event> rule) {
    try {
      return rule.get();
    } catch (RuntimeException e) {
      return room.quarantined() ? null : new RoomQuarantined(room.id(), Failure.reason(e));
    }
  }

  private @Nullable Event nextDue(State state, Room room, long nowMs) {
    TicketTable tickets = state.rooms().tickets;
    int lapsed = state.rooms().lapsedCall(room, nowMs);
    if (lapsed >= 0) return new CallLapsed(room.id(), tickets.user(lapsed), tickets.number(lapsed));
    int overstayed = state.rooms().overstayed(room, nowMs);
    if (overstayed >= 0) return ended(state, room, overstayed, EndCause.TIMED_OUT);
    int away = state.rooms().longAway(room, nowMs);
    if (away >= 0) return ended(state, room, away, EndCause.TIMED_OUT);
    return nextRelease(state, room.id(), nowMs);
  }

  /**
   * What the clock alone brings a room that will draw: it gathers, closes its cohort, draws. Also
   * while it is closed: else whoever may close it could postpone the draw until the beacon is
   * known.
   */
  private static @Nullable Event opening(State state, Room room) {
    Draw draw = room.draw();
    if (draw == null) return null;
    if (draw.closed() != null) return new Drawn(room.id(), "");
    if (room.settings().state() == RoomState.IDLE)
      return new RoomUpdated(room.id(), room.settings().in(RoomState.GATHERING));
    Cohort cohort = state.rooms().cohort(room);
    return new CohortClosed(room.id(), cohort.size(), cohort.digest());
  }

  /** The next person to call, if one may be called now. */
  @Nullable Event nextRelease(State state, long roomId, long nowMs) {
    Room room = state.rooms().find(roomId);
    if (room == null || room.waiting() == 0 || !room.calls()) return null;
    RoomSettings settings = room.settings();
    if (room.releases().credit(room.people(), nowMs, settings.intervalMs()) == 0) return null;
    int ticket = state.rooms().next(room);
    TicketTable tickets = state.rooms().tickets;
    return new Called(
        roomId, tickets.user(ticket), tickets.number(ticket), nowMs + settings.callMs());
  }

  /** The first guarded call after being called is the arrival; any ask brings back who was away. */
  @Nullable Event before(State state, Command command, long nowMs) {
    return switch (command) {
      case Guarded c when c.ticket() != null ->
          inRoom(state, c.ticket().room(), () -> arrives(state, c, nowMs));
      case AskPlace c ->
          inRoom(
              state,
              c.ticket().room(),
              () -> comesBack(state, c.ticket().room(), ticketOf(state, c.ticket())));
      case Join c ->
          inRoom(
              state,
              c.room(),
              () -> comesBack(state, c.room(), state.rooms().tickets.find(c.room(), c.user())));
      default -> null;
    };
  }

  /** Who may be called in a room now that a command's events are applied. */
  @Nullable Event after(State state, long roomId, long nowMs) {
    return inRoom(state, roomId, () -> nextRelease(state, roomId, nowMs));
  }

  private static @Nullable Event inRoom(State state, long roomId, Supplier<@Nullable Event> rule) {
    Room room = state.rooms().find(roomId);
    return room == null || room.quarantined() ? null : guarded(room, rule);
  }

  private @Nullable Event arrives(State state, Guarded c, long nowMs) {
    TicketRef ref = c.ticket();
    if (ref == null || ref.user() != c.user()) return null;
    int ticket = ticketOf(state, ref);
    if (ticket < 0) return null;
    return switch (state.rooms().tickets.state(ticket)) {
      case CALLED -> {
        long until = nowMs + state.rooms().get(ref.room()).settings().insideMs();
        yield new Entered(ref.room(), ref.user(), ref.number(), until);
      }
      case AWAY -> comesBack(state, ref.room(), ticket);
      case RETURNING, WAITING -> nextRelease(state, ref.room(), nowMs);
      case INSIDE, ENDED -> null;
    };
  }

  private @Nullable Event comesBack(State state, long roomId, int ticket) {
    TicketTable tickets = state.rooms().tickets;
    if (ticket < 0 || tickets.state(ticket) != TicketState.AWAY) return null;
    long place = state.rooms().get(roomId).lastReturn() + 1;
    return new Returned(roomId, tickets.user(ticket), tickets.number(ticket), place);
  }

  Decision join(State state, Join c, Now now) {
    Room room = state.rooms().find(c.room());
    if (room == null) return Decision.no(new Unknown(Kind.ROOM, c.room()));
    int ticket = state.rooms().tickets.find(c.room(), c.user());
    if (ticket >= 0) return Decision.answer(new Place(info(state, room, ticket, now)));
    if (room.quarantined()) return Decision.no(new Stopped());
    if (room.settings().state() == RoomState.CLOSED) return Decision.no(new RoomClosed());
    Draw draw = room.draw();
    if (draw != null && room.settings().state() == RoomState.IDLE && room.willDraw())
      return Decision.no(new NotOpen(draw.gathersAtMs()));
    if (room.tickets() >= limits.roomSize()) return Decision.no(new RoomFull());
    long number = room.lastNumber() + 1;
    PlaceInfo place =
        new PlaceInfo(
            room.id(),
            room.epoch(),
            c.user(),
            number,
            Standing.WAITING,
            number,
            0,
            0,
            0,
            0,
            now.ms(),
            null);
    return Decision.yes(new Place(place), new Joined(room.id(), c.user(), number));
  }

  /** Where a ticket stands, after what {@link #before} made of the command. */
  Decision place(State state, TicketRef ref, Now now) {
    Room room = state.rooms().find(ref.room());
    if (room == null || !genuine(room, ref)) return Decision.no(new NotGenuine());
    int ticket = ticketOf(state, ref);
    return Decision.answer(
        new Place(ticket < 0 ? over(room, ref) : info(state, room, ticket, now)));
  }

  Decision renew(State state, Renew c, Now now) {
    Decision place = place(state, c.ticket(), now);
    int ticket = ticketOf(state, c.ticket());
    TicketTable tickets = state.rooms().tickets;
    if (ticket < 0 || tickets.state(ticket) != TicketState.INSIDE) return place;
    Room room = state.rooms().get(c.ticket().room());
    if (room.quarantined()) return Decision.no(new Stopped());
    long insideMs = room.settings().insideMs();
    long untilMs = now.ms() + insideMs;
    if (untilMs - tickets.untilMs(ticket) < insideMs / RENEWALS) return place;
    return Decision.yes(
        place.result(), new Renewed(room.id(), c.ticket().user(), c.ticket().number(), untilMs));
  }

  Decision leave(State state, Leave c) {
    Room room = state.rooms().find(c.ticket().room());
    if (room == null || !genuine(room, c.ticket())) return Decision.no(new NotGenuine());
    if (room.quarantined()) return Decision.no(new Stopped());
    int ticket = ticketOf(state, c.ticket());
    if (ticket < 0) return Decision.answer(new Result.Left());
    return Decision.yes(new Result.Left(), ended(state, room, ticket, EndCause.LEFT));
  }

  /** Why a command's ticket does not open this room, null if its user is inside. */
  @Nullable Refusal refusal(State state, long roomId, Guarded c, Now now) {
    TicketRef ref = c.ticket();
    if (ref == null) return new TicketNeeded(roomId);
    if (ref.room() != roomId) return new OtherRoom(ref.room());
    Room room = state.rooms().get(roomId);
    if (!genuine(room, ref) || ref.user() != c.user()) return new NotGenuine();
    if (room.quarantined()) return new Stopped();
    int ticket = ticketOf(state, ref);
    if (ticket < 0) return new VisitEnded();
    return state.rooms().tickets.state(ticket) == TicketState.INSIDE
        ? null
        : new NotYourTurn(info(state, room, ticket, now));
  }

  /** The end of a user's visit because of a payment, null if the user is not inside. */
  @Nullable Event paid(State state, long roomId, long user) {
    Room room = state.rooms().find(roomId);
    int ticket = room == null ? TicketTable.NONE : state.rooms().tickets.find(roomId, user);
    if (room == null || ticket < 0 || state.rooms().tickets.state(ticket) != TicketState.INSIDE)
      return null;
    return ended(state, room, ticket, EndCause.PAID);
  }

  /** The place as it is now. */
  PlaceInfo placeOf(State state, PlaceInfo place, Now now) {
    int ticket = state.rooms().tickets.find(place.room(), place.user());
    if (ticket < 0 || state.rooms().tickets.number(ticket) != place.number()) return place;
    return info(state, state.rooms().get(place.room()), ticket, now);
  }

  private static Ended ended(State state, Room room, int ticket, EndCause cause) {
    TicketTable tickets = state.rooms().tickets;
    return new Ended(room.id(), tickets.user(ticket), tickets.number(ticket), cause);
  }

  /** A genuine ticket of an earlier visit has no row any more, or the row has a later number. */
  private static int ticketOf(State state, TicketRef ref) {
    TicketTable tickets = state.rooms().tickets;
    Room room = state.rooms().find(ref.room());
    if (room == null || !genuine(room, ref)) return TicketTable.NONE;
    int ticket = tickets.find(ref.room(), ref.user());
    return ticket >= 0 && tickets.number(ticket) == ref.number() ? ticket : TicketTable.NONE;
  }

  private static boolean genuine(Room room, TicketRef ref) {
    return ref.epoch() == room.epoch() && ref.number() <= room.lastNumber();
  }

  private static PlaceInfo over(Room room, TicketRef ref) {
    return new PlaceInfo(
        room.id(), room.epoch(), ref.user(), ref.number(), Standing.ENDED, 0, 0, 0, 0, 0, 0, null);
  }

  private static PlaceInfo info(State state, Room room, int ticket, Now now) {
    TicketTable tickets = state.rooms().tickets;
    Standing standing = standing(room, tickets, ticket);
    int ahead =
        switch (standing) {
          case WAITING -> state.rooms().ahead(ticket);
          case GATHERING -> room.waiting() - 1;
          case CALLED, INSIDE, ENDED -> 0;
        };
    boolean waits = standing == Standing.WAITING || standing == Standing.GATHERING;
    return new PlaceInfo(
        room.id(),
        room.epoch(),
        tickets.user(ticket),
        tickets.number(ticket),
        standing,
        tickets.state(ticket) == TicketState.WAITING && standing == Standing.WAITING
            ? tickets.turn(ticket)
            : 0,
        ahead,
        standing == Standing.WAITING ? state.rooms().returnedAhead(ticket) : 0,
        waits ? etaMs(room, ahead, now) : 0,
        waits ? 0 : tickets.untilMs(ticket),
        tickets.issuedMs(ticket),
        reason(room, standing));
  }

  private static @Nullable WaitReason reason(Room room, Standing standing) {
    return switch (standing) {
      case WAITING, GATHERING -> room.waitReason();
      case CALLED, INSIDE -> room.takeReason();
      case ENDED -> null;
    };
  }

  private static Standing standing(Room room, TicketTable tickets, int ticket) {
    return switch (tickets.state(ticket)) {
      case CALLED -> Standing.CALLED;
      case INSIDE -> Standing.INSIDE;
      case WAITING ->
          drawsFor(room, tickets.number(ticket)) ? Standing.GATHERING : Standing.WAITING;
      case AWAY, RETURNING -> Standing.WAITING;
      case ENDED -> Standing.ENDED;
    };
  }

  /** Whether a number takes part in a draw to come. */
  private static boolean drawsFor(Room room, long number) {
    Draw draw = room.draw();
    if (draw == null || draw.drawn() != null) return false;
    return draw.closed() == null || draw.closed().cohort().reaches(number);
  }

  /**
   * When the call may come: people before this one over the rate of releases. The rate is N per
   * interval, or, with the room full, the rate at which visits of full length end if that is less;
   * then the first waits for one to end too. Before a draw it is the time until the opening.
   */
  private static long etaMs(Room room, int ahead, Now now) {
    RoomSettings s = room.settings();
    Draw draw = room.draw();
    if (draw != null && s.state() == RoomState.GATHERING)
      return now.hourMs() == Long.MIN_VALUE ? -1 : Math.max(0, draw.opensAtMs() - now.hourMs());
    if (s.state() != RoomState.OPEN || room.nothingLeft()) return -1;
    double perMs = (double) room.people() / s.intervalMs();
    boolean full = room.called() + room.inside() >= s.insideMax();
    if (full) perMs = Math.min(perMs, (double) s.insideMax() / s.insideMs());
    long creditMs = room.releases().nextCreditMs(room.people(), s.intervalMs());
    return Math.max(creditMs, now.ms()) - now.ms() + (long) ((full ? ahead + 1 : ahead) / perMs);
  }
}
