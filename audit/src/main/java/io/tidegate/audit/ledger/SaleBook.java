package io.tidegate.audit.ledger;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sales, offers, concerts and schedules. */
final class SaleBook {
  private final Breaches breaches;
  private final Map<Long, Sale> sales = new LinkedHashMap<>();
  private final Map<Long, Offer> offers = new LinkedHashMap<>();
  private final Map<Long, Concert> concerts = new LinkedHashMap<>();
  private final Map<Long, Schedule> schedules = new LinkedHashMap<>();
  private final TreeMap<Long, Schedule> bySeat = new TreeMap<>();
  long lastSale;
  long lastOffer;
  long lastConcert;
  long lastSchedule;
  long lastSeat;

  /** Concerts of which every date has retired, since the last did. */
  private final Set<Long> retiredConcerts = new HashSet<>();

  /** A concert's texts. */
  record Concert(String title, String place) {}

  SaleBook(Breaches breaches) {
    this.breaches = breaches;
  }

  Map<Long, Sale> sales() {
    return sales;
  }

  Map<Long, Offer> offers() {
    return offers;
  }

  Map<Long, Schedule> schedules() {
    return schedules;
  }

  Map<Long, Concert> concerts() {
    return concerts;
  }

  boolean isInMemory(Schedule schedule) {
    Offer offer = offers.get(schedule.offer);
    return offer != null && !offer.sale.retired;
  }

  boolean hasRetired(long concert) {
    return retiredConcerts.contains(concert);
  }

  /** Sales leave memory, with their offers, schedules and seats. */
  void retired(long[] ids, RoomBook rooms, long timeMs) {
    for (long id : ids) {
      Sale sale = sale(id);
      if (sale == null) continue;
      if (!sale.mayRetire(timeMs))
        breaches.add(Rule.SALES, "sale " + id + ", " + sale.stateName() + ", retires too early");
      if (sale.claims > 0)
        breaches.add(Rule.SALES, "sale " + id + " retires, with " + sale.claims + " claims left");
      sale.retired = true;
      Room room = rooms.all().get(sale.room);
      if (room != null) room.salesRetired++;
    }
    retireConcerts(ids);
  }

  private void retireConcerts(long[] ids) {
    Set<Long> gone = new HashSet<>();
    for (long id : ids) gone.add(id);
    Set<Long> left = new HashSet<>();
    Set<Long> played = new HashSet<>();
    for (Schedule schedule : schedules.values()) {
      Offer offer = offers.get(schedule.offer);
      if (isInMemory(schedule)) left.add(schedule.concert);
      else if (offer != null && gone.contains(offer.sale.id)) played.add(schedule.concert);
    }
    played.removeAll(left);
    retiredConcerts.addAll(played);
  }

  /** How many sales of a room have not retired. */
  long behind(long room) {
    return sales.values().stream().filter(sale -> sale.room == room && !sale.retired).count();
  }

  /** The schedule that has this seat, or null. */
  @Nullable Schedule ofSeat(long seat) {
    Map.Entry<Long, Schedule> entry = bySeat.floorEntry(seat);
    return entry != null && entry.getValue().has(seat) ? entry.getValue() : null;
  }

  @Nullable Offer offer(long id) {
    Offer offer = offers.get(id);
    boolean there = offer != null && !offer.sale.retired;
    if (!there) breaches.add(Rule.IDS, "there is no offer " + id);
    return there ? offer : null;
  }

  private @Nullable Sale sale(long id) {
    Sale sale = sales.get(id);
    boolean there = sale != null && !sale.retired;
    if (!there) breaches.add(Rule.IDS, "there is no sale " + id);
    return there ? sale : null;
  }

  private @Nullable Concert concert(long id) {
    Concert concert = concerts.get(id);
    boolean there = concert != null && !hasRetired(id);
    if (!there) breaches.add(Rule.IDS, "there is no concert " + id);
    return there ? concert : null;
  }

  private boolean isNew(boolean added, String kind, long id) {
    if (!added) breaches.add(Rule.IDS, kind + " " + id + " is there already");
    return added;
  }

  void created(Event.SaleCreated e) {
    if (isNew(!sales.containsKey(e.sale()), "sale", e.sale())) sales.put(e.sale(), new Sale(e));
    lastSale = e.sale();
  }

  void updated(Event.SaleUpdated e, long hourMs) {
    Sale sale = sale(e.sale());
    if (sale == null) return;
    checkNotOver(sale, "changes");
    if (sale.state == Sale.OPEN && e.opensMs() > hourMs)
      breaches.add(Rule.SALES, "sale " + sale.id + " is open, and opens at " + e.opensMs());
    sale.name = e.name();
    sale.opensMs = e.opensMs();
    sale.closesMs = e.closesMs();
  }

  private void checkNotOver(Sale sale, String what) {
    if (sale.over())
      breaches.add(
          Rule.SALES,
          "sale " + sale.id + " " + what + ", and is " + sale.stateName() + " for good");
  }

  void switched(Event.SaleSwitched e, long timeMs, long hourMs) {
    Sale sale = sale(e.sale());
    if (sale == null) return;
    boolean last = sale.state == Sale.CLOSED && e.state() != Sale.STOPPED;
    if (last || sale.state == Sale.STOPPED)
      breaches.add(Rule.SALES, "sale " + sale.id + " was " + sale.stateName() + " for good");
    else if (e.state() == Sale.PLANNED && sale.state != Sale.PAUSED)
      breaches.add(
          Rule.SALES, "sale " + sale.id + " is planned again, and was " + sale.stateName());
    if (e.state() == Sale.OPEN && hourMs < sale.opensMs)
      breaches.add(Rule.SALES, "sale " + sale.id + " is open before " + sale.opensMs);
    sale.state = e.state();
    sale.stopReason = e.state() == Sale.STOPPED ? e.reason() : "";
    sale.overMs = sale.over() ? timeMs : 0;
    if (e.state() == Sale.CLOSED) sale.wasClosed = true;
  }

  void resumed(Event.SaleResumed e, long timeMs, long hourMs) {
    Sale sale = sale(e.sale());
    if (sale == null) return;
    if (sale.state != Sale.STOPPED)
      breaches.add(
          Rule.SALES, "sale " + sale.id + " goes on after a stop, and was " + sale.stateName());
    if (e.reason().isBlank())
      breaches.add(Rule.SALES, "sale " + sale.id + " goes on after a stop without a reason");
    if (sale.wasClosed && e.state() != Sale.CLOSED)
      breaches.add(Rule.SALES, "sale " + sale.id + " was closed for good");
    if (e.state() == Sale.OPEN && hourMs < sale.opensMs)
      breaches.add(Rule.SALES, "sale " + sale.id + " is open before " + sale.opensMs);
    sale.state = e.state();
    sale.stopReason = "";
    sale.overMs = sale.over() ? timeMs : 0;
    if (e.state() == Sale.CLOSED) sale.wasClosed = true;
  }

  void created(Event.OfferCreated e) {
    Sale sale = sale(e.sale());
    if (sale == null || !isNew(!offers.containsKey(e.offer()), "offer", e.offer())) return;
    checkNotOver(sale, "gets offer " + e.offer());
    offers.put(e.offer(), new Offer(e, sale));
    lastOffer = e.offer();
  }

  void updated(Event.OfferUpdated e) {
    Offer offer = offer(e.offer());
    if (offer == null) return;
    offer.name = e.name();
    offer.ownName = e.name();
    offer.perClaim = e.perClaim();
    offer.perUser = e.perUser();
  }

  void restocked(Event.Restocked e) {
    Offer offer = offer(e.offer());
    if (offer == null) return;
    checkNotOver(offer.sale, "has offer " + offer.id + " restocked");
    if (offer.schedule != null)
      breaches.add(
          Rule.SEATS, "offer " + offer.id + " is restocked, and its units are the seats it has");
    long taken = offer.held + offer.issued;
    if (e.total() < taken)
      breaches.add(
          Rule.UNITS,
          "offer " + offer.id + " shrinks to " + e.total() + " with " + taken + " taken");
    offer.total = e.total();
    offer.available = e.total() - taken;
  }

  void created(Event.ConcertCreated e) {
    Concert concert = new Concert(e.title(), e.place());
    isNew(concerts.putIfAbsent(e.concert(), concert) == null, "concert", e.concert());
    lastConcert = e.concert();
  }

  void updated(Event.ConcertUpdated e) {
    if (concert(e.concert()) != null) concerts.put(e.concert(), new Concert(e.title(), e.place()));
  }

  void created(Event.ScheduleCreated e) {
    Concert concert = concert(e.concert());
    Sale sale = sale(e.sale());
    if (sale == null || !isNew(!offers.containsKey(e.offer()), "offer", e.offer())) return;
    if (!isNew(!schedules.containsKey(e.schedule()), "schedule", e.schedule())) return;
    checkNotOver(sale, "gets offer " + e.offer());
    Schedule schedule = new Schedule(e);
    schedules.put(e.schedule(), schedule);
    Map.Entry<Long, Schedule> before = bySeat.floorEntry(schedule.first + schedule.seats - 1);
    if (before != null && before.getKey() + before.getValue().seats > schedule.first)
      breaches.add(
          Rule.SEATS, "schedule " + schedule.id + " has seats of schedule " + before.getValue().id);
    bySeat.put(schedule.first, schedule);
    offers.put(e.offer(), new Offer(e, sale, schedule, concert == null ? "" : concert.title()));
    lastOffer = e.offer();
    lastSchedule = e.schedule();
    lastSeat = schedule.first + schedule.seats - 1;
  }

  void updated(Event.ScheduleUpdated e) {
    Schedule schedule = schedules.get(e.schedule());
    if (schedule == null || !isInMemory(schedule))
      breaches.add(Rule.IDS, "there is no schedule " + e.schedule());
    else schedule.dates = e.dates();
  }
}
