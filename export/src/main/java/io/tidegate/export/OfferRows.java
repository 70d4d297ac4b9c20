package io.tidegate.export;

import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.ConcertUpdated;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.SaleCreated;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.SaleUpdated;
import io.tidegate.core.Event.SalesRetired;
import io.tidegate.core.Event.ScheduleCreated;
import io.tidegate.core.Event.ScheduleUpdated;
import java.sql.SQLException;

/** The rows of sales, offers, concerts, schedules and seats. */
final class OfferRows {

  private final UpdateStatement sale;
  private final UpdateStatement saleUpdate;
  private final UpdateStatement saleSwitch;
  private final UpdateStatement saleRetired;
  private final UpdateStatement offer;
  private final UpdateStatement offerUpdate;
  private final UpdateStatement restock;
  private final UpdateStatement concert;
  private final UpdateStatement concertUpdate;
  private final UpdateStatement dateOffer;
  private final UpdateStatement schedule;
  private final UpdateStatement scheduleUpdate;
  private final UpdateStatement seat;

  OfferRows(Database database) throws SQLException {
    sale =
        database.write(
            """
            INSERT INTO sales (id, name, state, entry, room_id, opens_at, closes_at, created_at)
            VALUES (?, ?, 'planned', ?, ?, ?, ?, ?)\
            """);
    saleUpdate =
        database.write("UPDATE sales SET name = ?, opens_at = ?, closes_at = ? WHERE id = ?");
    saleSwitch =
        database.write("UPDATE sales SET state = ?, reason = ?, switched_at = ? WHERE id = ?");
    saleRetired = database.write("UPDATE sales SET retired_at = ? WHERE id = ?");
    String offerColumns =
        """
        INSERT INTO offers (id, sale_id, name, total, price, per_claim, per_user, hold_ms, created_at,
          available, held, issued, claims)
        """;
    offer = database.write(offerColumns + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0)");
    offerUpdate =
        database.write("UPDATE offers SET name = ?, per_claim = ?, per_user = ? WHERE id = ?");
    restock = database.write("UPDATE offers SET total = ? WHERE id = ?");
    concert =
        database.write("INSERT INTO concerts (id, title, place, created_at) VALUES (?, ?, ?, ?)");
    concertUpdate = database.write("UPDATE concerts SET title = ?, place = ? WHERE id = ?");
    dateOffer =
        database.write(
            offerColumns
                + "SELECT ?, ?, title, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0 FROM concerts WHERE id = ?");
    schedule =
        database.write(
            """
            INSERT INTO schedules (id, concert_id, offer_id, sale_id, opens_at, starts_at, ends_at, seat_rows, per_row)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
    scheduleUpdate =
        database.write(
            "UPDATE schedules SET opens_at = ?, starts_at = ?, ends_at = ? WHERE id = ?");
    seat =
        database.write("INSERT INTO seats (id, schedule_id, code, state) VALUES (?, ?, ?, 'free')");
  }

  void created(SaleCreated e, long timeMs) throws SQLException {
    sale.run(
        e.sale(),
        e.name(),
        SqlValues.of(e.entry()),
        SqlValues.orNone(e.room()),
        e.opensAtMs(),
        SqlValues.orNever(e.closesAtMs()),
        timeMs);
  }

  void updated(SaleUpdated e) throws SQLException {
    saleUpdate.run(e.name(), e.opensAtMs(), SqlValues.orNever(e.closesAtMs()), e.sale());
  }

  void switched(SaleSwitched e, long timeMs) throws SQLException {
    saleSwitch.run(SqlValues.of(e.state()), SqlValues.orNone(e.reason()), timeMs, e.sale());
  }

  void resumed(SaleResumed e, long timeMs) throws SQLException {
    saleSwitch.run(SqlValues.of(e.state()), e.reason(), timeMs, e.sale());
  }

  void retired(SalesRetired e, long timeMs) throws SQLException {
    for (long sale : e.sales()) saleRetired.run(timeMs, sale);
  }

  void created(OfferCreated e, long timeMs) throws SQLException {
    offer.run(
        e.offer(),
        e.sale(),
        e.name(),
        e.total(),
        e.price(),
        e.perClaim(),
        e.perUser(),
        e.holdMs(),
        timeMs);
  }

  void updated(OfferUpdated e) throws SQLException {
    offerUpdate.run(e.name(), e.perClaim(), e.perUser(), e.offer());
  }

  void restocked(Restocked e) throws SQLException {
    restock.run(e.total(), e.offer());
  }

  void created(ConcertCreated e, long timeMs) throws SQLException {
    concert.run(e.concert(), e.title(), e.place(), timeMs);
  }

  void updated(ConcertUpdated e) throws SQLException {
    concertUpdate.run(e.title(), e.place(), e.concert());
  }

  void created(ScheduleCreated e, long timeMs) throws SQLException {
    int seats = e.seatRows() * e.perRow();
    dateOffer.run(
        e.offer(),
        e.sale(),
        seats,
        e.price(),
        e.perClaim(),
        e.perUser(),
        e.holdMs(),
        timeMs,
        e.concert());
    schedule.run(
        e.schedule(),
        e.concert(),
        e.offer(),
        e.sale(),
        e.openDateMs(),
        e.startMs(),
        e.endMs(),
        e.seatRows(),
        e.perRow());
    for (int i = 0; i < seats; i++) seat.run(e.firstSeat() + i, e.schedule(), code(i, e.perRow()));
  }

  void updated(ScheduleUpdated e) throws SQLException {
    scheduleUpdate.run(e.openDateMs(), e.startMs(), e.endMs(), e.schedule());
  }

  /** As it is printed on the seat and told by the API: {@code A01}. */
  private static String code(int index, int perRow) {
    int number = index % perRow + 1;
    return (char) ('A' + index / perRow) + (number < 10 ? "0" : "") + number;
  }
}
