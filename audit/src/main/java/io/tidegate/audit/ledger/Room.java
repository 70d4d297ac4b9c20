package io.tidegate.audit.ledger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A room's tickets by number, its line, its lane, and what it released. */
final class Room {
  private static final TicketState[] STATES = TicketState.values();
  private static final int PAID = 0;
  private static final int TIMED_OUT = 2;

  /** For how long who was called and did not come may come back. */
  private static final long AWAY_KEPT_MS = 24 * 60 * 60 * 1_000L;

  private static final long KEPT_MS = 30 * 24 * 60 * 60 * 1_000L;
  static final int IDLE = 0;
  static final int GATHERING = 1;
  static final int OPEN = 2;
  static final int CLOSED = 4;
  static final int DRAWING = 5;
  static final int QUARANTINED = 6;

  final long id;
  final Releases releases = new Releases();
  final OpenReleases open = new OpenReleases();
  final Draw draw;

  /** What its tickets did when; null where nobody asked. */
  final @Nullable TicketHistory history;

  int epoch;

  /** When it was closed last; 0 while it is neither closed nor was when it was quarantined. */
  long closedMs;

  /** Since when it is in quarantine; 0 while it is not. */
  long asideMs;

  /** Why it is in quarantine; empty while it is not. */
  String asideReason = "";

  /** Sales behind it that left memory. */
  long salesRetired;

  /** It left memory; nothing may speak of it any more. */
  boolean retired;

  /** Who has a smaller number is of an earlier epoch. */
  private int epochFrom = 1;

  /** Tickets with smaller numbers have ended. */
  private int firstLive = 1;

  private final Breaches breaches;
  private Event.Settings settings;

  /** By number, from 1: a state's code, from 1; 0 where no such number was given. */
  private byte[] states = new byte[16];

  private long[] users = new long[16];
  private long[] untils = new long[16];
  private int[] places = new int[16];
  private long[] joinedMs = new long[16];
  private long[] entries = new long[1];
  private int numbers;
  private final PairMap numberOf = new PairMap();

  /** The number at each place of the return lane, from 1. */
  private int[] lane = new int[16];

  private int laneEnd;

  /** The smallest turn that may still wait. */
  private int lineHead = 1;

  private int laneHead = 1;

  private final long[] count = new long[STATES.length];
  final long[] endedBy = new long[3];
  long endedByEpoch;
  long endedByRetirement;
  long issued;
  long calls;
  long callLapses;
  long returns;
  long entered;
  int measured; // people per interval; 0 where nobody measured
  long overtakes;
  long mostInsideAndCalled;

  /** The highest turn that was called from the line. */
  long calledUpTo;

  Room(Event.RoomCreated e, Breaches breaches, @Nullable TicketHistory history) {
    this.id = e.room();
    this.epoch = e.epoch();
    this.settings = e.settings();
    this.breaches = breaches;
    this.draw = new Draw(id, breaches);
    this.history = history;
  }

  void settings(Event.Settings changed, long timeMs, long hourMs) {
    releases.changed(timeMs, settings.intervalMs());
    open.expire(timeMs, settings.intervalMs());
    draw.switched(changed.state(), hourMs);
    if (changed.state() != settings.state()) closedMs = changed.state() == CLOSED ? timeMs : 0;
    if (settings.state() == QUARANTINED) goOn(timeMs);
    settings = changed;
    measured = 0;
  }

  void measured(int people) {
    if (settings.state() == QUARANTINED)
      breaches.add(Rule.RELEASES, "room " + id + " is in quarantine");
    if (people < 1)
      breaches.add(Rule.RELEASES, "room " + id + " is measured to take " + people + " people");
    measured = people;
  }

  /** What the organiser set, with fewer people where fewer were measured. */
  private Event.Settings inForce() {
    return measured == 0 || measured >= settings.people() ? settings : settings.calling(measured);
  }

  /** Calls and visits have the time they had left when the quarantine began. */
  private void goOn(long timeMs) {
    prolong(asideMs, timeMs - asideMs);
    asideMs = 0;
    asideReason = "";
  }

  void planned(Event.DrawPlanned e, long hourMs) {
    draw.planned(e, settings.state(), hourMs);
  }

  void closed(Event.CohortClosed e, long hourMs) {
    if (draw.closed(e, settings.state(), waiting(), hourMs)) goesOn(DRAWING);
  }

  /** A room that is closed stays closed while its draw goes on. */
  private void goesOn(int state) {
    if (settings.state() != CLOSED) settings = settings.in(state);
  }

  /** The numbers in line, ascending. */
  private int[] waiting() {
    int[] waiting = new int[(int) count(TicketState.WAITING)];
    int found = 0;
    for (int number = epochFrom; number <= numbers && found < waiting.length; number++)
      if (state(number) == TicketState.WAITING) waiting[found++] = number;
    return waiting;
  }

  void drawn(Event.Drawn e, long hourMs) {
    if (!draw.drawn(e, settings.state(), hourMs)) return;
    goesOn(OPEN);
    lineHead = 1;
    if (history != null) history.drawn();
  }

  void quarantined(String reason, long timeMs) {
    asideMs = timeMs;
    asideReason = reason;
    settings = settings.in(QUARANTINED);
  }

  /** Nothing happens there but that a payment ends a visit. */
  void checkQuarantine(Event.OfTicket e) {
    boolean paid = e instanceof Event.Ended(var _, var _, var _, int cause) && cause == PAID;
    if (settings.state() == QUARANTINED && !paid)
      breaches.add(Rule.TICKETS, "room " + id + " is in quarantine");
  }

  /** Every ticket ends, wherever it stands. */
  void epoch(Event.EpochBegan e, long timeMs, long hourMs) {
    if (e.epoch() != epoch + 1)
      breaches.add(
          Rule.DRAWS, "epoch " + e.epoch() + " of room " + id + " comes behind epoch " + epoch);
    epoch = e.epoch();
    draw.cohortChanges(hourMs);
    endedByEpoch += endAll(timeMs);
  }

  private long endAll(long timeMs) {
    long ended = 0;
    for (int number = epochFrom; number <= numbers; number++) {
      TicketState state = state(number);
      if (state == null || state == TicketState.ENDED) continue;
      move(number, TicketState.ENDED);
      ended++;
      if (history != null) history.ended(number, TicketHistory.EPOCH, timeMs);
    }
    epochFrom = numbers + 1;
    return ended;
  }

  boolean mayRetire(long timeMs) {
    return settings.state() == CLOSED && closedMs > 0 && timeMs - closedMs >= KEPT_MS;
  }

  /** It leaves memory; nobody is left in it. */
  void retire(long timeMs) {
    retired = true;
    endedByRetirement += endAll(timeMs);
  }

  /** The highest number given. */
  int numbers() {
    return numbers;
  }

  /** The highest place of the return lane given. */
  int places() {
    return laneEnd;
  }

  long joinedMs(int number) {
    return joinedMs[number];
  }

  /** What the number's call, visit or absence lasts until, its place in the lane, or its turn. */
  long standing(int number) {
    TicketState state = state(number);
    if (state == null) return 0;
    return switch (state) {
      case CALLED, INSIDE, LAPSED -> untils[number];
      case RETURNED -> places[number];
      case WAITING -> draw.isDrawn(number) ? draw.turnOf(number) : 0;
      case ENDED -> 0;
    };
  }

  Event.Settings settings() {
    return settings;
  }

  /** Tickets in this state now. */
  long count(TicketState state) {
    return count[state.ordinal()];
  }

  @Nullable TicketState state(long number) {
    if (number < 1 || number > numbers || states[(int) number] == 0) return null;
    return STATES[states[(int) number] - 1];
  }

  long user(long number) {
    return state(number) == null ? 0 : users[(int) number];
  }

  boolean entered(long number) {
    return number >= 1 && number <= numbers && hasEntered((int) number);
  }

  long[] enteredNumbers() {
    long[] found = new long[(int) entered];
    int size = 0;
    for (int number = 1; number <= numbers && size < found.length; number++)
      if (hasEntered(number)) found[size++] = number;
    return Arrays.copyOf(found, size);
  }

  boolean isInside(long user) {
    return state(number(user)) == TicketState.INSIDE;
  }

  /** The last number of this user; 0 for one who never joined. */
  int number(long user) {
    return (int) numberOf.get(user, 0);
  }

  void joined(Event.Joined e, long timeMs, long hourMs) {
    draw.cohortChanges(hourMs);
    if (e.number() != numbers + 1)
      breaches.add(Rule.TICKETS, "number " + e.number() + " comes behind number " + numbers);
    if (settings.state() == CLOSED || (settings.state() == IDLE && draw.isAhead()))
      breaches.add(Rule.TICKETS, "number " + e.number() + " joins, and the room takes nobody in");
    // Numbers are counted in int here: a room of more is not what this was made for.
    if (e.number() <= numbers || e.number() > Integer.MAX_VALUE - 16) return;
    TicketState has = state(numberOf.get(e.user(), 0));
    if (has != null && has != TicketState.ENDED)
      breaches.add(Rule.TICKETS, "user " + e.user() + " has number " + numberOf.get(e.user(), 0));
    numbers = (int) e.number();
    grow();
    users[numbers] = e.user();
    joinedMs[numbers] = timeMs;
    numberOf.put(e.user(), 0, numbers);
    issued++;
    enter(numbers, TicketState.WAITING);
  }

  private void grow() {
    if (numbers < states.length) return;
    int size = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(numbers + 1L, states.length * 2L));
    states = Arrays.copyOf(states, size);
    users = Arrays.copyOf(users, size);
    untils = Arrays.copyOf(untils, size);
    places = Arrays.copyOf(places, size);
    joinedMs = Arrays.copyOf(joinedMs, size);
  }

  void called(Event.Called e, long timeMs) {
    if (!is(e.user(), e.number(), "is called", TicketState.WAITING, TicketState.RETURNED)) return;
    int number = (int) e.number();
    checkTurn(number);
    if (settings.state() != OPEN)
      breaches.add(Rule.TICKETS, name(number) + " is called, and the room is not open");
    checkUntil(number, "is called", e.untilMs(), timeMs + settings.callMs());
    if (state(number) == TicketState.WAITING)
      calledUpTo = Math.max(calledUpTo, draw.turnOf(number));
    move(number, TicketState.CALLED);
    open.expire(timeMs, settings.intervalMs());
    open.called(timeMs);
    untils[number] = e.untilMs();
    calls++;
    releases.called(timeMs, inForce(), breaches);
    checkRoom();
  }

  /** A call and a visit last as long as the settings in force at their beginning say. */
  private void checkUntil(int number, String what, long untilMs, long rightMs) {
    if (untilMs != rightMs)
      breaches.add(
          Rule.TICKETS, name(number) + " " + what + " until " + untilMs + ", not until " + rightMs);
  }

  /** The lane's first place comes first, then the line's smallest turn. */
  private void checkTurn(int number) {
    while (laneHead <= laneEnd && !inLane(laneHead)) laneHead++;
    while (lineHead <= numbers && state(draw.atTurn(lineHead)) != TicketState.WAITING) lineHead++;
    int first = laneHead <= laneEnd ? lane[laneHead] : draw.atTurn(lineHead);
    if (first == number) return;
    overtakes++;
    breaches.add(Rule.ORDER, name(number) + " is called before " + name(first));
  }

  private boolean inLane(int place) {
    int number = lane[place];
    return number > 0 && state(number) == TicketState.RETURNED && places[number] == place;
  }

  private void checkRoom() {
    long both = count(TicketState.INSIDE) + count(TicketState.CALLED);
    mostInsideAndCalled = Math.max(mostInsideAndCalled, both);
    if (both > settings.insideMax())
      breaches.add(
          Rule.RELEASES,
          both + " are inside or called in room " + id + ", at most " + settings.insideMax());
  }

  void callLapsed(Event.CallLapsed e, long timeMs) {
    if (!is(e.user(), e.number(), "has its call lapse", TicketState.CALLED)) return;
    int number = (int) e.number();
    if (timeMs < untils[number])
      breaches.add(Rule.TICKETS, name(number) + " was called until " + untils[number]);
    move(number, TicketState.LAPSED);
    untils[number] = timeMs + AWAY_KEPT_MS;
    callLapses++;
    open.expire(timeMs, settings.intervalMs());
    open.lapsed();
    releases.lapsed(timeMs);
  }

  void returned(Event.Returned e) {
    if (e.place() != laneEnd + 1)
      breaches.add(Rule.TICKETS, "place " + e.place() + " comes behind place " + laneEnd);
    if (e.place() <= laneEnd || e.place() > Integer.MAX_VALUE - 16) return;
    if (!is(e.user(), e.number(), "returns", TicketState.LAPSED)) return;
    int number = (int) e.number();
    laneEnd = (int) e.place();
    if (laneEnd >= lane.length) lane = Arrays.copyOf(lane, Math.max(laneEnd + 1, lane.length * 2));
    lane[laneEnd] = number;
    places[number] = laneEnd;
    move(number, TicketState.RETURNED);
    returns++;
  }

  void entered(Event.Entered e, long timeMs) {
    if (!is(e.user(), e.number(), "enters", TicketState.CALLED)) return;
    int number = (int) e.number();
    if (timeMs >= untils[number])
      breaches.add(Rule.TICKETS, name(number) + " was called until " + untils[number]);
    checkUntil(number, "enters", e.untilMs(), timeMs + settings.insideMs());
    if (hasEntered(number)) breaches.add(Rule.TICKETS, name(number) + " entered before");
    markEntered(number);
    move(number, TicketState.INSIDE);
    untils[number] = e.untilMs();
    entered++;
  }

  void renewed(Event.Renewed e, long timeMs) {
    if (!is(e.user(), e.number(), "renews a visit", TicketState.INSIDE)) return;
    int number = (int) e.number();
    if (timeMs >= untils[number])
      breaches.add(Rule.TICKETS, name(number) + " was inside until " + untils[number]);
    checkUntil(number, "renews", e.untilMs(), timeMs + settings.insideMs());
    if (e.untilMs() <= untils[number])
      breaches.add(Rule.TICKETS, name(number) + " renews to no later time");
    untils[number] = e.untilMs();
  }

  void prolong(long afterMs, long byMs) {
    while (firstLive <= numbers && state(firstLive) == TicketState.ENDED) firstLive++;
    for (int number = firstLive; number <= numbers; number++)
      if (runsOut(state(number)) && untils[number] > afterMs) untils[number] += byMs;
  }

  private static boolean runsOut(@Nullable TicketState state) {
    return state == TicketState.CALLED
        || state == TicketState.INSIDE
        || state == TicketState.LAPSED;
  }

  /** Somebody's ticket ends; {@code paid} says whether the event before was the payment for it. */
  void ended(Event.Ended e, boolean paid, long timeMs, long hourMs) {
    draw.cohortChanges(hourMs);
    TicketState state = state(e.number());
    if (state == TicketState.ENDED || !is(e.user(), e.number(), "ends")) {
      if (state == TicketState.ENDED)
        breaches.add(Rule.TICKETS, name((int) e.number()) + " ends again");
      return;
    }
    int number = (int) e.number();
    boolean ran = state == TicketState.INSIDE || state == TicketState.LAPSED;
    if (e.cause() == TIMED_OUT && (!ran || timeMs < untils[number]))
      breaches.add(Rule.TICKETS, name(number) + " times out too early");
    if (e.cause() == PAID && (state != TicketState.INSIDE || !paid))
      breaches.add(Rule.TICKETS, name(number) + " ends as paid, and did not pay inside");
    endedBy[e.cause()]++;
    move(number, TicketState.ENDED);
  }

  /**
   * Whether the ticket is that user's and in one of these states, or in any where none is named.
   */
  private boolean is(long user, long number, String what, TicketState... wanted) {
    TicketState state = state(number);
    if (state == null) {
      breaches.add(Rule.TICKETS, "number " + number + " " + what + ", and was never given");
      return false;
    }
    if (users[(int) number] != user)
      breaches.add(Rule.TICKETS, name((int) number) + " is treated as one of user " + user);
    if (wanted.length == 0 || Arrays.asList(wanted).contains(state)) return true;
    breaches.add(Rule.TICKETS, name((int) number) + " " + what);
    return false;
  }

  private String name(int number) {
    TicketState state = state(number);
    if (state == null) return "number " + number;
    return "number " + number + " of user " + users[number] + ", " + state.word() + ",";
  }

  private void enter(int number, TicketState state) {
    states[number] = (byte) (state.ordinal() + 1);
    count[state.ordinal()]++;
  }

  private void move(int number, TicketState to) {
    count[states[number] - 1]--;
    enter(number, to);
  }

  private boolean hasEntered(int number) {
    return number / 64 < entries.length && (entries[number / 64] >>> number & 1) != 0;
  }

  private void markEntered(int number) {
    if (number / 64 >= entries.length) entries = Arrays.copyOf(entries, number / 64 * 2 + 1);
    entries[number / 64] |= 1L << number;
  }
}
