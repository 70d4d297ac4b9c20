package io.tidegate.audit.ledger;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All books, kept from the events alone, and every breach. An event that breaks a rule is booked
 * all the same where that makes sense, since the journal says that it happened; an event about
 * something that does not exist is left out. Not thread-safe; look things up after the last record.
 */
public final class Ledger {
  /** A lag of any length: no hour has come. */
  private static final long LAG_MAX = 0xff_ffff;

  private final Breaches breaches = new Breaches();
  private final Wallets wallets = new Wallets(breaches);
  private final KeysInUse keys = new KeysInUse(breaches);
  private final SaleBook sales = new SaleBook(breaches);
  private final ClaimBook claims = new ClaimBook(breaches, sales, wallets);
  private final RoomBook rooms;
  private final Map<Class<? extends Event>, long[]> counts = new HashMap<>();
  private long events;
  private final Posts posts = new Posts();
  private final SinkBook sinks = new SinkBook(breaches);
  private long lastMs = Long.MIN_VALUE;
  private @Nullable Leader leader;
  private long outageMs;

  /** What the hours that an organiser set are compared with. */
  private long hourMs;

  /** All books together. */
  record Books(
      SaleBook sales,
      ClaimBook claims,
      Wallets wallets,
      KeysInUse keys,
      RoomBook rooms,
      Posts posts,
      SinkBook sinks,
      long term) {}

  /** An empty ledger; with history it also remembers when each ticket did what. */
  public Ledger(boolean withHistory) {
    rooms = new RoomBook(breaches, withHistory);
  }

  /**
   * Books a batch.
   *
   * @param lagSeconds how far the hour is behind the time, by the record's head
   * @param count how many events the record's head promises
   * @param bytes holds the body, [from, to)
   * @throws MalformedEventException if the body is not that many events
   */
  public void book(
      long sequence, long timeMs, long lagSeconds, long count, byte[] bytes, int from, int to)
      throws MalformedEventException {
    tick(sequence, timeMs, lagSeconds);
    EventReader reader = new EventReader(bytes, from, to);
    Event before = null;
    for (int index = 1; index <= count; index++) {
      Event event = reader.next();
      if (before instanceof Event.Paid paid) checkVisitEnds(paid, event);
      breaches.at(new Breaches.Place(sequence, index, event.kind()));
      counts.computeIfAbsent(event.getClass(), _ -> new long[1])[0]++;
      book(event, before, timeMs);
      before = event;
    }
    if (before instanceof Event.Paid paid) checkVisitEnds(paid, null);
    events += count;
    if (!reader.atEnd()) throw new MalformedEventException(reader.at(), "more than its events");
  }

  /** Notes a record and its time. */
  private void tick(long sequence, long timeMs, long lagSeconds) {
    breaches.at(new Breaches.Place(sequence, 0, "Record"));
    if (timeMs < lastMs)
      breaches.add(Rule.TIMES, "time goes back from " + lastMs + " to " + timeMs);
    lastMs = Math.max(lastMs, timeMs);
    hourMs = lagSeconds == LAG_MAX ? Long.MIN_VALUE : timeMs - lagSeconds * 1_000;
  }

  /**
   * Books a leader's record: what was alive at the beginning of its outage lives so much longer.
   *
   * @param bytes holds the body, [from, to)
   * @throws MalformedEventException if the body is none of a leader
   */
  public void lead(long sequence, long timeMs, byte[] bytes, int from, int to)
      throws MalformedEventException {
    long beforeMs = lastMs;
    tick(sequence, timeMs, 0);
    EventReader reader = new EventReader(bytes, from, to);
    Leader now = Leader.read(reader);
    if (!reader.atEnd()) throw new MalformedEventException(reader.at(), "more than a leader");
    checkTerm(now);
    leader = now;
    if (!now.hasOutage()) return;
    if (now.fromMs() < beforeMs || now.fromMs() >= now.untilMs() || now.untilMs() > timeMs)
      breaches.add(
          Rule.TIMES,
          "an outage from " + now.fromMs() + " until " + now.untilMs() + " behind " + beforeMs);
    long byMs = now.untilMs() - now.fromMs();
    outageMs += byMs;
    claims.prolong(now.fromMs(), byMs);
    rooms.prolong(now.fromMs(), byMs);
  }

  private void checkTerm(Leader now) {
    long last = leader == null ? 0 : leader.term();
    boolean again = leader != null && leader.instance().equals(now.instance());
    if (now.term() != (again ? last : last + 1))
      breaches.add(Rule.TIMES, "term " + now.term() + " comes behind term " + last);
  }

  private void book(Event event, @Nullable Event before, long timeMs) {
    switch (event) {
      case Event.Claimed e -> claimed(e, timeMs);
      case Event.Paid e -> paid(e, timeMs);
      case Event.Lapsed e -> claims.lapsed(e, timeMs);
      case Event.Cancelled e -> claims.cancelled(e, timeMs, hourMs);
      case Event.Refunded e -> claims.refunded(e, timeMs);
      case Event.SaleResumed e -> {
        claims.holdAgain(e.sale(), timeMs);
        sales.resumed(e, timeMs, hourMs);
      }
      case Event.ToppedUp e -> toppedUp(e, timeMs);
      case Event.ClaimsRetired e -> claims.retired(e.claims(), timeMs);
      case Event.SalesRetired e -> sales.retired(e.sales(), rooms, timeMs);
      case Event.RoomsRetired e -> rooms.retired(e.rooms(), sales, timeMs);
      case Event.KeysExpired e -> keys.expire(e.halves(), claims, timeMs);
      case Event.OfTicket e -> rooms.book(e, hasPaid(before, e), timeMs, hourMs);
      case Event.RoomCreated e -> rooms.created(e);
      case Event.RateMeasured e -> rooms.measured(e);
      case Event.RoomUpdated e -> rooms.updated(e, timeMs, hourMs);
      case Event.DrawPlanned e -> rooms.planned(e, hourMs);
      case Event.CohortClosed e -> rooms.closed(e, hourMs);
      case Event.Drawn e -> rooms.drawn(e, hourMs);
      case Event.RoomQuarantined e -> rooms.quarantined(e, timeMs);
      case Event.EpochBegan e -> rooms.epoch(e, timeMs, hourMs);
      case Event.SaleCreated e -> sales.created(e);
      case Event.SaleUpdated e -> sales.updated(e, hourMs);
      case Event.SaleSwitched e -> sales.switched(e, timeMs, hourMs);
      case Event.OfferCreated e -> sales.created(e);
      case Event.OfferUpdated e -> sales.updated(e);
      case Event.Restocked e -> sales.restocked(e);
      case Event.ConcertCreated e -> sales.created(e);
      case Event.ConcertUpdated e -> sales.updated(e);
      case Event.ScheduleCreated e -> sales.created(e);
      case Event.ScheduleUpdated e -> sales.updated(e);
      case Event.Posted e -> posts.add(e, timeMs, breaches);
      case Event.OfSink e -> sinks.book(e, timeMs);
    }
  }

  /** Who pays inside the sale's room has the visit ended by it, with the very next event. */
  private void checkVisitEnds(Event.Paid paid, @Nullable Event next) {
    Claim claim = claims.find(paid.claim());
    Room room = claim == null ? null : rooms.all().get(claim.offerBook.sale.room);
    if (room == null || !room.isInside(paid.user())) return;
    if (next instanceof Event.Ended end && end.room() == room.id && end.user() == paid.user())
      return;
    breaches.add(
        Rule.TICKETS, "user " + paid.user() + " pays inside room " + room.id + ", and stays");
  }

  /** Whether the event before is the payment that ends a user's visit to a room. */
  private boolean hasPaid(@Nullable Event before, Event.OfTicket event) {
    if (!(before instanceof Event.Paid paid) || paid.user() != event.user()) return false;
    Claim claim = claims.find(paid.claim());
    return claim != null && claim.offerBook.sale.room == event.room();
  }

  private void claimed(Event.Claimed e, long timeMs) {
    keys.use(e.key(), e.claim(), timeMs);
    checkEntry(e);
    claims.claimed(e, timeMs, hourMs, roomOf(e));
  }

  /** The room that the claim's sale asks people to be in; null if none, or if it is not there. */
  private @Nullable Room roomOf(Event.Claimed e) {
    Offer offer = sales.offers().get(e.offer());
    return offer == null || !offer.sale.roomOnly ? null : rooms.all().get(offer.sale.room);
  }

  private void checkEntry(Event.Claimed e) {
    Offer offer = sales.offers().get(e.offer());
    if (offer == null || !offer.sale.roomOnly) return;
    Room room = roomOf(e);
    if (room == null || !room.isInside(e.user()))
      breaches.add(
          Rule.SALES, "user " + e.user() + " claims without being in room " + offer.sale.room);
  }

  private void paid(Event.Paid e, long timeMs) {
    keys.use(e.key(), e.claim(), timeMs);
    claims.paid(e, timeMs);
  }

  private void toppedUp(Event.ToppedUp e, long timeMs) {
    keys.use(e.key(), 0, timeMs);
    wallets.topUp(e.user(), e.amount());
  }

  /** The state that these books come to, to compare a snapshot with: good until the next record. */
  public SnapshotCheck snapshotCheck(String name) {
    return new SnapshotCheck(
        new Books(sales, claims, wallets, keys, rooms, posts, sinks, term()), name, breaches);
  }

  /** To be called once, behind the last record: judges what was waiting for more, and recounts. */
  public void end() {
    for (Room room : rooms.all().values()) room.releases.end(lastMs, breaches);
    breaches.at(new Breaches.Place(breaches.place().sequence(), 0, "Record"));
    new Recount(breaches).check(claims.all(), sales.offers().values());
  }

  /** The first breaches, in the order in which they were met; not all where there are many. */
  public List<Breach> breaches() {
    return breaches.list();
  }

  /** How many breaches there are. */
  public long breachCount() {
    return breaches.count();
  }

  /** All claims there ever were, in the journal's order. */
  public List<Claim> claims() {
    return Collections.unmodifiableList(claims.all());
  }

  /** How long nobody was served, in all outages together, ms. */
  public long outageMs() {
    return outageMs;
  }

  /** The term of the last leader; 0 where none is named. */
  public long term() {
    return leader == null ? 0 : leader.term();
  }

  /** The claim with this id, or null. */
  public @Nullable Claim claim(long id) {
    return claims.find(id);
  }

  /** A user's balance; 0 for one who never had a wallet. */
  public long balance(long user) {
    return wallets.balance(user);
  }

  /** Whether the room gave this number to this user. */
  public boolean hasTicket(long room, long user, long number) {
    Room found = rooms.all().get(room);
    return found != null && found.state(number) != null && found.user(number) == user;
  }

  /** Where a number stands; null for one that the room never gave. */
  public @Nullable TicketState ticket(long room, long number) {
    Room found = rooms.all().get(room);
    return found == null ? null : found.state(number);
  }

  /** Whether this number ever entered. */
  public boolean entered(long room, long number) {
    Room found = rooms.all().get(room);
    return found != null && found.entered(number);
  }

  /** The numbers that ever entered, ascending. */
  public long[] enteredNumbers(long room) {
    Room found = rooms.all().get(room);
    return found == null ? new long[0] : found.enteredNumbers();
  }

  /** What the room's tickets did when; null where there is no such room, or no history was kept. */
  public @Nullable TicketHistory history(long room) {
    Room found = rooms.all().get(room);
    return found == null ? null : found.history;
  }

  /** The room's cohort, ascending; empty where there is none. */
  public int[] cohort(long room) {
    Room found = rooms.all().get(room);
    return found == null ? new int[0] : found.draw.cohort();
  }

  /** The room's cohort in the order that was drawn; empty where there is none. */
  public int[] order(long room) {
    Room found = rooms.all().get(room);
    return found == null ? new int[0] : found.draw.order();
  }

  /** The user of a room's number; 0 where there is none. */
  public long user(long room, long number) {
    Room found = rooms.all().get(room);
    return found == null ? 0 : found.user(number);
  }

  /** All figures there are. */
  public Figures figures() {
    Map<String, Long> byName = new TreeMap<>();
    counts.forEach((type, count) -> byName.put(type.getSimpleName(), count[0]));
    return Figures.of(events, byName, sales, claims, wallets.all(), keys, rooms.all().values());
  }
}
