package io.tidegate.core.sale;

import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The tables of all sales together. */
public final class SaleTables {

  /** Sales by id. */
  public final SaleTable sales = new SaleTable();

  /** Offers by id. */
  public final OfferTable offers = new OfferTable();

  /** Concerts by id. */
  public final ConcertTable concerts = new ConcertTable();

  /** Schedules by id. */
  public final ScheduleTable schedules = new ScheduleTable();

  /** Seats by id. */
  public final SeatTable seats;

  /** Claims by id. */
  public final ClaimTable claims = new ClaimTable();

  /** Users by id. */
  public final UserTable users;

  /** What users took, by offer and user. */
  public final TakenTable taken;

  /** Idempotency keys. */
  public final IdempotencyKeyTable keys;

  /**
   * @param seed seed of the hash tables, see {@link io.tidegate.core.table.RowIndex}
   */
  public SaleTables(long seed) {
    this(seed, new SeatTable());
  }

  SaleTables(long seed, SeatTable seats) {
    this.seats = seats;
    users = new UserTable(seed);
    taken = new TakenTable(seed);
    keys = new IdempotencyKeyTable(seed);
  }

  /** All rows by the name they have in a snapshot, in its order. */
  public Map<String, Rows> rows() {
    Map<String, Rows> rows = new LinkedHashMap<>();
    rows.put("sales", sales.rows);
    rows.put("offers", offers.rows);
    rows.put("schedules", schedules.rows);
    rows.put("seats", seats.rows);
    rows.put("claims", claims.rows);
    rows.put("claim-seats", claims.seatList);
    rows.put("users", users.rows.rows());
    rows.put("taken", taken.rows.rows());
    rows.put("keys", keys.rows.rows());
    return rows;
  }

  /** All texts by the name they have in a snapshot, in its order. */
  public Map<String, Texts> texts() {
    Map<String, Texts> texts = new LinkedHashMap<>();
    texts.put("sale-names", sales.names);
    texts.put("stop-reasons", sales.stopReasons);
    texts.put("offer-names", offers.names);
    texts.put("concert-titles", concerts.titles);
    texts.put("concert-places", concerts.places);
    return texts;
  }

  /** What a snapshot needs beside rows and texts. */
  public long[] scalars() {
    return new long[] {
      users.rows.firstFree(), taken.rows.firstFree(), keys.rows.firstFree(), concerts.end()
    };
  }

  /** Rebuilds all that is derived, after rows and texts were restored. */
  public void restored(long[] scalars) {
    sales.restored();
    offers.restored();
    int allSeats = 0;
    for (long id = schedules.next(0); id < schedules.end(); id = schedules.next(id + 1))
      allSeats += schedules.seats(id);
    seats.restored(allSeats);
    claims.restored();
    users.rows.restored(scalars[0]);
    taken.rows.restored(scalars[1]);
    keys.rows.restored(scalars[2]);
    concerts.restored(scalars[3]);
    for (long sale = sales.next(0); sale < sales.end(); sale = sales.next(sale + 1))
      if (sales.state(sale) == SaleState.STOPPED) keepHeld(sale);
  }

  /** Lets the holds of a stopped sale lapse again, with the time they had left when it stopped. */
  public void holdAgain(long sale, long stoppedAtMs, long nowMs) {
    claims.holdAgain(
        claim -> offers.sale(claims.offer(claim)) == sale, stoppedAtMs, nowMs - stoppedAtMs);
  }

  /** Removes sales of which no claim is in memory, with all that is theirs. */
  public void retire(long[] gone) {
    Set<Long> ids = new HashSet<>();
    for (long sale : gone) ids.add(sale);
    Set<Long> played = new LinkedHashSet<>();
    for (long id = offers.next(0); id < offers.end(); id = offers.next(id + 1))
      if (offers.exists(id) && ids.contains(offers.sale(id))) retireOffer(id, played);
    for (long id = schedules.next(0); id < schedules.end(); id = schedules.next(id + 1))
      played.remove(schedules.concert(id));
    played.forEach(concerts::retire);
    for (long sale : gone) sales.retire(sale);
  }

  private void retireOffer(long offer, Set<Long> played) {
    long schedule = offers.schedule(offer);
    offers.retire(offer);
    if (schedule == 0) return;
    played.add(schedules.concert(schedule));
    seats.retire(schedules.firstSeat(schedule), schedules.seats(schedule));
    schedules.retire(schedule);
  }

  /** Lets the holds of a sale lapse no more. */
  public void keepHeld(long sale) {
    claims.keepHeld(claim -> offers.sale(claims.offer(claim)) == sale);
  }
}
