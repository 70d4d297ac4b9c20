package io.tidegate.core.room;

import io.tidegate.core.table.DueQueue;
import io.tidegate.core.table.Rows;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All rooms and their tickets, and the moves a ticket can make. Each move keeps line, counters and
 * due times together; whether it may be made is decided elsewhere.
 */
public final class RoomTables {

  /** Tickets of all rooms. */
  public final TicketTable tickets;

  private final TreeMap<Long, Room> rooms = new TreeMap<>();

  /**
   * @param seed seed of the hash table
   */
  public RoomTables(long seed) {
    tickets = new TicketTable(seed);
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
    for (Room room : rooms.values()) if (room.settings().name().equals(name)) return room;
    return null;
  }

  /** All rooms by id. */
  public Collection<Room> all() {
    return rooms.values();
  }

  /** Adds a room. */
  public Room add(long id, int epoch, RoomSettings settings) {
    Room room = new Room(id, epoch, settings);
    rooms.put(id, room);
    return room;
  }

  /**
   * Replaces a room's settings. A longer interval counts the releases that still counted in the
   * shorter one, and none before.
   */
  public void update(long roomId, RoomSettings settings, long nowMs) {
    Room room = get(roomId);
    room.releases.expire(nowMs, room.settings().intervalMs());
    room.settings(settings);
  }

  /** A user joins at the end of the line. */
  public void join(long roomId, long user, long number, long nowMs) {
    Room room = get(roomId);
    int ticket = tickets.add(roomId, user, number, nowMs);
    tickets.moveTo(ticket, TicketState.WAITING, 0);
    room.line.add(number, ticket);
    room.lastNumber = number;
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
    leaveLine(room, ticket);
    tickets.moveTo(ticket, TicketState.CALLED, untilMs);
    room.called++;
    room.calledUpTo = Math.max(room.calledUpTo, tickets.number(ticket));
    room.releases.expire(nowMs, room.settings().intervalMs());
    room.releases.release(nowMs, 1);
    room.calls.add(untilMs, ticket);
  }

  /** A call ran out. */
  public void lapse(int ticket, long nowMs) {
    Room room = get(tickets.room(ticket));
    tickets.moveTo(ticket, TicketState.AWAY, 0);
    room.called--;
    room.away++;
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

  /** A ticket ends, wherever it stands; its row is free again. */
  public void end(int ticket) {
    Room room = get(tickets.room(ticket));
    switch (tickets.state(ticket)) {
      case WAITING, RETURNING -> leaveLine(room, ticket);
      case CALLED -> room.called--;
      case INSIDE -> room.inside--;
      case AWAY -> room.away--;
      case ENDED -> throw new IllegalStateException("ticket " + ticket + " has ended");
    }
    tickets.rows.remove(ticket);
    prune(room);
  }

  /** People who are before this one, 0 if it is called or inside. */
  public int ahead(int ticket) {
    Room room = get(tickets.room(ticket));
    return switch (tickets.state(ticket)) {
      case WAITING -> room.returning.size() + room.line.ahead(tickets.number(ticket));
      case RETURNING -> room.returning.ahead(tickets.returnPlace(ticket));
      case AWAY -> room.returning.size();
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

  private void leaveLine(Room room, int ticket) {
    if (tickets.state(ticket) == TicketState.RETURNING)
      room.returning.remove(tickets.returnPlace(ticket));
    else room.line.remove(tickets.number(ticket));
  }

  /** First entries always stand, so that asking for what is due changes nothing. */
  private void prune(Room room) {
    prune(room, room.calls, room.called, TicketState.CALLED);
    prune(room, room.visits, room.inside, TicketState.INSIDE);
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

  /** What a snapshot needs beside the ticket rows: for each room its counters and open releases. */
  public List<long[]> freezeRooms() {
    List<long[]> frozen = new ArrayList<>();
    for (Room room : rooms.values()) {
      RoomSettings s = room.settings();
      long[] releases = room.releases.freeze();
      long[] values = new long[11 + releases.length];
      long[] head = {
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
        room.calledUpTo
      };
      System.arraycopy(head, 0, values, 0, head.length);
      System.arraycopy(releases, 0, values, head.length, releases.length);
      frozen.add(values);
    }
    return frozen;
  }

  /**
   * Puts a room back as {@link #freezeRooms} gave it; ticket rows are restored before, {@link
   * #restored} is called after.
   */
  public void restoreRoom(long[] v, String name) {
    RoomState state = RoomState.of(v[2]);
    RoomSettings settings = new RoomSettings(name, state, (int) v[3], v[4], (int) v[5], v[6], v[7]);
    Room room = add(v[0], (int) v[1], settings);
    room.lastNumber = v[8];
    room.lastReturn = v[9];
    room.calledUpTo = v[10];
    for (int i = 11; i < v.length; i += 2) room.releases.release(v[i], (int) v[i + 1]);
  }

  /** Rebuilds all that is derived, after ticket rows and rooms were restored. */
  public void restored(long firstFree) {
    tickets.rows.restored(firstFree);
    long end = tickets.rows.rows().end();
    for (int ticket = 0; ticket < end; ticket++) if (tickets.room(ticket) != 0) startLines(ticket);
    for (int ticket = 0; ticket < end; ticket++) if (tickets.room(ticket) != 0) place(ticket);
  }

  /** Tells the lines where they start, so that tickets may then be placed in any order. */
  private void startLines(int ticket) {
    Room room = get(tickets.room(ticket));
    if (tickets.state(ticket) == TicketState.WAITING)
      room.line.cover(tickets.number(ticket), room.lastNumber);
    if (tickets.state(ticket) == TicketState.RETURNING)
      room.returning.cover(tickets.returnPlace(ticket), room.lastReturn);
  }

  private void place(int ticket) {
    Room room = get(tickets.room(ticket));
    switch (tickets.state(ticket)) {
      case WAITING -> room.line.add(tickets.number(ticket), ticket);
      case RETURNING -> room.returning.add(tickets.returnPlace(ticket), ticket);
      case AWAY -> room.away++;
      case CALLED -> {
        room.called++;
        room.calls.add(tickets.untilMs(ticket), ticket);
      }
      case INSIDE -> {
        room.inside++;
        room.visits.add(tickets.untilMs(ticket), ticket);
      }
      case ENDED -> throw new IllegalStateException("ticket " + ticket + " has ended");
    }
  }
}
