package io.tidegate.core;

import io.tidegate.core.Event.CallLapsed;
import io.tidegate.core.Event.Called;
import io.tidegate.core.Event.Cancelled;
import io.tidegate.core.Event.Claimed;
import io.tidegate.core.Event.ClaimsRetired;
import io.tidegate.core.Event.CohortClosed;
import io.tidegate.core.Event.ConcertCreated;
import io.tidegate.core.Event.ConcertUpdated;
import io.tidegate.core.Event.CursorMoved;
import io.tidegate.core.Event.CursorReset;
import io.tidegate.core.Event.DrawPlanned;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.Ended;
import io.tidegate.core.Event.Entered;
import io.tidegate.core.Event.EpochBegan;
import io.tidegate.core.Event.Joined;
import io.tidegate.core.Event.KeysExpired;
import io.tidegate.core.Event.Lapsed;
import io.tidegate.core.Event.LetterGone;
import io.tidegate.core.Event.LetterKept;
import io.tidegate.core.Event.OfferCreated;
import io.tidegate.core.Event.OfferUpdated;
import io.tidegate.core.Event.Paid;
import io.tidegate.core.Event.Posted;
import io.tidegate.core.Event.RateMeasured;
import io.tidegate.core.Event.Refunded;
import io.tidegate.core.Event.Renewed;
import io.tidegate.core.Event.Restocked;
import io.tidegate.core.Event.Returned;
import io.tidegate.core.Event.RoomCreated;
import io.tidegate.core.Event.RoomQuarantined;
import io.tidegate.core.Event.RoomUpdated;
import io.tidegate.core.Event.RoomsRetired;
import io.tidegate.core.Event.SaleCreated;
import io.tidegate.core.Event.SaleResumed;
import io.tidegate.core.Event.SaleSwitched;
import io.tidegate.core.Event.SaleUpdated;
import io.tidegate.core.Event.SalesRetired;
import io.tidegate.core.Event.ScheduleCreated;
import io.tidegate.core.Event.ScheduleUpdated;
import io.tidegate.core.Event.SinkRemoved;
import io.tidegate.core.Event.SinkSwitched;
import io.tidegate.core.Event.ToppedUp;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.feed.PostTable;
import io.tidegate.core.outbox.SinkTable;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.RoomTables;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.ClaimTable;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The whole state of sales and rooms; only events change it. {@link #apply} decides nothing and
 * refuses nothing: {@link Rules} and {@link Invariants} stop before what must not happen. Confined
 * to the loop's thread.
 */
public final class State {

  /** How long a top-up's key is kept, and what a claim that ended or a closed sale left: 24 h. */
  public static final long KEPT_MS = 24L * 60 * 60 * 1_000;

  /** How long a closed sale and a closed room stay, once nothing of them is needed: 30 days. */
  public static final long OVER_KEPT_MS = 30 * KEPT_MS;

  /** How long a stopped sale keeps its claims and keys, for whoever looks into it: 30 days. */
  public static final long STOPPED_KEPT_MS = 30 * KEPT_MS;

  private final SaleTables sale;
  private final RoomTables rooms;
  private final PostTable posts = new PostTable();
  private final SinkTable sinks = new SinkTable();
  private final Ids ids = new Ids();
  private long term;

  /**
   * @param seed seed of the hash tables: any number that outsiders do not know; changes no outcome
   */
  public State(long seed) {
    this(new SaleTables(seed), new RoomTables(seed));
  }

  /** Of these tables, which are empty. */
  public State(SaleTables sale, RoomTables rooms) {
    this.sale = sale;
    this.rooms = rooms;
  }

  /** The tables of sales. */
  public SaleTables sale() {
    return sale;
  }

  /** The rooms and their tickets. */
  public RoomTables rooms() {
    return rooms;
  }

  /** The posts of the feed. */
  public PostTable posts() {
    return posts;
  }

  /** The sinks that events are sent to. */
  public SinkTable sinks() {
    return sinks;
  }

  /** The ids given out. */
  public Ids ids() {
    return ids;
  }

  /** The same, with an hour that is not behind. */
  public void apply(Event event, long nowMs) {
    apply(event, Now.at(nowMs));
  }

  /**
   * Makes an event true.
   *
   * @param now time of the event's batch
   */
  public void apply(Event event, Now now) {
    long nowMs = now.ms();
    switch (event) {
      case Claimed e -> claimed(e, nowMs);
      case Paid e -> paid(e);
      case Lapsed e -> giveBack(e.claim(), ClaimState.LAPSED, nowMs);
      case Cancelled e -> cancelled(e, nowMs);
      case Refunded e -> refunded(e, nowMs);
      case ToppedUp e -> toppedUp(e, nowMs);
      case Joined e -> rooms.join(e.room(), e.user(), e.number(), nowMs);
      case Called e -> rooms.call(rooms.tickets.find(e.room(), e.user()), e.untilMs(), nowMs);
      case CallLapsed e -> rooms.lapse(rooms.tickets.find(e.room(), e.user()), nowMs);
      case Returned e -> rooms.comeBack(rooms.tickets.find(e.room(), e.user()), e.place());
      case Entered e -> rooms.enter(rooms.tickets.find(e.room(), e.user()), e.untilMs());
      case Renewed e -> rooms.renew(rooms.tickets.find(e.room(), e.user()), e.untilMs());
      case Ended e -> rooms.end(rooms.tickets.find(e.room(), e.user()));
      case RoomCreated e -> roomCreated(e);
      case RoomUpdated e -> rooms.update(e.room(), e.settings(), nowMs);
      case RateMeasured e -> rooms.measure(e.room(), e.people());
      case DrawPlanned e -> drawPlanned(e, now.hourMs());
      case CohortClosed e -> rooms.closeCohort(e.room(), e.digest(), now.hourMs());
      case Drawn e -> rooms.draw(e.room(), e.beaconValue(), now.hourMs());
      case EpochBegan e -> rooms.beginEpoch(e.room(), e.epoch());
      case RoomQuarantined e -> rooms.quarantine(e.room(), e.reason(), nowMs);
      case SaleCreated e -> saleCreated(e);
      case SaleUpdated e -> sale.sales.update(e.sale(), e.name(), e.opensAtMs(), e.closesAtMs());
      case SaleSwitched e -> saleSwitched(e, nowMs);
      case SaleResumed e -> saleResumed(e, nowMs);
      case OfferCreated e -> offerCreated(e);
      case OfferUpdated e -> sale.offers.update(e.offer(), e.name(), e.perClaim(), e.perUser());
      case Restocked e -> restocked(e);
      case ConcertCreated e -> concertCreated(e);
      case ConcertUpdated e -> sale.concerts.put(e.concert(), e.title(), e.place());
      case ScheduleCreated e -> scheduleCreated(e);
      case ScheduleUpdated e ->
          sale.schedules.update(e.schedule(), e.openDateMs(), e.startMs(), e.endMs());
      case ClaimsRetired e -> retired(e);
      case SalesRetired e -> retired(e);
      case RoomsRetired e -> rooms.retire(e.rooms());
      case KeysExpired e -> keysExpired(e);
      case Posted e -> posted(e, nowMs);
      case CursorMoved e -> sinks.moveTo(e.sink(), e.sequence());
      case CursorReset e -> sinks.moveTo(e.sink(), e.sequence());
      case LetterKept e -> letterKept(e, nowMs);
      case LetterGone e -> sinks.drop(e.sink(), e.sequence(), e.index());
      case SinkSwitched e -> sinks.switchTo(e.sink(), e.state(), e.reason());
      case SinkRemoved e -> sinks.remove(e.sink());
    }
  }

  /**
   * Somebody leads from here on. What was alive when people were served last keeps the life that it
   * had left. What stands still gets that time when it goes on: holds of stopped sales, calls and
   * visits of quarantined rooms.
   */
  public void lead(Leader leader) {
    term = leader.term();
    if (leader.outageMs() == 0) return;
    sale.claims.prolong(leader.outageFromMs(), leader.outageMs());
    rooms.prolong(leader.outageFromMs(), leader.outageMs());
  }

  /** Whether somebody has something that runs out: a hold, a call, a visit. */
  public boolean anybodyLives() {
    return sale.claims.nextDueMs() != Long.MAX_VALUE || rooms.anybodyLives();
  }

  /** The term of whoever leads; 0 before the first. */
  public long term() {
    return term;
  }

  void term(long restored) {
    term = restored;
  }

  private void claimed(Claimed e, long nowMs) {
    ClaimTable claims = sale.claims;
    boolean held = e.untilMs() > 0;
    claims.add(e.claim(), e.offer(), e.user(), e.quantity(), e.amount(), nowMs, e.untilMs());
    claims.follow(e.claim(), sale.users.follow(e.user(), e.claim()));
    if (e.seats().length > 0) claims.seats(e.claim(), e.seats());
    for (long seat : e.seats()) sale.seats.give(seat, e.claim(), !held);
    sale.taken.take(e.offer(), e.user(), e.quantity(), e.claim());
    sale.offers.move(e.offer(), -e.quantity(), held ? e.quantity() : 0, held ? 0 : e.quantity());
    addUnits(sale.offers.sale(e.offer()), 0, held ? 0 : -e.quantity(), -e.quantity());
    sale.sales.addClaims(sale.offers.sale(e.offer()), 1);
    ids.used(Ids.Kind.CLAIM, e.claim());
    store(e.key(), e.claim(), 0);
  }

  private void paid(Paid e) {
    long offer = sale.claims.offer(e.claim());
    long quantity = sale.claims.quantity(e.claim());
    sale.claims.moveTo(e.claim(), ClaimState.ISSUED);
    for (long seat : sale.claims.seats(e.claim())) sale.seats.sell(seat);
    sale.offers.move(offer, 0, -quantity, quantity);
    addUnits(sale.offers.sale(offer), 0, -quantity, 0);
    if (e.amount() > 0) sale.users.addBalance(e.user(), -e.amount());
    store(e.key(), e.claim(), 0);
  }

  private void cancelled(Cancelled e, long nowMs) {
    giveBack(e.claim(), ClaimState.CANCELLED, nowMs);
    if (e.refund() > 0) sale.users.addBalance(e.user(), e.refund());
  }

  private void refunded(Refunded e, long nowMs) {
    giveBack(e.claim(), ClaimState.REFUNDED, nowMs);
    sale.users.addBalance(e.user(), e.amount());
  }

  private void giveBack(long claim, ClaimState into, long nowMs) {
    boolean issued = sale.claims.state(claim) == ClaimState.ISSUED;
    long offer = sale.claims.offer(claim);
    long quantity = sale.claims.quantity(claim);
    for (long seat : sale.claims.seats(claim)) sale.seats.free(seat);
    sale.claims.end(claim, into, nowMs);
    sale.taken.giveBack(offer, sale.claims.user(claim), quantity);
    sale.offers.move(offer, quantity, issued ? 0 : -quantity, issued ? -quantity : 0);
    addUnits(sale.offers.sale(offer), 0, issued ? quantity : 0, quantity);
  }

  private void toppedUp(ToppedUp e, long nowMs) {
    sale.users.addBalance(e.user(), e.amount());
    store(e.key(), 0, nowMs + KEPT_MS);
  }

  private void store(@Nullable IdempotencyKey key, long claim, long untilMs) {
    if (key != null) sale.keys.add(key.hi(), key.lo(), key.fingerprint(), claim, untilMs);
  }

  private void saleCreated(SaleCreated e) {
    sale.sales.add(e.sale(), e.name(), e.opensAtMs(), e.closesAtMs(), e.entry(), e.room());
    ids.used(Ids.Kind.SALE, e.sale());
    Room room = rooms.find(e.room());
    if (room != null) countSale(room, e.sale(), 1);
  }

  private void saleSwitched(SaleSwitched e, long nowMs) {
    moveSale(e.sale(), e.state(), e.reason(), nowMs);
    // A lapse that would break an invariant stays due for ever: a stopped sale lets nothing lapse.
    if (e.state() == SaleState.STOPPED) sale.keepHeld(e.sale());
  }

  private void saleResumed(SaleResumed e, long nowMs) {
    sale.holdAgain(e.sale(), sale.sales.overAtMs(e.sale()), nowMs);
    moveSale(e.sale(), e.state(), e.reason(), nowMs);
  }

  private void moveSale(long id, SaleState to, String reason, long nowMs) {
    Room room = rooms.find(sale.sales.room(id));
    if (room != null) countSale(room, id, -1);
    sale.sales.moveTo(id, to, reason, nowMs);
    if (room != null) countSale(room, id, 1);
  }

  /** In its room a sale and its units count as what the sale is: in with 1, out with -1. */
  private void countSale(Room room, long id, int sign) {
    room.countSale(
        sale.sales.state(id),
        sign,
        sale.sales.units(id),
        sale.sales.unitsLeft(id),
        sale.sales.unitsAvailable(id));
  }

  private void offerCreated(OfferCreated e) {
    sale.offers.add(e.offer(), e.sale(), 0, e.name(), e.total(), e.price(), e.holdMs());
    sale.offers.update(e.offer(), e.name(), e.perClaim(), e.perUser());
    addUnits(e.sale(), e.total(), e.total(), e.total());
    ids.used(Ids.Kind.OFFER, e.offer());
  }

  private void restocked(Restocked e) {
    long delta = e.total() - sale.offers.total(e.offer());
    sale.offers.restock(e.offer(), e.total());
    addUnits(sale.offers.sale(e.offer()), delta, delta, delta);
  }

  private void concertCreated(ConcertCreated e) {
    sale.concerts.put(e.concert(), e.title(), e.place());
    ids.used(Ids.Kind.CONCERT, e.concert());
  }

  private void scheduleCreated(ScheduleCreated e) {
    int seats = e.seatRows() * e.perRow();
    String name = sale.concerts.title(e.concert());
    sale.offers.add(e.offer(), e.sale(), e.schedule(), name, seats, e.price(), e.holdMs());
    sale.offers.update(e.offer(), name, e.perClaim(), e.perUser());
    sale.schedules.add(
        e.schedule(), e.concert(), e.offer(), e.seatRows(), e.perRow(), e.firstSeat());
    sale.schedules.update(e.schedule(), e.openDateMs(), e.startMs(), e.endMs());
    sale.seats.add(e.schedule(), e.firstSeat(), seats);
    addUnits(e.sale(), seats, seats, seats);
    ids.used(Ids.Kind.OFFER, e.offer());
    ids.used(Ids.Kind.SCHEDULE, e.schedule());
    ids.used(Ids.Kind.SEAT, e.firstSeat() + seats - 1);
  }

  private void roomCreated(RoomCreated e) {
    rooms.add(e.room(), e.epoch(), e.settings());
    ids.used(Ids.Kind.ROOM, e.room());
  }

  private void drawPlanned(DrawPlanned e, long hourMs) {
    Draw planned = rooms.get(e.room()).draw();
    Draw plan =
        planned == null
            ? Draw.plan(e.commits(), e.gathersAtMs(), e.opensAtMs(), e.beacon(), e.secret())
            : planned.moved(hourMs, e.gathersAtMs(), e.opensAtMs());
    rooms.plan(e.room(), plan);
  }

  private void retired(ClaimsRetired e) {
    Set<Long> users = new LinkedHashSet<>();
    for (long claim : e.claims()) {
      long user = sale.claims.user(claim);
      users.add(user);
      // Held ones too: those of a sale that was stopped.
      if (sale.claims.state(claim).takes())
        sale.taken.giveBack(sale.claims.offer(claim), user, sale.claims.quantity(claim));
      sale.sales.addClaims(sale.offers.sale(sale.claims.offer(claim)), -1);
      sale.claims.forget(claim);
    }
    users.forEach(this::unlink);
    users.forEach(sale.users::removeIfEmpty);
    for (long claim : e.claims()) sale.claims.retire(claim);
  }

  private void retired(SalesRetired e) {
    for (long id : e.sales()) {
      Room room = rooms.find(sale.sales.room(id));
      if (room == null) continue;
      countSale(room, id, -1);
      room.saleRetired();
    }
    sale.retire(e.sales());
  }

  /**
   * Takes what has no state any more out of a user's chain of claims: one walk, however many go.
   */
  private void unlink(long user) {
    long kept = 0;
    for (long at = sale.users.newestClaim(user); at != 0; at = sale.claims.earlier(at)) {
      if (sale.claims.state(at) == ClaimState.NONE) continue;
      link(user, kept, at);
      kept = at;
    }
    link(user, kept, 0);
  }

  /** Lets a claim, or with 0 the user, be followed by an earlier one. */
  private void link(long user, long claim, long earlier) {
    if (claim == 0) sale.users.follow(user, earlier);
    else if (sale.claims.earlier(claim) != earlier) sale.claims.follow(claim, earlier);
  }

  private void keysExpired(KeysExpired e) {
    for (int i = 0; i < e.halves().length; i += 2) {
      sale.keys.remove(sale.keys.find(e.halves()[i], e.halves()[i + 1]));
    }
  }

  private void posted(Posted e, long nowMs) {
    posts.add(e.post(), e.keepFrom(), e.author(), e.title(), e.text(), nowMs);
    ids.used(Ids.Kind.POST, e.post());
  }

  private void letterKept(LetterKept e, long nowMs) {
    SinkTable.Letter letter =
        new SinkTable.Letter(
            e.sequence(), e.index(), e.attempts(), e.status(), e.state(), nowMs, e.error());
    sinks.keep(e.sink(), letter);
  }

  private void addUnits(long saleId, long all, long left, long available) {
    sale.sales.addUnits(saleId, all, left, available);
    Room room = rooms.find(sale.sales.room(saleId));
    if (room != null) room.addUnits(sale.sales.state(saleId), all, left, available);
  }

  /** Rebuilds what rooms derive from sales, after both were restored. */
  void countSales() {
    for (long id = sale.sales.next(0); id < sale.sales.end(); id = sale.sales.next(id + 1)) {
      Room room = sale.sales.exists(id) ? rooms.find(sale.sales.room(id)) : null;
      if (room != null) countSale(room, id, 1);
    }
  }
}
