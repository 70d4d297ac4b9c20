package io.tidegate.audit.ledger;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rooms. */
final class RoomBook {
  private final Breaches breaches;
  private final boolean withHistory;
  private final Map<Long, Room> rooms = new LinkedHashMap<>();
  long lastRoom;

  RoomBook(Breaches breaches, boolean withHistory) {
    this.breaches = breaches;
    this.withHistory = withHistory;
  }

  Map<Long, Room> all() {
    return rooms;
  }

  /** The room, or null, which is a breach. */
  @Nullable Room room(long id) {
    Room room = rooms.get(id);
    boolean there = room != null && !room.retired;
    if (!there) breaches.add(Rule.IDS, "there is no room " + id);
    return there ? room : null;
  }

  void created(Event.RoomCreated e) {
    lastRoom = e.room();
    TicketHistory history = withHistory ? new TicketHistory() : null;
    if (rooms.putIfAbsent(e.room(), new Room(e, breaches, history)) != null)
      breaches.add(Rule.IDS, "room " + e.room() + " is there already");
  }

  /**
   * Books an event of one ticket.
   *
   * @param paid whether it stands right behind a payment of its user for a sale of its room
   */
  void book(Event.OfTicket event, boolean paid, long timeMs, long hourMs) {
    Room room = room(event.room());
    if (room == null) return;
    room.checkQuarantine(event);
    switch (event) {
      case Event.Joined e -> room.joined(e, timeMs, hourMs);
      case Event.Called e -> room.called(e, timeMs);
      case Event.CallLapsed e -> room.callLapsed(e, timeMs);
      case Event.Returned e -> room.returned(e);
      case Event.Entered e -> room.entered(e, timeMs);
      case Event.Renewed e -> room.renewed(e, timeMs);
      case Event.Ended e -> room.ended(e, paid, timeMs, hourMs);
    }
    if (room.history != null && room.state(event.number()) != null)
      room.history.note(event, timeMs);
  }

  /** Rooms leave memory, and every ticket they have ends. */
  void retired(long[] ids, SaleBook sales, long timeMs) {
    for (long id : ids) {
      Room room = room(id);
      if (room == null) continue;
      if (!room.mayRetire(timeMs))
        breaches.add(Rule.TICKETS, "room " + id + " retires, and is not closed for 30 days");
      else if (sales.behind(id) > 0)
        breaches.add(Rule.TICKETS, "room " + id + " retires before its sales");
      room.retire(timeMs);
    }
  }

  /** Every call and visit that had not run out by then lasts longer; not yet in quarantine. */
  void prolong(long afterMs, long byMs) {
    for (Room room : rooms.values())
      if (room.settings().state() != Room.QUARANTINED) room.prolong(afterMs, byMs);
  }

  void planned(Event.DrawPlanned e, long hourMs) {
    Room room = room(e.room());
    if (room != null) room.planned(e, hourMs);
  }

  void closed(Event.CohortClosed e, long hourMs) {
    Room room = room(e.room());
    if (room != null) room.closed(e, hourMs);
  }

  void drawn(Event.Drawn e, long hourMs) {
    Room room = room(e.room());
    if (room != null) room.drawn(e, hourMs);
  }

  void quarantined(Event.RoomQuarantined e, long timeMs) {
    Room room = room(e.room());
    if (room != null) room.quarantined(e.reason(), timeMs);
  }

  void epoch(Event.EpochBegan e, long timeMs, long hourMs) {
    Room room = room(e.room());
    if (room != null) room.epoch(e, timeMs, hourMs);
  }

  void measured(Event.RateMeasured e) {
    Room room = room(e.room());
    if (room != null) room.measured(e.people());
  }

  void updated(Event.RoomUpdated e, long timeMs, long hourMs) {
    Room room = room(e.room());
    if (room != null) room.settings(e.settings(), timeMs, hourMs);
  }
}
