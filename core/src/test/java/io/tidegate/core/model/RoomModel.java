package io.tidegate.core.model;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.NotGenuine;
import io.tidegate.core.Result.NotYourTurn;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Refusal;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.Result.VisitEnded;
import io.tidegate.core.model.Ticket.Away;
import io.tidegate.core.model.Ticket.Called;
import io.tidegate.core.model.Ticket.InLine;
import io.tidegate.core.model.Ticket.Inside;
import io.tidegate.core.model.Ticket.Returning;
import io.tidegate.core.model.Ticket.Slip;
import io.tidegate.core.model.Ticket.Waiting;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One room of the model. */
final class RoomModel {

  static final int EPOCH = 1;

  /** A release (+1) or a lapsed call (-1). */
  record Move(long atMs, int releases) {}

  final long id;
  final TreeMap<Long, Ticket> tickets = new TreeMap<>();
  RoomSettings settings;
  List<Move> moves = new ArrayList<>();
  long lastNumber;
  long lastReturn;
  long calledUpTo;

  RoomModel(long id, RoomSettings settings) {
    this.id = id;
    this.settings = settings;
  }

  long count(Predicate<Ticket> which) {
    return tickets.values().stream().filter(which).count();
  }

  long waiting() {
    return count(InLine.class::isInstance);
  }

  /** Called or inside. */
  long admitted() {
    return count(t -> t instanceof Called || t instanceof Inside);
  }

  /** A longer interval counts what still counted in the shorter one, and nothing older. */
  void update(RoomSettings wanted, long nowMs) {
    moves.removeIf(move -> move.atMs() <= nowMs - settings.intervalMs());
    settings = wanted;
  }

  /**
   * The largest number of releases that breaks no window, wherever in the last interval it starts.
   */
  int credit(long nowMs) {
    int least = settings.people();
    int room = settings.people();
    for (Move move : moves.reversed()) {
      if (move.atMs() <= nowMs - settings.intervalMs()) break;
      room -= move.releases();
      least = Math.min(least, room);
    }
    return Math.max(0, least);
  }

  void join(long user, long nowMs) {
    tickets.put(user, new Waiting(new Slip(user, ++lastNumber, nowMs)));
  }

  void comeBack(Away away) {
    tickets.put(away.slip().user(), away.comeBack(++lastReturn));
  }

  void enter(Called called, long nowMs) {
    tickets.put(called.slip().user(), called.enter(nowMs + settings.insideMs()));
  }

  /** Lapses calls, ends visits, then calls whoever may be called. */
  void due(boolean anythingLeft, long nowMs) {
    for (Ticket ticket : List.copyOf(tickets.values())) {
      if (ticket instanceof Called called && called.untilMs() <= nowMs) {
        tickets.put(ticket.slip().user(), called.lapse());
        moves.add(new Move(nowMs, -1));
      }
      if (ticket instanceof Inside inside && inside.untilMs() <= nowMs)
        tickets.remove(ticket.slip().user());
    }
    call(anythingLeft, nowMs);
  }

  void call(boolean anythingLeft, long nowMs) {
    while (mayCall(anythingLeft, nowMs)) callNext(nowMs);
  }

  boolean mayCall(boolean anythingLeft, long nowMs) {
    return anythingLeft
        && settings.state() == RoomState.OPEN
        && waiting() > 0
        && admitted() < settings.insideMax()
        && credit(nowMs) > 0;
  }

  void callNext(long nowMs) {
    InLine next = next();
    tickets.put(next.slip().user(), next.call(nowMs + settings.callMs()));
    moves.add(new Move(nowMs, 1));
    calledUpTo = Math.max(calledUpTo, next.slip().number());
  }

  /** Returners by their place, then the others by number. */
  private InLine next() {
    Optional<Returning> returner =
        tickets.values().stream()
            .filter(Returning.class::isInstance)
            .map(Returning.class::cast)
            .min(Comparator.comparingLong(Returning::place));
    if (returner.isPresent()) return returner.get();
    return tickets.values().stream()
        .filter(Waiting.class::isInstance)
        .map(Waiting.class::cast)
        .min(Comparator.comparingLong(w -> w.slip().number()))
        .orElseThrow();
  }

  boolean genuine(TicketRef ref) {
    return ref.epoch() == EPOCH && ref.number() <= lastNumber;
  }

  @Nullable Ticket find(TicketRef ref) {
    Ticket ticket = genuine(ref) ? tickets.get(ref.user()) : null;
    return ticket != null && ticket.slip().number() == ref.number() ? ticket : null;
  }

  @Nullable Refusal refusal(TicketRef ref, long user, boolean anythingLeft) {
    if (!genuine(ref) || ref.user() != user) return new NotGenuine();
    Ticket ticket = find(ref);
    if (ticket == null) return new VisitEnded();
    return ticket instanceof Inside ? null : new NotYourTurn(place(ticket, anythingLeft));
  }

  /** The place with an eta of 0, or -1 where nobody can say. */
  PlaceInfo place(Ticket ticket, boolean anythingLeft) {
    Slip slip = ticket.slip();
    long ahead = ahead(ticket);
    boolean unknown = settings.state() != RoomState.OPEN || !anythingLeft;
    return switch (ticket) {
      case Called(var _, long until) -> place(slip, Standing.CALLED, 0, 0, until);
      case Inside(var _, long until) -> place(slip, Standing.INSIDE, 0, 0, until);
      case Waiting _, Away _, Returning _ ->
          place(slip, Standing.WAITING, (int) ahead, unknown ? -1 : 0, 0);
    };
  }

  private PlaceInfo place(Slip slip, Standing standing, int ahead, long eta, long until) {
    return new PlaceInfo(
        id, EPOCH, slip.user(), slip.number(), standing, ahead, eta, until, slip.issuedMs());
  }

  long ahead(Ticket ticket) {
    long returners = count(Returning.class::isInstance);
    return switch (ticket) {
      case Called _, Inside _ -> 0;
      case Away _ -> returners;
      case Returning(var _, long place) ->
          count(t -> t instanceof Returning(var _, long other) && other < place);
      case Waiting(var slip) ->
          returners + count(t -> t instanceof Waiting(var o) && o.number() < slip.number());
    };
  }
}
