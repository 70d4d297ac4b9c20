package io.tidegate.engine.view;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Event;
import io.tidegate.core.State;
import io.tidegate.core.name.Names;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.TicketState;
import io.tidegate.core.room.TicketTable;
import io.tidegate.core.sale.SaleTables;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * The views of all shared documents. The loop notes what its events touch, and publishes new views
 * after the commit. Any thread reads, without waiting.
 */
public final class Views {

  private final Map<Long, SaleView> sales = new ConcurrentHashMap<>();
  private final Map<Long, OfferView> offers = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, ConcertView> concerts = new ConcurrentSkipListMap<>();
  private final Map<Long, ScheduleView> schedules = new ConcurrentHashMap<>();
  private final Map<Long, RoomView> rooms = new ConcurrentHashMap<>();
  private final Map<String, Long> roomNames = new ConcurrentHashMap<>(); // in their normal form
  private final Map<Long, Map<Long, Long>> inside = new ConcurrentHashMap<>(); // room, user, number
  private volatile long concertsVersion;
  private volatile FeedView feed = FeedView.EMPTY;

  // What the batch in hand touched; loop's thread.
  private final Set<Long> touchedSales = new HashSet<>();
  private final Set<Long> touchedOffers = new HashSet<>();
  private final Set<Long> touchedConcerts = new HashSet<>();
  private final Set<Long> touchedSchedules = new HashSet<>();
  private final Map<Long, List<long[]>> touchedSeats = new HashMap<>(); // by schedule
  private final Set<Long> touchedRooms = new HashSet<>();
  private boolean touchedFeed;
  private final Set<Long> retiredSales = new HashSet<>();
  private final Set<Long> retiredRooms = new HashSet<>();
  private final List<Event> visits = new ArrayList<>();
  private final Map<Long, long[]> linked =
      new HashMap<>(); // schedules by concert, with those not yet published

  /** The sale, or null. Any thread. */
  public @Nullable SaleView sale(long id) {
    return sales.get(id);
  }

  /** The offer, or null. Any thread. */
  public @Nullable OfferView offer(long id) {
    return offers.get(id);
  }

  /** The concert, or null. Any thread. */
  public @Nullable ConcertView concert(long id) {
    return concerts.get(id);
  }

  /** The schedule, or null. Any thread. */
  public @Nullable ScheduleView schedule(long id) {
    return schedules.get(id);
  }

  /** The room, or null. Any thread. */
  public @Nullable RoomView room(long id) {
    return rooms.get(id);
  }

  /** The posts of the feed. Any thread. */
  public FeedView feed() {
    return feed;
  }

  /** The room with this name, or null. Any thread. */
  public @Nullable RoomView roomNamed(String name) {
    Long id = roomNames.get(Names.normal(name));
    return id == null ? null : rooms.get(id);
  }

  /** All concerts in the order of their ids; a live view. Any thread. */
  public Collection<ConcertView> concerts() {
    return Collections.unmodifiableCollection(concerts.values());
  }

  /** All sales; a live view. Any thread. */
  public Collection<SaleView> sales() {
    return Collections.unmodifiableCollection(sales.values());
  }

  /** All offers; a live view. Any thread. */
  public Collection<OfferView> offers() {
    return Collections.unmodifiableCollection(offers.values());
  }

  /** All rooms; a live view. Any thread. */
  public Collection<RoomView> rooms() {
    return Collections.unmodifiableCollection(rooms.values());
  }

  /**
   * Sequence of the batch that last changed the list of concerts or one of its titles. Any thread.
   */
  public long concertsVersion() {
    return concertsVersion;
  }

  /**
   * Whether the user of a ticket is inside its room, as of the last batch: a visit that has run out
   * is over with the loop's next one, a tick later at most. False says nothing about somebody who
   * was called and arrives with this very request. Any thread.
   */
  public boolean inside(TicketRef ticket) {
    Map<Long, Long> numbers = inside.get(ticket.room());
    Long number = numbers == null ? null : numbers.get(ticket.user());
    return number != null && number == ticket.number();
  }

  /**
   * Makes all views from a recovered state, and forgets what was touched and not published. Loop's
   * thread, or before it starts.
   */
  public void rebuild(State state, long sequence, long nowMs) {
    forgetTouched();
    SaleTables t = state.sale();
    for (long id = t.sales.next(0); id < t.sales.end(); id = t.sales.next(id + 1))
      if (t.sales.exists(id)) touchedSales.add(id);
    for (long id = t.offers.next(0); id < t.offers.end(); id = t.offers.next(id + 1))
      if (t.offers.exists(id)) touchedOffers.add(id);
    for (long id = 1; id < t.concerts.end(); id++) {
      if (!t.concerts.exists(id)) continue;
      touchedConcerts.add(id);
      linked.put(id, new long[0]); // and not what was published before
    }
    for (long id = t.schedules.next(0); id < t.schedules.end(); id = t.schedules.next(id + 1)) {
      if (!t.schedules.exists(id)) continue;
      touchedSchedules.add(id);
      link(t.schedules.concert(id), id);
    }
    for (Room room : state.rooms().all()) touchedRooms.add(room.id());
    touchedFeed = true;
    TicketTable tickets = state.rooms().tickets;
    for (int ticket = 0; ticket < state.rooms().ticketRows().end(); ticket++) {
      if (tickets.state(ticket) == TicketState.INSIDE)
        enter(tickets.room(ticket), tickets.user(ticket), tickets.number(ticket));
    }
    publish(state, sequence, nowMs);
  }

  /**
   * Notes what an event changed. Loop's thread.
   *
   * @param state right after the event: later in the batch a claim may be gone
   */
  public void touch(State state, Event event) {
    SaleTables t = state.sale();
    switch (event) {
      case Event.Claimed e -> touchUnits(t, e.offer(), e.seats());
      case Event.Paid e -> touchUnits(t, e.claim());
      case Event.Lapsed e -> touchUnits(t, e.claim());
      case Event.Cancelled e -> touchUnits(t, e.claim());
      case Event.Refunded e -> touchUnits(t, e.claim());
      case Event.Restocked e -> touchedOffers.add(e.offer());
      case Event.OfferCreated e -> touchedOffers.add(e.offer());
      case Event.OfferUpdated e -> touchedOffers.add(e.offer());
      case Event.SaleCreated e -> {
        touchedSales.add(e.sale());
        touchRoom(e.room());
      }
      case Event.SaleUpdated e -> touchedSales.add(e.sale());
      case Event.SaleResumed e -> {
        touchedSales.add(e.sale());
        touchRoom(t.sales.room(e.sale()));
      }
      case Event.SaleSwitched e -> {
        touchedSales.add(e.sale());
        touchRoom(t.sales.room(e.sale()));
      }
      case Event.ConcertCreated e -> touchedConcerts.add(e.concert());
      case Event.ConcertUpdated e -> touchedConcerts.add(e.concert());
      case Event.ScheduleCreated e -> {
        touchedOffers.add(e.offer());
        touchedSchedules.add(e.schedule());
        touchedConcerts.add(e.concert());
        link(e.concert(), e.schedule());
      }
      case Event.ScheduleUpdated e -> touchedSchedules.add(e.schedule());
      case Event.SalesRetired e -> addAll(retiredSales, e.sales());
      case Event.RoomsRetired e -> addAll(retiredRooms, e.rooms());
      case Event.RoomCreated e -> touchedRooms.add(e.room());
      case Event.RoomUpdated e -> touchedRooms.add(e.room());
      case Event.RateMeasured e -> touchedRooms.add(e.room());
      case Event.DrawPlanned e -> touchedRooms.add(e.room());
      case Event.CohortClosed e -> touchedRooms.add(e.room());
      case Event.Drawn e -> touchedRooms.add(e.room());
      case Event.RoomQuarantined e -> touchedRooms.add(e.room());
      case Event.EpochBegan e -> {
        touchedRooms.add(e.room());
        visits.add(e);
      }
      case Event.Joined e -> touchedRooms.add(e.room());
      case Event.Called e -> touchedRooms.add(e.room());
      case Event.CallLapsed e -> touchedRooms.add(e.room());
      case Event.Returned e -> touchedRooms.add(e.room());
      case Event.Entered e -> {
        touchedRooms.add(e.room());
        visits.add(e);
      }
      case Event.Ended e -> {
        touchedRooms.add(e.room());
        visits.add(e);
      }
      case Event.Posted _ -> touchedFeed = true;
      case Event.OfOutbox _ -> {}
      case Event.Renewed _, Event.ToppedUp _, Event.ClaimsRetired _, Event.KeysExpired _ -> {}
    }
  }

  private void touchUnits(SaleTables t, long claim) {
    touchUnits(t, t.claims.offer(claim), t.claims.seats(claim));
  }

  private void touchUnits(SaleTables t, long offer, long[] seats) {
    touchedOffers.add(offer);
    if (seats.length > 0)
      touchedSeats.computeIfAbsent(t.offers.schedule(offer), _ -> new ArrayList<>()).add(seats);
  }

  private static void addAll(Set<Long> touched, long[] ids) {
    for (long id : ids) touched.add(id);
  }

  private void link(long concert, long schedule) {
    ConcertView published = concerts.get(concert);
    long[] before =
        linked.getOrDefault(concert, published == null ? new long[0] : published.schedules());
    long[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = schedule;
    linked.put(concert, after);
  }

  /** Publishes what the batch touched. Loop's thread, after the commit. */
  public void publish(State state, long sequence, long nowMs) {
    SaleTables t = state.sale();
    touchedRooms.removeAll(retiredRooms);
    for (long offer : touchedOffers) publishOffer(t, offer, sequence);
    for (long schedule : touchedSchedules)
      schedules.put(schedule, scheduleView(t, schedule, sequence));
    for (long concert : touchedConcerts) concerts.put(concert, concertView(t, concert, sequence));
    for (long sale : touchedSales) sales.put(sale, saleView(t, sale, sequence));
    for (long room : touchedRooms) publishRoom(roomView(state, room, sequence, nowMs));
    if (!touchedConcerts.isEmpty()) concertsVersion = sequence;
    if (touchedFeed) feed = feed.brought(state.posts());
    publishVisits();
    if (!retiredSales.isEmpty()) dropSales(t, sequence);
    if (!retiredRooms.isEmpty()) dropRooms();
    forgetTouched();
  }

  private void publishOffer(SaleTables t, long offer, long sequence) {
    offers.put(offer, offerView(t, offer, sequence));
    if (t.offers.schedule(offer) != 0) touchedSchedules.add(t.offers.schedule(offer));
    touchRoom(t.sales.room(t.offers.sale(offer)));
  }

  private void touchRoom(long room) {
    if (room != 0) touchedRooms.add(room);
  }

  /** Concerts first, so that none names a date that is not there any more. */
  private void dropSales(SaleTables t, long sequence) {
    Set<Long> played = new HashSet<>();
    for (ScheduleView schedule : schedules.values())
      if (retiredSales.contains(schedule.sale())) played.add(schedule.concert());
    for (long concert : played) {
      if (t.concerts.exists(concert)) concerts.computeIfPresent(concert, (_, view) -> left(view));
      else concerts.remove(concert);
      concertsVersion = sequence;
    }
    schedules.values().removeIf(schedule -> retiredSales.contains(schedule.sale()));
    offers.values().removeIf(offer -> retiredSales.contains(offer.sale()));
    sales.keySet().removeAll(retiredSales);
  }

  /** A concert without the dates of retired sales. */
  private ConcertView left(ConcertView view) {
    long[] left =
        Arrays.stream(view.schedules())
            .filter(id -> {
              ScheduleView schedule = schedules.get(id);
              return schedule != null && !retiredSales.contains(schedule.sale());
            })
            .toArray();
    return new ConcertView(view.version(), view.concert(), view.title(), view.place(), left);
  }

  private void dropRooms() {
    for (long id : retiredRooms) {
      RoomView room = rooms.remove(id);
      if (room != null) roomNames.remove(Names.normal(room.settings().name()), id);
      inside.remove(id);
    }
  }

  private void publishRoom(RoomView room) {
    if (rooms.put(room.room(), room) == null)
      roomNames.merge(Names.normal(room.settings().name()), room.room(), Long::min);
  }

  private void publishVisits() {
    for (Event visit : visits) {
      if (visit instanceof Event.Entered e) enter(e.room(), e.user(), e.number());
      else if (visit instanceof Event.Ended e) leave(e.room(), e.user());
      else if (visit instanceof Event.EpochBegan e) inside.remove(e.room());
    }
  }

  private void enter(long room, long user, long number) {
    inside.computeIfAbsent(room, _ -> new ConcurrentHashMap<>()).put(user, number);
  }

  private void leave(long room, long user) {
    Map<Long, Long> numbers = inside.get(room);
    if (numbers != null) numbers.remove(user);
  }

  private void forgetTouched() {
    visits.clear();
    touchedSales.clear();
    touchedOffers.clear();
    touchedConcerts.clear();
    touchedSchedules.clear();
    touchedSeats.clear();
    retiredSales.clear();
    retiredRooms.clear();
    touchedRooms.clear();
    linked.clear();
    touchedFeed = false;
  }

  private static SaleView saleView(SaleTables t, long id, long version) {
    return new SaleView(
        version,
        id,
        t.sales.name(id),
        t.sales.opensAtMs(id),
        t.sales.closesAtMs(id),
        t.sales.entry(id),
        t.sales.room(id),
        t.sales.state(id),
        t.sales.stopReason(id));
  }

  private static OfferView offerView(SaleTables t, long id, long version) {
    return new OfferView(
        version,
        id,
        t.offers.sale(id),
        t.offers.schedule(id),
        t.offers.name(id),
        t.offers.total(id),
        t.offers.available(id),
        t.offers.held(id),
        t.offers.issued(id),
        t.offers.price(id),
        t.offers.perClaim(id),
        t.offers.perUser(id),
        t.offers.holdMs(id));
  }

  private ConcertView concertView(SaleTables t, long id, long version) {
    ConcertView published = concerts.get(id);
    long[] fresh = linked.get(id);
    long[] ids = fresh != null ? fresh : published != null ? published.schedules() : new long[0];
    return new ConcertView(version, id, t.concerts.title(id), t.concerts.place(id), ids);
  }

  /**
   * Seats are those published before with the touched ones set anew; all of them the first time.
   */
  private byte[] seats(SaleTables t, long schedule) {
    ScheduleView published = schedules.get(schedule);
    long first = t.schedules.firstSeat(schedule);
    if (published == null) {
      byte[] all = new byte[t.schedules.seats(schedule)];
      for (int i = 0; i < all.length; i++) all[i] = seat(t, first + i);
      return all;
    }
    List<long[]> touched = touchedSeats.get(schedule);
    if (touched == null) return published.seats();
    byte[] patched = published.seats().clone();
    for (long[] some : touched)
      for (long seat : some) patched[(int) (seat - first)] = seat(t, seat);
    return patched;
  }

  private static byte seat(SaleTables t, long seat) {
    if (t.seats.claim(seat) == 0) return ScheduleView.FREE;
    return t.seats.sold(seat) ? ScheduleView.SOLD : ScheduleView.HELD;
  }

  private ScheduleView scheduleView(SaleTables t, long id, long version) {
    long offer = t.schedules.offer(id);
    return new ScheduleView(
        version,
        id,
        offer,
        t.schedules.concert(id),
        t.offers.sale(offer),
        t.schedules.openDateMs(id),
        t.schedules.startMs(id),
        t.schedules.endMs(id),
        t.schedules.seatRows(id),
        t.schedules.perRow(id),
        t.schedules.firstSeat(id),
        t.offers.price(offer),
        t.offers.available(offer),
        seats(t, id));
  }

  private static RoomView roomView(State state, long id, long version, long nowMs) {
    Room room = state.rooms().get(id);
    return new RoomView(
        version,
        nowMs,
        id,
        room.epoch(),
        room.settings(),
        room.measured(),
        room.people(),
        room.lastNumber(),
        room.calledUpTo(),
        room.waiting(),
        room.called(),
        room.inside(),
        room.units(),
        room.unitsLeft(),
        room.unitsAvailable(),
        room.waitReason(),
        state.rooms().quarantineReason(id),
        room.draw());
  }
}
