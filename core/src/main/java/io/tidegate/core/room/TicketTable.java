package io.tidegate.core.room;

import io.tidegate.core.table.KeyedRows;
import io.tidegate.core.table.Rows;
import java.util.function.LongPredicate;

/** Tickets that have not ended, by room and user. */
public final class TicketTable {

  /** No such ticket. */
  public static final int NONE = KeyedRows.NONE;

  private static final int ROOM = 0;
  private static final int USER = 1;
  private static final int NUMBER_STATE = 2;
  private static final int UNTIL = 3; // or the place in the return lane, or a drawn turn
  private static final int ISSUED = 4;

  final KeyedRows rows;

  TicketTable(long seed) {
    rows = new KeyedRows(5, 2, seed);
  }

  /** Tickets in memory. */
  public int size() {
    return rows.size();
  }

  /** The user's ticket in a room, or {@link #NONE}. */
  public int find(long room, long user) {
    return rows.find(room, user);
  }

  /** The room it is for. */
  public long room(int ticket) {
    return get(ticket, ROOM);
  }

  /** Whose it is. */
  public long user(int ticket) {
    return get(ticket, USER);
  }

  /** Its number. */
  public long number(int ticket) {
    return get(ticket, NUMBER_STATE) >>> 8;
  }

  /** Where it stands. */
  public TicketState state(int ticket) {
    return TicketState.of(get(ticket, NUMBER_STATE) & 0xFF);
  }

  /** Until when the call or the visit lasts, or the place of who is away is kept, epoch ms. */
  public long untilMs(int ticket) {
    return get(ticket, UNTIL);
  }

  /** The place in the return lane. */
  public long returnPlace(int ticket) {
    return get(ticket, UNTIL);
  }

  /** The turn of who is waiting: what a draw gave, or the number. */
  public long turn(int ticket) {
    long drawn = get(ticket, UNTIL);
    return drawn == 0 ? number(ticket) : drawn;
  }

  /** When it was issued, epoch ms. */
  public long issuedMs(int ticket) {
    return get(ticket, ISSUED);
  }

  int add(long room, long user, long number, long nowMs) {
    int ticket = rows.add(room, user);
    rows.rows().set(ticket, ISSUED, nowMs);
    rows.rows().set(ticket, NUMBER_STATE, number << 8);
    return ticket;
  }

  void moveTo(int ticket, TicketState state, long until) {
    rows.rows().set(ticket, NUMBER_STATE, number(ticket) << 8 | state.ordinal());
    rows.rows().set(ticket, UNTIL, until);
  }

  /**
   * Lets every call, visit and absence of these rooms that had not run out by a moment last longer.
   */
  void prolong(LongPredicate rooms, long afterMs, long byMs) {
    Rows table = rows.rows();
    for (int ticket = 0; ticket < table.end(); ticket++) {
      if (room(ticket) == 0 || !runs(ticket) || untilMs(ticket) <= afterMs) continue;
      if (rooms.test(room(ticket))) table.add(ticket, UNTIL, byMs);
    }
  }

  /** Called, inside or away; without decoding the rest, so that no spoilt row stands in the way. */
  private boolean runs(int ticket) {
    long code = get(ticket, NUMBER_STATE) & 0xFF;
    return code == TicketState.CALLED.ordinal()
        || code == TicketState.INSIDE.ordinal()
        || code == TicketState.AWAY.ordinal();
  }

  private long get(int ticket, int column) {
    Rows table = rows.rows();
    return table.get(ticket, column);
  }
}
