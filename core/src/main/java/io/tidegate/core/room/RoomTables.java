package io.tidegate.core.room;

import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.Cohort;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.name.Names;
import io.tidegate.core.table.DueQueue;
import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * All rooms and their tickets, and the moves that a ticket can make. Each move updates line,
 * counters and due times together. Whether a ticket may make a move is decided in {@code
 * io.tidegate.core.RoomRules}.
 */
public final class RoomTables {

  /** For how long somebody who was called and did not come may come back: 24 h. */
  public static final long AWAY_KEPT_MS = 24L * 60 * 60 * 1_000;

  /** Tickets of all rooms. */
  public final TicketTable tickets;

  /** Numbers of a frozen room before its draw. */
  private static final int HEAD = 16;

  private final SortedMap<Long, Room> rooms;
  private final DueRooms dues;
  private final Map<String, Long> names = new HashMap<>(); // in their normal form
  private final DueQueue openings = new DueQueue(); // of rooms that will draw
  private final Texts beacons = new Texts();
  private final Texts beaconValues = new Texts();
  private final Texts reasons = new Texts(); // why rooms are in quarantine
  private int living; // tickets called or inside, of all rooms

  /**
   * @param seed seed of the hash table
   */
  public RoomTables(long seed) {
    this(seed, new TreeMap<>(), new DueRooms());
  }

  RoomTables(long seed, SortedMap<Long, Room> rooms, DueRooms dues) {
    tickets = new TicketTable(seed);
    this.rooms = rooms;
    this.dues = dues;
  }

  /** The room with this id, or null. */
  public @Nullable Room find(long room) {
    return rooms.get(room);
  }

  /** The room with this id, which exists. */
  public Room get(long room) {
    Room found = rooms.get(room);
    if (found == null) throw new IllegalStateException("no room " + room);
    return found;
  }

  /** The room with this name, or null. */
  public @Nullable Room named(String name) {
    Long room = names.get(Names.normal(name));
    return room == null ? null : find(room);
  }

  /** All rooms by id. */
  public Collection<Room> all() {
    return rooms.values();
  }

  /** The room in which something falls due first, null if nothing does. */
  public @Nullable Room firstDue() {
    return dues.first();
  }

  /** When that is, epoch ms; {@link Long#MAX_VALUE} for never. */
  public long nextDueMs() {
    Room first = dues.first();
    return first == null ? Long.MAX_VALUE : first.dueMs;
  }

  /** The room that moves on first towards its draw, and has to by this hour; null if none does. */
  public @Nullable Room opening(long hourMs) {
    return openings.firstDueMs() <= hourMs ? find(openings.firstId()) : null;
  }

  /** When the first room moves on towards its draw, {@link Long#MAX_VALUE} for never. */
  public long nextOpeningMs() {
    return openings.firstDueMs();
  }

  /** The first entry always stands, so that asking for what is due changes nothing. */
  private void watch(Room room) {
    if (room.nextOpeningMs() != Long.MAX_VALUE) openings.add(room.nextOpeningMs(), room.id());
    while (openings.size() > 0 && !opens(openings.firstDueMs(), openings.firstId()))
      openings.removeFirst();
    if (openings.size() > 2 * rooms.size() + 1_024) rewatch();
  }

  /** Made anew rather than compacted: a room may stand in the queue twice with the same time. */
  private void rewatch() {
    openings.keep((_, _) -> false);
    for (Room room : rooms.values())
      if (room.nextOpeningMs() != Long.MAX_VALUE) openings.add(room.nextOpeningMs(), room.id());
  }

  private boolean opens(long dueMs, long roomId) {
    Room room = find(roomId);
    return room != null && room.nextOpeningMs() == dueMs;
  }

  /** Adds a room. */
  public Room add(long id, int epoch, RoomSettings settings) {
    Room room = new Room(dues, id, epoch, settings);
    rooms.put(id, room);
    names.putIfAbsent(Names.normal(settings.name()), id);
    return room;
  }

  /** Bounds how many people a room calls per interval. */
  public void measure(long roomId, int people) {
    Room room = get(roomId);
    room.measured = people;
    dues.touch(room);
  }

  /**
   * Replaces a room's settings, and lifts a measured bound. A longer interval counts the releases
   * that still counted in the shorter one, and none before.
   */
  public void update(long roomId, RoomSettings settings, long nowMs) {
    Room room = get(roomId);
    room.releases.expire(nowMs, room.settings().intervalMs());
    boolean stays = room.settings().state() == settings.state();
    if (!stays) room.closedAtMs = settings.state() == RoomState.CLOSED ? nowMs : 0;
    if (room.quarantined()) goOn(room, nowMs);
    room.measured = 0;
    room.settings(settings);
    watch(room);
  }

  /** Nothing happens in a room by itself any more, until it has other settings. */
  public void quarantine(long roomId, String reason, long nowMs) {
    Room room = get(roomId);
    reasons.set(roomId, reason);
    room.quarantinedAtMs = nowMs;
    room.settings(room.settings().in(RoomState.QUARANTINED));
    watch(room);
  }

  /**
   * People who were called, inside or away when the quarantine began have the time they had left.
   */
  private void goOn(Room room, long nowMs) {
    long fromMs = room.quarantinedAtMs;
    tickets.prolong(of -> of == room.id(), fromMs, nowMs - fromMs);
    shift(room, fromMs, nowMs - fromMs);
    room.quarantinedAtMs = 0;
    reasons.remove(room.id());
  }

  /** Why a room is in quarantine; empty while it is not. */
  public String quarantineReason(long roomId) {
    return reasons.get(roomId);
  }

  private static void shift(Room room, long afterMs, long byMs) {
    room.calls.shift(afterMs, byMs);
    room.visits.shift(afterMs, byMs);
    room.aways.shift(afterMs, byMs);
  }

  /** A room will draw, or will draw at another time. */
  public void plan(long roomId, Draw plan) {
    get(roomId).draw(plan);
    if (plan.hasBeacon()) beacons.set(roomId, plan.beacon());
    watch(get(roomId));
  }

  /** The people who wait now are the cohort of the room's draw; a closed room stays closed. */
  public void closeCohort(long roomId, Bytes32 digest, long hourMs) {
    Room room = get(roomId);
    room.draw(drawOf(room).close(hourMs, Cohort.of(room.line.numbers()), digest));
    goesOn(room, RoomState.DRAWING);
    watch(room);
  }

  private static void goesOn(Room room, RoomState to) {
    if (room.settings().state() != RoomState.CLOSED) room.settings(room.settings().in(to));
  }

  /** The cohort that a room would close now. */
  public Cohort cohort(Room room) {
    return Cohort.of(room.line.numbers());
  }

  /**
   * The cohort gets its turns: the numbers of the cohort, exchanged in the order of the draw.
   * People who left since the close leave a gap.
   */
  public void draw(long roomId, String beaconValue, long hourMs) {
    Room room = get(roomId);
    Draw draw = drawOf(room).draw(hourMs, beaconValue);
    room.draw(draw);
    if (draw.hasBeacon()) beaconValues.set(roomId, beaconValue);
    goesOn(room, RoomState.OPEN);
    watch(room);
    long[] numbers = Objects.requireNonNull(draw.closed()).cohort().numbers();
    int[] order = draw.order();
    room.line = drawnLine(room, numbers, order);
    dues.touch(room);
  }

  private Line drawnLine(Room room, long[] numbers, int[] order) {
    Line drawn = new Line();
    drawn.cover(numbers.length == 0 ? 1 : numbers[0], room.lastNumber);
    int[] places = new int[order.length];
    for (int place = 0; place < order.length; place++) places[order[place]] = place;
    // In the order of numbers, in which the rows of tickets lie: by turns, each would be a miss of
    // the cache.
    for (int i = 0; i < numbers.length; i++) {
      int ticket = room.line.ticketAt(numbers[i]);
      if (ticket == TicketTable.NONE) continue;
      long turn = numbers[places[i]];
      drawn.put(turn, ticket);
      tickets.moveTo(ticket, TicketState.WAITING, turn);
    }
    long last = numbers.length == 0 ? 0 : numbers[numbers.length - 1];
    for (long number : room.line.numbers())
      if (number > last) drawn.put(number, room.line.ticketAt(number));
    drawn.countAll();
    return drawn;
  }

  private static Draw drawOf(Room room) {
    return Objects.requireNonNull(room.draw(), "the room has no draw");
  }

  /** Every ticket of a room ends; numbers go on. */
  public void beginEpoch(long roomId, int epoch) {
    get(roomId).beginEpoch(epoch);
    for (int ticket = 0; ticket < tickets.rows.rows().end(); ticket++)
      if (tickets.room(ticket) == roomId) end(ticket);
  }

  /** Removes rooms that are closed from memory; their tickets end. */
  public void retire(long[] gone) {
    Set<Long> ids = new HashSet<>();
    for (long id : gone) ids.add(id);
    for (int ticket = 0; ticket < tickets.rows.rows().end(); ticket++)
      if (ids.contains(tickets.room(ticket))) end(ticket);
    for (long id : gone) {
      Room room = get(id);
      dues.remove(room);
      rooms.remove(id);
      names.remove(Names.normal(room.settings().name()), id);
      beacons.remove(id);
      reasons.remove(id);
      beaconValues.remove(id);
    }
  }

  /** A user joins at the end of the line. */
  public void join(long roomId, long user, long number, long nowMs) {
    Room room = get(roomId);
    int ticket = tickets.add(roomId, user, number, nowMs);
    tickets.moveTo(ticket, TicketState.WAITING, 0);
    room.line.add(number, ticket);
    room.lastNumber = number;
    dues.touch(room);
  }

  /**
   * The next in the return lane, else in the line: the ticket row; {@link TicketTable#NONE} if
   * nobody waits.
   */
  public int next(Room room) {
    if (room.returning.size() > 0) return room.returning.firstTicket();
    return room.line.size() > 0 ? room.line.firstTicket() : TicketTable.NONE;
  }

  /** Somebody who waits is called. */
  public void call(int ticket, long untilMs, long nowMs) {
    Room room = get(tickets.room(ticket));
    boolean returns = tickets.state(ticket) == TicketState.RETURNING;
    long turn = returns ? 0 : tickets.turn(ticket);
    leaveLine(room, ticket);
    tickets.moveTo(ticket, TicketState.CALLED, untilMs);
    room.called++;
    living++;
    room.calledUpTo = Math.max(room.calledUpTo, turn);
    room.releases.expire(nowMs, room.settings().intervalMs());
    room.releases.release(nowMs, 1);
    room.calls.add(untilMs, ticket);
    dues.touch(room);
  }

  /** A call ran out. The place is kept for a while. */
  public void lapse(int ticket, long nowMs) {
    Room room = get(tickets.room(ticket));
    tickets.moveTo(ticket, TicketState.AWAY, nowMs + AWAY_KEPT_MS);
    room.called--;
    living--;
    room.away++;
    room.aways.add(nowMs + AWAY_KEPT_MS, ticket);
    room.releases.lapse(nowMs, room.settings().intervalMs());
    prune(room);
  }

  /** Somebody whose call ran out asks again. */
  public void comeBack(int ticket, long place) {
    Room room = get(tickets.room(ticket));
    tickets.moveTo(ticket, TicketState.RETURNING, place);
    room.away--;
    room.lastReturn = place;
    room.returning.add(place, ticket);
    prune(room);
  }

  /** Somebody who was called arrives. */
  public void enter(int ticket, long untilMs) {
    Room room = get(tickets.room(ticket));
    tickets.moveTo(ticket, TicketState.INSIDE, untilMs);
    room.called--;
    room.inside++;
    room.visits.add(untilMs, ticket);
    prune(room);
  }

  /** The visit of somebody inside lasts until then. */
  public void renew(int ticket, long untilMs) {
    Room room = get(tickets.room(ticket));
    tickets.moveTo(ticket, TicketState.INSIDE, untilMs);
    room.visits.add(untilMs, ticket);
    prune(room);
  }

  /** Whether somebody is called or inside anywhere. */
  public boolean anybodyLives() {
    return living > 0;
  }

  /**
   * Extends every call, visit and absence that had not ended by a moment; those of quarantined
   * rooms get the time when the quarantine ends.
   */
  public void prolong(long afterMs, long byMs) {
    tickets.prolong(room -> !quarantined(room), afterMs, byMs);
    for (Room room : rooms.values()) {
      if (room.quarantined()) continue;
      shift(room, afterMs, byMs);
      dues.touch(room);
    }
  }

  private boolean quarantined(long roomId) {
    Room room = find(roomId);
    return room != null && room.quarantined();
  }

  /** A ticket ends, wherever it stands; its row is free again. */
  public void end(int ticket) {
    Room room = get(tickets.room(ticket));
    switch (tickets.state(ticket)) {
      case WAITING, RETURNING -> leaveLine(room, ticket);
      case CALLED -> {
        room.called--;
        living--;
      }
      case INSIDE -> {
        room.inside--;
        living--;
      }
      case AWAY -> room.away--;
      case ENDED -> throw new IllegalStateException("ticket " + ticket + " has ended");
    }
    tickets.rows.remove(ticket);
    prune(room);
  }

  /** People who are before this one, 0 if it is called or inside. */
  public int ahead(int ticket) {
    int inTurn =
        tickets.state(ticket) == TicketState.WAITING
            ? get(tickets.room(ticket)).line.ahead(tickets.turn(ticket))
            : 0;
    return returnedAhead(ticket) + inTurn;
  }

  /** Of those, the people of the return lane. */
  public int returnedAhead(int ticket) {
    Room room = get(tickets.room(ticket));
    return switch (tickets.state(ticket)) {
      case WAITING, AWAY -> room.returning.size();
      case RETURNING -> room.returning.ahead(tickets.returnPlace(ticket));
      case CALLED, INSIDE, ENDED -> 0;
    };
  }

  /** The ticket whose call ran out by now, or {@link TicketTable#NONE}. */
  public int lapsedCall(Room room, long nowMs) {
    return room.calls.firstDueMs() <= nowMs ? (int) room.calls.firstId() : TicketTable.NONE;
  }

  /** The ticket whose visit ran out by now, or {@link TicketTable#NONE}. */
  public int overstayed(Room room, long nowMs) {
    return room.visits.firstDueMs() <= nowMs ? (int) room.visits.firstId() : TicketTable.NONE;
  }

  /** The ticket of who was away for too long by now, or {@link TicketTable#NONE}. */
  public int longAway(Room room, long nowMs) {
    return room.aways.firstDueMs() <= nowMs ? (int) room.aways.firstId() : TicketTable.NONE;
  }

  private void leaveLine(Room room, int ticket) {
    if (tickets.state(ticket) == TicketState.RETURNING)
      room.returning.remove(tickets.returnPlace(ticket));
    else room.line.remove(tickets.turn(ticket));
  }

  /** First entries always stand, so that asking for what is due changes nothing. */
  private void prune(Room room) {
    dues.touch(room);
    prune(room, room.calls, room.called, TicketState.CALLED);
    prune(room, room.visits, room.inside, TicketState.INSIDE);
    prune(room, room.aways, room.away, TicketState.AWAY);
  }

  private void prune(Room room, DueQueue queue, int live, TicketState state) {
    while (queue.size() > 0 && !stands(room, state, queue.firstDueMs(), queue.firstId()))
      queue.removeFirst();
    queue.compact(live, (dueMs, id) -> stands(room, state, dueMs, id));
  }

  private boolean stands(Room room, TicketState state, long dueMs, long id) {
    int ticket = (int) id;
    return tickets.room(ticket) == room.id()
        && tickets.state(ticket) == state
        && tickets.untilMs(ticket) == dueMs;
  }

  /** The ticket rows, for a snapshot. */
  public Rows ticketRows() {
    return tickets.rows.rows();
  }

  /** Head of the list of free ticket rows, for a snapshot. */
  public long firstFreeTicket() {
    return tickets.rows.firstFree();
  }

  /** What draws need beside numbers, by the name it has in a snapshot, in its order. */
  public Map<String, Texts> texts() {
    Map<String, Texts> texts = new LinkedHashMap<>();
    texts.put("beacons", beacons);
    texts.put("beacon-values", beaconValues);
    texts.put("quarantine-reasons", reasons);
    return texts;
  }

  /** What a snapshot needs beside ticket rows and texts: an array of numbers for each room. */
  public List<long[]> freezeRooms() {
    return rooms.values().stream().map(RoomTables::freeze).toList();
  }

  private static long[] freeze(Room room) {
    RoomSettings s = room.settings();
    long[] draw = DrawCodec.freeze(room.draw());
    LongStream head =
        LongStream.of(
            room.id(),
            room.epoch(),
            s.state().ordinal(),
            s.people(),
            s.intervalMs(),
            s.insideMax(),
            s.callMs(),
            s.insideMs(),
            room.lastNumber,
            room.lastReturn,
            room.calledUpTo,
            room.closedAtMs,
            room.quarantinedAtMs,
            room.salesRetired,
            room.measured,
            draw.length);
    LongStream rest = LongStream.concat(Arrays.stream(draw), Arrays.stream(room.releases.freeze()));
    return LongStream.concat(head, rest).toArray();
  }

  /**
   * Puts a room back as {@link #freezeRooms} gave it; ticket rows and texts are restored before,
   * {@link #restored} is called after.
   */
  public void restoreRoom(long[] v, String name) {
    RoomState state = RoomState.of(v[2]);
    RoomSettings settings = new RoomSettings(name, state, (int) v[3], v[4], (int) v[5], v[6], v[7]);
    Room room = add(v[0], (int) v[1], settings);
    room.lastNumber = v[8];
    room.lastReturn = v[9];
    room.calledUpTo = v[10];
    room.closedAtMs = v[11];
    room.quarantinedAtMs = v[12];
    room.salesRetired = (int) v[13];
    room.measured = (int) v[14];
    int end = HEAD + (int) v[15];
    long[] draw = Arrays.copyOfRange(v, HEAD, end);
    room.draw(DrawCodec.restore(draw, beacons.get(room.id()), beaconValues.get(room.id())));
    watch(room);
    for (int i = end; i < v.length; i += 2) room.releases.release(v[i], (int) v[i + 1]);
  }

  /** Rebuilds all that is derived, after ticket rows and rooms were restored. */
  public void restored(long firstFree) {
    tickets.rows.restored(firstFree);
    long end = tickets.rows.rows().end();
    for (int ticket = 0; ticket < end; ticket++) if (tickets.room(ticket) != 0) startLines(ticket);
    for (int ticket = 0; ticket < end; ticket++) if (tickets.room(ticket) != 0) place(ticket);
    for (Room room : rooms.values()) {
      room.line.countAll();
      room.returning.countAll();
      dues.touch(room);
    }
  }

  /** Tells the lines where they start, so that tickets may then be placed in any order. */
  private void startLines(int ticket) {
    Room room = get(tickets.room(ticket));
    if (tickets.state(ticket) == TicketState.WAITING)
      room.line.cover(tickets.turn(ticket), room.lastNumber);
    if (tickets.state(ticket) == TicketState.RETURNING)
      room.returning.cover(tickets.returnPlace(ticket), room.lastReturn);
  }

  private void place(int ticket) {
    Room room = get(tickets.room(ticket));
    switch (tickets.state(ticket)) {
      case WAITING -> room.line.put(tickets.turn(ticket), ticket);
      case RETURNING -> room.returning.put(tickets.returnPlace(ticket), ticket);
      case AWAY -> {
        room.away++;
        room.aways.add(tickets.untilMs(ticket), ticket);
      }
      case CALLED -> {
        room.called++;
        living++;
        room.calls.add(tickets.untilMs(ticket), ticket);
      }
      case INSIDE -> {
        room.inside++;
        living++;
        room.visits.add(tickets.untilMs(ticket), ticket);
      }
      case ENDED -> throw new IllegalStateException("ticket " + ticket + " has ended");
    }
  }
}
