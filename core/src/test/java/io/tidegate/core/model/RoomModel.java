package io.tidegate.core.model;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Now;
import io.tidegate.core.Result.NotGenuine;
import io.tidegate.core.Result.NotYourTurn;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Refusal;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.Result.Stopped;
import io.tidegate.core.Result.VisitEnded;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.Cohort;
import io.tidegate.core.draw.DrawOrder;
import io.tidegate.core.model.Ticket.Away;
import io.tidegate.core.model.Ticket.Called;
import io.tidegate.core.model.Ticket.InLine;
import io.tidegate.core.model.Ticket.Inside;
import io.tidegate.core.model.Ticket.Returning;
import io.tidegate.core.model.Ticket.Slip;
import io.tidegate.core.model.Ticket.Waiting;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One room of the model. */
final class RoomModel {

  /** A release (+1) or a lapsed call (-1). */
  record Move(long atMs, int releases) {}

  private static final long DAY_MS = 86_400_000;

  private final SaleModel sales;
  final long id;
  final TreeMap<Long, Ticket> tickets = new TreeMap<>();
  RoomSettings settings;
  List<Move> moves = new ArrayList<>();
  long lastNumber;
  long lastReturn;
  long calledUpTo;
  int epoch = 1;
  int measured; // 0 where nobody measured
  private long quarantinedAtMs;
  @Nullable Lot lot;

  /** The draw of a room with an opening time; the cohort is null until it is closed. */
  static final class Lot {
    final String beacon;
    final Bytes32 secret;
    final Map<Long, Long> turns = new HashMap<>();
    long gathersAtMs;
    long opensAtMs;
    @Nullable List<Long> cohort;
    boolean drawn;
    int moves;
    String value = "";

    Lot(Command.DrawPlan plan) {
      beacon = plan.beacon();
      secret = plan.secret();
      gathersAtMs = plan.gathersAtMs();
      opensAtMs = plan.opensAtMs();
    }

    /** Where a room stands that will draw, but is not closed. */
    RoomState before(long nowMs) {
      if (cohort != null) return RoomState.DRAWING;
      return gathersAtMs <= nowMs ? RoomState.GATHERING : RoomState.IDLE;
    }
  }

  RoomModel(long id, RoomSettings settings, SaleModel sales) {
    this.sales = sales;
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
    if (aside()) outage(quarantinedAtMs, nowMs - quarantinedAtMs);
    settings = wanted;
    measured = 0;
  }

  /** A rule failed here. */
  void putAside(long nowMs) {
    quarantinedAtMs = nowMs;
    settings = settings.in(RoomState.QUARANTINED);
  }

  boolean aside() {
    return settings.state() == RoomState.QUARANTINED;
  }

  /**
   * The largest number of releases that breaks no window, wherever in the last interval it starts.
   */
  int credit(long nowMs) {
    int least = people();
    int room = people();
    for (Move move : moves.reversed()) {
      if (move.atMs() <= nowMs - settings.intervalMs()) break;
      room -= move.releases();
      least = Math.min(least, room);
    }
    return Math.max(0, least);
  }

  int people() {
    return measured > 0 && measured < settings.people() ? measured : settings.people();
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

  /** As long as a visit that begins now, if that is a tenth of it more. */
  void renew(Inside inside, long nowMs) {
    long until = nowMs + settings.insideMs();
    if (until - inside.untilMs() >= settings.insideMs() / 10)
      tickets.put(inside.slip().user(), new Inside(inside.slip(), until));
  }

  boolean willDraw() {
    return lot != null && !lot.drawn;
  }

  private void open(long hourMs) {
    Lot lots = lot;
    if (lots == null || lots.drawn) return;
    if (settings.state() == RoomState.IDLE && lots.gathersAtMs <= hourMs) {
      settings = settings.in(RoomState.GATHERING);
      measured = 0;
    }
    if (lots.cohort == null && settings.state() != RoomState.IDLE && lots.opensAtMs <= hourMs) {
      lots.cohort =
          tickets.values().stream()
              .filter(Waiting.class::isInstance)
              .map(t -> t.slip().number())
              .sorted()
              .toList();
      goesOn(RoomState.DRAWING);
    }
    if (lots.cohort != null && lots.beacon.isEmpty()) draw("");
  }

  /** The n-th in order gets the n-th number as turn. */
  void draw(String value) {
    Lot lots = Objects.requireNonNull(lot);
    List<Long> cohort = Objects.requireNonNull(lots.cohort);
    Bytes32 digest = Cohort.of(cohort.stream().mapToLong(n -> n).toArray()).digest();
    int[] order = DrawOrder.of(cohort.size(), lots.secret, digest, value);
    for (int i = 0; i < order.length; i++) lots.turns.put(cohort.get(order[i]), cohort.get(i));
    lots.drawn = true;
    lots.value = value;
    goesOn(RoomState.OPEN);
  }

  private void goesOn(RoomState state) {
    if (settings.state() != RoomState.CLOSED) settings = settings.in(state);
  }

  /** A ticket of this number takes part in a draw to come. */
  private boolean gathers(long number) {
    if (lot == null || lot.drawn) return false;
    return lot.cohort == null || (!lot.cohort.isEmpty() && number <= lot.cohort.getLast());
  }

  private long turn(long number) {
    return lot == null ? number : lot.turns.getOrDefault(number, number);
  }

  /**
   * Opens if it is time, lapses calls, ends visits and absences, then calls whoever may be called.
   */
  void due(boolean anythingLeft, Now now) {
    if (aside()) return;
    open(now.hourMs());
    long nowMs = now.ms();
    for (Ticket ticket : List.copyOf(tickets.values())) {
      if (ticket instanceof Called called && called.untilMs() <= nowMs) {
        tickets.put(ticket.slip().user(), called.lapse(nowMs + DAY_MS));
        moves.add(new Move(nowMs, -1));
      }
      if (ticket instanceof Inside inside && inside.untilMs() <= nowMs)
        tickets.remove(ticket.slip().user());
      if (ticket instanceof Away away && away.untilMs() <= nowMs)
        tickets.remove(ticket.slip().user());
    }
    call(anythingLeft, nowMs);
  }

  /** Calls, visits and absences that were alive live longer. */
  void outage(long fromMs, long ms) {
    for (Ticket ticket : List.copyOf(tickets.values())) {
      if (ticket instanceof Called(var slip, long until) && until > fromMs)
        tickets.put(slip.user(), new Called(slip, until + ms));
      if (ticket instanceof Inside(var slip, long until) && until > fromMs)
        tickets.put(slip.user(), new Inside(slip, until + ms));
      if (ticket instanceof Away(var slip, long until) && until > fromMs)
        tickets.put(slip.user(), new Away(slip, until + ms));
    }
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
    if (next instanceof Waiting) calledUpTo = Math.max(calledUpTo, turn(next.slip().number()));
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
        .min(Comparator.comparingLong(w -> turn(w.slip().number())))
        .orElseThrow();
  }

  boolean genuine(TicketRef ref) {
    return ref.epoch() == epoch && ref.number() <= lastNumber;
  }

  @Nullable Ticket find(TicketRef ref) {
    Ticket ticket = genuine(ref) ? tickets.get(ref.user()) : null;
    return ticket != null && ticket.slip().number() == ref.number() ? ticket : null;
  }

  @Nullable Refusal refusal(TicketRef ref, long user, boolean anythingLeft) {
    if (!genuine(ref) || ref.user() != user) return new NotGenuine();
    if (aside()) return new Stopped();
    Ticket ticket = find(ref);
    if (ticket == null) return new VisitEnded();
    return ticket instanceof Inside ? null : new NotYourTurn(place(ticket, anythingLeft));
  }

  /** The place with an eta of 0, or -1 where nobody can say. */
  PlaceInfo place(Ticket ticket, boolean anythingLeft) {
    Slip slip = ticket.slip();
    long ahead = ahead(ticket);
    boolean known = settings.state() == RoomState.OPEN && anythingLeft;
    long eta = known || settings.state() == RoomState.GATHERING ? 0 : -1;
    return switch (ticket) {
      case Called(var _, long until) -> place(slip, Standing.CALLED, 0, 0, 0, 0, until);
      case Inside(var _, long until) -> place(slip, Standing.INSIDE, 0, 0, 0, 0, until);
      case Waiting _ when gathers(slip.number()) ->
          place(slip, Standing.GATHERING, 0, (int) waiting() - 1, 0, eta, 0);
      case Waiting _ ->
          place(slip, Standing.WAITING, turn(slip.number()), (int) ahead, returners(), eta, 0);
      case Away _, Returning _ ->
          place(slip, Standing.WAITING, 0, (int) ahead, (int) ahead, eta, 0);
    };
  }

  private int returners() {
    return (int) count(Returning.class::isInstance);
  }

  private PlaceInfo place(
      Slip slip, Standing standing, long turn, int ahead, int returned, long eta, long until) {
    long number = slip.number();
    boolean waits = standing == Standing.WAITING || standing == Standing.GATHERING;
    return new PlaceInfo(
        id,
        epoch,
        slip.user(),
        number,
        standing,
        turn,
        ahead,
        returned,
        eta,
        until,
        slip.issuedMs(),
        waits || aside() ? reason() : sales.reason(id));
  }

  private @Nullable WaitReason reason() {
    return switch (settings.state()) {
      case IDLE, GATHERING -> WaitReason.NOT_OPEN_YET;
      case DRAWING -> WaitReason.DRAW_PENDING;
      case PAUSED -> WaitReason.ROOM_PAUSED;
      case CLOSED -> WaitReason.ROOM_CLOSED;
      case QUARANTINED -> WaitReason.ROOM_QUARANTINED;
      case OPEN -> sales.reason(id);
    };
  }

  long ahead(Ticket ticket) {
    return switch (ticket) {
      case Called _, Inside _ -> 0;
      case Away _ -> returners();
      case Returning(var _, long place) ->
          count(t -> t instanceof Returning(var _, long other) && other < place);
      case Waiting(var slip) ->
          returners()
              + count(t -> t instanceof Waiting(var o) && turn(o.number()) < turn(slip.number()));
    };
  }
}
