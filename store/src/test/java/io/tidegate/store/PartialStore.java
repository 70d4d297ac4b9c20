package io.tidegate.store;

import io.tidegate.core.Command;
import io.tidegate.core.Event;
import io.tidegate.core.Footprint;
import io.tidegate.core.Ids;
import io.tidegate.core.Key;
import io.tidegate.core.State;
import io.tidegate.core.StateSnapshot;
import io.tidegate.core.room.Room;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/**
 * A store that loads, as one on a database would, only the rows a batch can touch: {@link
 * Footprint} names them and everything else is absent from the state it hands out. Its database is
 * a state that only committed events reach. Where the rules read or change a row that the footprint
 * does not name, they come to another result here than elsewhere.
 */
final class PartialStore implements Store {

  /** Parts of what is to be loaded that can be left out, to see whether anybody notices. */
  enum Part {
    NONE,
    SALES,
    OFFERS,
    CONCERTS,
    SCHEDULES,
    SEATS,
    CLAIMS,
    USERS,
    KEYS,
    ROOMS,
    DUE,
    CLAIMS_LISTED,
    ROOM_NAMES
  }

  private final State database = new State(3);
  private final Map<String, Rows> stored = StateSnapshot.rowsOf(database);
  private final Part missing;
  private final List<Event> batch = new ArrayList<>();
  private long sequence;
  private long lastMs;

  PartialStore() {
    this(Part.NONE);
  }

  /**
   * @param missing what it does not load, though it should
   */
  PartialStore(Part missing) {
    this.missing = missing;
  }

  State database() {
    return database;
  }

  @Override
  public long lastMs() {
    return lastMs;
  }

  @Override
  public boolean begin() {
    batch.clear();
    return true;
  }

  @Override
  public State load(List<Command> commands, long nowMs) {
    Footprint wanted = new Footprint();
    commands.forEach(wanted::add);
    if (missing != Part.DUE) addDue(wanted, nowMs);
    leaveOut(wanted);
    wanted.follow(new FromRows());
    leaveOut(wanted);
    return new Loading(wanted).loaded();
  }

  @Override
  public void append(Event event) {
    batch.add(event);
  }

  @Override
  public int remaining() {
    return Integer.MAX_VALUE;
  }

  @Override
  public long commit(long nowMs) {
    if (batch.isEmpty()) return sequence;
    for (Event event : batch) database.apply(event, nowMs);
    batch.clear();
    lastMs = nowMs;
    return ++sequence;
  }

  @Override
  public void stop(long nowMs) {}

  @Override
  public void close() {}

  private void leaveOut(Footprint wanted) {
    switch (missing) {
      case NONE, DUE -> {}
      case SALES -> wanted.sales.clear();
      case OFFERS -> wanted.offers.clear();
      case CONCERTS -> wanted.concerts.clear();
      case SCHEDULES -> wanted.schedules.clear();
      case SEATS -> wanted.seats.clear();
      case CLAIMS -> wanted.claims.clear();
      case USERS -> wanted.users.clear();
      case KEYS -> wanted.keys.clear();
      case ROOMS -> wanted.rooms.clear();
      case CLAIMS_LISTED -> wanted.listing.clear();
      case ROOM_NAMES -> wanted.roomNames.clear();
    }
  }

  private void addDue(Footprint wanted, long nowMs) {
    SaleTables t = database.sale();
    for (long sale = 1; sale < t.sales.end(); sale++)
      if (t.sales.exists(sale) && t.sales.switchesAtMs(sale) <= nowMs) wanted.sales.add(sale);
    for (long claim = 1; claim < t.claims.end(); claim++)
      if (lapses(t, claim) && t.claims.untilMs(claim) <= nowMs) wanted.claims.add(claim);
    for (Room room : database.rooms().all())
      if (room.waiting() > 0 || room.willDraw() || room.nextEndMs() <= nowMs)
        wanted.rooms.add(room.id());
  }

  private static boolean lapses(SaleTables t, long claim) {
    return t.claims.state(claim) == ClaimState.HELD
        && t.sales.state(t.offers.sale(t.claims.offer(claim))) != SaleState.STOPPED;
  }

  /** The first round of questions. */
  private final class FromRows implements Footprint.References {
    private final SaleTables t = database.sale();

    @Override
    public long offerOfClaim(long claim) {
      return t.claims.offer(claim);
    }

    @Override
    public long userOfClaim(long claim) {
      return t.claims.user(claim);
    }

    @Override
    public long scheduleOfSeat(long seat) {
      return t.seats.schedule(seat);
    }

    @Override
    public long offerOfSchedule(long schedule) {
      return t.schedules.offer(schedule);
    }

    @Override
    public long scheduleOfOffer(long offer) {
      return t.offers.schedule(offer);
    }

    @Override
    public long concertOfSchedule(long schedule) {
      return t.schedules.concert(schedule);
    }

    @Override
    public long saleOfOffer(long offer) {
      return t.offers.sale(offer);
    }

    @Override
    public long roomOfSale(long sale) {
      return t.sales.room(sale);
    }

    @Override
    public long claimOfKey(Key key) {
      int row = t.keys.find(key.hi(), key.lo());
      return row < 0 ? 0 : t.keys.claim(row);
    }

    @Override
    public long[] claimsOfUser(long user) {
      return LongStream.range(1, t.claims.end())
          .filter(claim -> t.claims.state(claim) != ClaimState.NONE)
          .filter(claim -> t.claims.user(claim) == user)
          .toArray();
    }

    @Override
    public long roomNamed(String name) {
      Room room = database.rooms().named(name);
      return room == null ? 0 : room.id();
    }
  }

  /** The second round: a new state with the rows that are wanted, and no others. */
  private final class Loading {
    private final Footprint wanted;
    private final SaleTables from = database.sale();
    private final State into = new State(4);
    private final Map<String, Rows> loaded = StateSnapshot.rowsOf(into);
    private final Set<Long> claims;
    private final Set<Long> seats;

    Loading(Footprint wanted) {
      this.wanted = wanted;
      claims = claims();
      seats = new TreeSet<>(wanted.seats);
      for (long claim : claims) for (long seat : from.claims.seats(claim)) seats.add(seat);
    }

    /** Those named and those of the users on the offers. */
    private Set<Long> claims() {
      Set<Long> found = new TreeSet<>(wanted.claims);
      for (long claim = 1; claim < from.claims.end(); claim++) {
        if (from.claims.state(claim) == ClaimState.NONE) continue;
        long user = from.claims.user(claim);
        boolean onOffer = wanted.offers.contains(from.claims.offer(claim));
        if (wanted.users.contains(user) && onOffer) found.add(claim);
      }
      return found;
    }

    State loaded() {
      byId("sales", wanted.sales);
      byId("offers", wanted.offers);
      byId("schedules", wanted.schedules);
      byId("seats", seats);
      byId("claims", claims);
      keyed("users", row -> wanted.users.contains(column("users", row, 0)));
      keyed("taken", this::isTakenByUser);
      keyed("keys", this::isKey);
      keyed("tickets", row -> wanted.rooms.contains(column("tickets", row, 0)));
      names("sale-names", wanted.sales);
      names("offer-names", wanted.offers);
      names("concert-titles", wanted.concerts);
      names("concert-places", wanted.concerts);
      names("beacons", wanted.rooms);
      names("beacon-values", wanted.rooms);
      finish();
      linkClaims();
      countUnits();
      return into;
    }

    private boolean isTakenByUser(long row) {
      return wanted.offers.contains(column("taken", row, 0))
          && wanted.users.contains(column("taken", row, 1));
    }

    /** A key is found by its hash; another fingerprint there is what refuses it. */
    private boolean isKey(long row) {
      long hi = column("keys", row, 0);
      long lo = column("keys", row, 1);
      return wanted.keys.stream().anyMatch(key -> key.hi() == hi && key.lo() == lo);
    }

    private long column(String table, long row, int column) {
      return table(stored, table).get(row, column);
    }

    private void byId(String table, Set<Long> ids) {
      Rows source = table(stored, table);
      for (long id : ids) if (id < source.end()) copy(source, id, table(loaded, table), id);
    }

    private void keyed(String table, LongPredicate isWanted) {
      Rows source = table(stored, table);
      Rows target = table(loaded, table);
      for (long row = 0; row < source.end(); row++)
        if (source.get(row, 0) != 0 && isWanted.test(row)) copy(source, row, target, target.end());
    }

    private static void copy(Rows source, long row, Rows target, long to) {
      for (int column = 0; column < source.width(); column++)
        target.set(to, column, source.get(row, column));
    }

    private void names(String name, Set<Long> ids) {
      Texts source = texts(database, name);
      for (long id : ids) if (!source.get(id).isEmpty()) texts(into, name).set(id, source.get(id));
    }

    /** Ids come from where the database stands; a snapshot's other numbers from what is here. */
    private void finish() {
      List<long[]> rooms = new ArrayList<>();
      List<String> names = new ArrayList<>();
      List<long[]> all = database.rooms().freezeRooms();
      int at = 0;
      for (Room room : database.rooms().all()) {
        long[] head = all.get(at++);
        if (!wanted.rooms.contains(room.id())) continue;
        rooms.add(head);
        names.add(room.settings().name());
      }
      long[] ids =
          Arrays.stream(Ids.Kind.values()).mapToLong(kind -> database.ids().last(kind)).toArray();
      LongStream free = LongStream.of(0, 0, 0, from.concerts.end(), 0);
      LongStream ends = loaded.values().stream().mapToLong(Rows::end);
      StateSnapshot.restored(into, rooms, names, ids, LongStream.concat(free, ends).toArray());
    }

    /** A user's claims follow one another without those that are not here. */
    private void linkClaims() {
      Map<Long, Long> newest = new HashMap<>();
      for (long claim : claims) {
        if (from.claims.state(claim) == ClaimState.NONE) continue;
        long[] itsSeats = from.claims.seats(claim);
        if (itsSeats.length > 0) into.sale().claims.seats(claim, itsSeats);
        Long earlier = newest.put(from.claims.user(claim), claim);
        into.sale().claims.follow(claim, earlier == null ? 0 : earlier);
      }
      for (long user : wanted.users)
        if (into.sale().users.exists(user))
          into.sale().users.follow(user, newest.getOrDefault(user, 0L));
    }

    /** Counts are stored with the room, never derived from the sales that happen to be here. */
    private void countUnits() {
      for (Room room : into.rooms().all()) {
        Room stored = database.rooms().get(room.id());
        room.addUnits(
            stored.units() - room.units(),
            stored.unitsLeft() - room.unitsLeft(),
            stored.unitsAvailable() - room.unitsAvailable());
        while (room.sales() < stored.sales()) room.addSale();
        while (room.salesOver() < stored.salesOver())
          room.saleMoves(SaleState.PLANNED, SaleState.CLOSED);
      }
    }
  }

  private static Rows table(Map<String, Rows> tables, String name) {
    Rows table = tables.get(name);
    if (table == null) throw new AssertionError("no table " + name);
    return table;
  }

  private static Texts texts(State state, String name) {
    Texts texts = StateSnapshot.textsOf(state).get(name);
    if (texts == null) throw new AssertionError("no texts " + name);
    return texts;
  }
}
