package io.tidegate.export;

import io.tidegate.core.Event;
import io.tidegate.core.Leader;
import io.tidegate.core.Now;
import java.sql.SQLException;

/**
 * Turns the events of a journal into rows of all tables: each event becomes a row of {@code
 * events}, and changes the rows of the tables that it concerns.
 */
final class Projection implements LogEvents.Listener {

  private final UpdateStatement event;
  private final UpdateStatement post;
  private final UpdateStatement leader;
  private final SaleRows sales;
  private final RoomRows rooms;
  private final SinkRows sinks;

  Projection(Database database) throws SQLException {
    event =
        database.write(
            "INSERT INTO events (sequence, position, at, type, fields) VALUES (?, ?, ?, ?, ?)");
    post =
        database.write(
            "INSERT INTO posts (id, author, title, text, posted_at) VALUES (?, ?, ?, ?, ?)");
    leader =
        database.write(
            """
            INSERT INTO leaders (sequence, at, term, instance, address, home, outage_from, outage_until)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    sales = new SaleRows(database);
    rooms = new RoomRows(database);
    sinks = new SinkRows(database);
  }

  @Override
  public void led(long sequence, long timeMs, Leader l) throws SQLException {
    Long from = SqlValues.orNone(l.outageFromMs());
    Long until = SqlValues.orNone(l.outageUntilMs());
    String instance = l.instance().toString();
    String address = SqlValues.orNone(l.address());
    leader.run(sequence, timeMs, l.term(), instance, address, l.home(), from, until);
    if (l.outageMs() == 0) return;
    sales.prolong(l);
    rooms.prolong(l);
  }

  @Override
  public void on(long sequence, int position, Now time, Event happened) throws SQLException {
    long timeMs = time.ms();
    event.run(
        sequence, position, timeMs, happened.getClass().getSimpleName(), EventJson.of(happened));
    switch (happened) {
      case Event.OfSale e -> sales.on(e, timeMs);
      case Event.OfRoom e -> rooms.on(e, time);
      case Event.OfOutbox e -> sinks.on(e, timeMs);
      case Event.Posted e -> post.run(e.post(), e.author(), e.title(), e.text(), timeMs);
    }
  }
}
