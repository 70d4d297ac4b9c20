package io.tidegate.core.sale;

import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;

/**
 * Offers by id, with their counters. The counters are stored, not derived: available + held +
 * issued = total is checked before each event is applied.
 */
public final class OfferTable {

  private static final int SALE = 0;
  private static final int SCHEDULE = 1;
  private static final int TOTAL = 2;
  private static final int AVAILABLE = 3;
  private static final int HELD = 4;
  private static final int ISSUED = 5;
  private static final int PRICE = 6;
  private static final int PER_CLAIM = 7;
  private static final int PER_USER = 8;
  private static final int HOLD = 9;

  final Rows rows = new Rows(10);
  final Texts names = new Texts();
  private int size;

  /** Whether there is such an offer. */
  public boolean exists(long offer) {
    return rows.get(offer, SALE) != 0;
  }

  /** Its name. */
  public String name(long offer) {
    return names.get(offer);
  }

  /** The sale it belongs to. */
  public long sale(long offer) {
    return rows.get(offer, SALE);
  }

  /** The schedule whose seats it is, 0 for an allotment of identical units. */
  public long schedule(long offer) {
    return rows.get(offer, SCHEDULE);
  }

  /** N. */
  public long total(long offer) {
    return rows.get(offer, TOTAL);
  }

  /** Units nobody has. */
  public long available(long offer) {
    return rows.get(offer, AVAILABLE);
  }

  /** Units held. */
  public long held(long offer) {
    return rows.get(offer, HELD);
  }

  /** Units issued. */
  public long issued(long offer) {
    return rows.get(offer, ISSUED);
  }

  /** Price of a unit, whole currency units. */
  public long price(long offer) {
    return rows.get(offer, PRICE);
  }

  /** Units in one claim at most. */
  public long perClaim(long offer) {
    return rows.get(offer, PER_CLAIM);
  }

  /** Units held and issued for one user at most. */
  public long perUser(long offer) {
    return rows.get(offer, PER_USER);
  }

  /** How long a hold lives, ms; 0 means a claim is issued at once. */
  public long holdMs(long offer) {
    return rows.get(offer, HOLD);
  }

  /** Offers in memory. */
  public int size() {
    return size;
  }

  /** The first id from this one on that may be in memory; those before it are not. */
  public long next(long offer) {
    return rows.next(offer);
  }

  /** One past the highest id. */
  public long end() {
    return rows.end();
  }

  /** Adds an offer with all of its units available. */
  public void add(
      long offer, long sale, long schedule, String name, long total, long price, long holdMs) {
    size++;
    rows.set(offer, SALE, sale);
    rows.set(offer, SCHEDULE, schedule);
    rows.set(offer, TOTAL, total);
    rows.set(offer, AVAILABLE, total);
    rows.set(offer, PRICE, price);
    rows.set(offer, HOLD, holdMs);
    names.set(offer, name);
  }

  /** Replaces what may change. */
  public void update(long offer, String name, long perClaim, long perUser) {
    names.set(offer, name);
    rows.set(offer, PER_CLAIM, perClaim);
    rows.set(offer, PER_USER, perUser);
  }

  /** Removes an offer of a retired sale from memory. */
  void retire(long offer) {
    rows.clear(offer);
    rows.dropIfEmpty(offer);
    names.remove(offer);
    size--;
  }

  void restored() {
    for (long offer = next(0); offer < end(); offer = next(offer + 1)) if (exists(offer)) size++;
  }

  /** Moves units between the counters; the three must add up to 0, or to a change of the total. */
  public void move(long offer, long available, long held, long issued) {
    if (available != 0) rows.add(offer, AVAILABLE, available);
    if (held != 0) rows.add(offer, HELD, held);
    if (issued != 0) rows.add(offer, ISSUED, issued);
  }

  /** Sets N; the difference goes to or comes from the available units. */
  public void restock(long offer, long total) {
    rows.add(offer, AVAILABLE, total - total(offer));
    rows.set(offer, TOTAL, total);
  }
}
