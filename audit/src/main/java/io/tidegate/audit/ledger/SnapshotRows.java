package io.tidegate.audit.ledger;

import io.tidegate.audit.snapshot.SnapshotTable;
import io.tidegate.audit.snapshot.TextList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** The rows that follow from the books, in the columns of the tables of a snapshot. */
final class SnapshotRows {
  private static final int ROOM = 0;
  private static final int USER = 1;
  private static final int FIRST_STATE = 1; // 0 is that of a row without a claim

  private final Ledger.Books books;
  private final UserBook users;

  /** Of each sale: units, units left, units available. */
  private final Map<Sale, long[]> units = new HashMap<>();

  /** Rows of a keyed table that were found, by a number of ours. */
  private final Map<SnapshotTable, BitSet> seen = new EnumMap<>(SnapshotTable.class);

  /** Where a room's tickets begin among the numbers of ours. */
  private final Map<Room, Integer> ticketsFrom = new HashMap<>();

  /** The claim whose seats are being read. */
  private int seatClaim;

  SnapshotRows(Ledger.Books books) {
    this.books = books;
    this.users = new UserBook(books.claims().all(), books.wallets());
    for (Offer offer : books.sales().offers().values()) {
      long[] sum = units.computeIfAbsent(offer.sale, _ -> new long[3]);
      sum[0] += offer.total;
      sum[1] += offer.available + offer.held;
      sum[2] += offer.available;
    }
    int from = 0;
    for (Room room : books.rooms().all().values()) {
      ticketsFrom.put(room, from);
      from += room.numbers() + 1;
    }
  }

  /** The last id of each kind. */
  long[] ids() {
    SaleBook sales = books.sales();
    return new long[] {
      sales.lastSale,
      sales.lastOffer,
      sales.lastConcert,
      sales.lastSchedule,
      sales.lastSeat,
      books.claims().lastId(),
      books.rooms().lastRoom,
      books.posts().last()
    };
  }

  /** The last leader's; 0 before the first. */
  long term() {
    return books.term();
  }

  long concertsEnd() {
    return books.sales().concerts().keySet().stream().mapToLong(id -> id + 1).max().orElse(0);
  }

  /**
   * One past the highest row that was ever written; 0 for a table of keys, which nobody can say.
   */
  long end(SnapshotTable table) {
    long[] ids = ids();
    return switch (table) {
      case SALES -> past(ids[0]);
      case OFFERS -> past(ids[1]);
      case SCHEDULES -> past(ids[3]);
      case SEATS -> past(ids[4]);
      case CLAIMS -> past(ids[5]);
      case CLAIM_SEATS -> users.seats();
      case POSTS -> Math.min(Posts.PLACES, past(ids[7]));
      case SINKS -> books.sinks().sinksEnd();
      case LETTERS -> books.sinks().lettersEnd();
      case USERS, TAKEN, KEYS, TICKETS -> 0;
    };
  }

  private static long past(long id) {
    return id == 0 ? 0 : id + 1;
  }

  /** One past the last text. */
  long end(TextList list) {
    long[] ids = ids();
    return switch (list) {
      case SALE_NAMES, STOP_REASONS -> past(ids[0]);
      case OFFER_NAMES -> past(ids[1]);
      case CONCERT_TITLES, CONCERT_PLACES -> past(ids[2]);
      case BEACONS, BEACON_VALUES, QUARANTINE_REASONS -> past(ids[6]);
      case POST_AUTHORS, POST_TITLES, POST_TEXTS -> end(SnapshotTable.POSTS);
      case SINK_NAMES, SINK_REASONS -> end(SnapshotTable.SINKS);
      case LETTER_ERRORS -> end(SnapshotTable.LETTERS);
    };
  }

  /** What differs, in words; null if nothing does. A row of a keyed table is one in use. */
  @Nullable String compare(SnapshotTable table, long row, long[] found) {
    long[] wanted = new long[found.length];
    if (table.keyed()) {
      int ours = keyed(table, found, wanted);
      if (ours == 0) return "its " + table.column(0) + " and what follows are in no book";
      BitSet rows = seen.computeIfAbsent(table, _ -> new BitSet());
      if (rows.get(ours)) return "is there a second time";
      rows.set(ours);
    } else byId(table, row, wanted);
    int at = Arrays.mismatch(found, wanted);
    return at < 0
        ? null
        : table.column(at) + " is " + found[at] + ", and the journal gives " + wanted[at];
  }

  private void byId(SnapshotTable table, long row, long[] wanted) {
    switch (table) {
      case SALES -> sale(books.sales().sales().get(row), wanted);
      case OFFERS -> offer(books.sales().offers().get(row), wanted);
      case SCHEDULES -> schedule(books.sales().schedules().get(row), wanted);
      case SEATS -> seat(books.sales().ofSeat(row), row, wanted);
      case CLAIMS -> claim(books.claims().at(row), wanted);
      case CLAIM_SEATS -> wanted[0] = claimSeat(row);
      case POSTS -> post(books.posts().at(row), wanted);
      case SINKS -> books.sinks().sink(row, wanted);
      case LETTERS -> books.sinks().letter(row, wanted);
      case USERS, TAKEN, KEYS, TICKETS -> throw new IllegalArgumentException(table.word());
    }
  }

  private void sale(@Nullable Sale sale, long[] wanted) {
    if (sale == null || sale.retired) return;
    long[] sum = units.getOrDefault(sale, new long[3]);
    set(
        wanted,
        sale.opensMs,
        sale.closesMs,
        sale.roomOnly ? 1 : 0,
        sale.room,
        sale.state,
        sum[1],
        sale.overMs,
        sum[0],
        1,
        sum[2],
        sale.wasClosed ? 1 : 0,
        sale.claims);
  }

  private static void offer(@Nullable Offer offer, long[] wanted) {
    if (offer == null || offer.sale.retired) return;
    set(
        wanted,
        offer.sale.id,
        offer.schedule == null ? 0 : offer.schedule.id,
        offer.total,
        offer.available,
        offer.held,
        offer.issued,
        offer.price,
        offer.perClaim,
        offer.perUser,
        offer.holdMs);
  }

  private void schedule(@Nullable Schedule schedule, long[] wanted) {
    if (schedule == null || !books.sales().isInMemory(schedule)) return;
    set(
        wanted,
        schedule.concert,
        schedule.offer,
        schedule.dates.openMs(),
        schedule.dates.startMs(),
        schedule.dates.endMs(),
        (long) schedule.rows << 32 | schedule.perRow,
        schedule.first);
  }

  private void seat(@Nullable Schedule schedule, long seat, long[] wanted) {
    if (schedule == null || !books.sales().isInMemory(schedule)) return;
    Claim owner = schedule.owner(seat);
    long sold = owner != null && owner.state == ClaimState.ISSUED ? 1 : 0;
    set(wanted, schedule.id, owner == null ? 0 : owner.id() << 1 | sold);
  }

  private void claim(int at, long[] wanted) {
    Claim claim = at < 0 ? null : books.claims().all().get(at);
    if (claim == null || claim.retired) return;
    set(
        wanted,
        claim.offer(),
        claim.user(),
        claim.quantity() << 8 | (claim.state.ordinal() + FIRST_STATE),
        claim.amount(),
        claim.madeMs(),
        claim.untilMs(),
        users.earlier(at),
        users.seatsFrom(at),
        claim.endedMs);
  }

  /** Rows come in ascending order, and so do the claims whose seats they are. */
  private long claimSeat(long row) {
    var claims = books.claims().all();
    while (seatClaim < claims.size()) {
      Claim claim = claims.get(seatClaim);
      long index = row - (users.seatsFrom(seatClaim) - 1);
      if (users.seatsFrom(seatClaim) > 0 && index < claim.seatIds().length)
        return claim.retired ? 0 : claim.seatIds()[(int) index];
      seatClaim++;
    }
    return 0;
  }

  private static void post(Posts.@Nullable Post post, long[] wanted) {
    if (post != null) set(wanted, post.made().post(), post.timeMs());
  }

  /** Fills in the row with this key; returns a number of ours for it, 0 if there is none. */
  private int keyed(SnapshotTable table, long[] found, long[] wanted) {
    return switch (table) {
      case USERS -> user(found[0], wanted);
      case TAKEN -> taken(found[0], found[1], wanted);
      case KEYS -> key(found[0], found[1], wanted);
      case TICKETS -> ticket(books.rooms().all().get(found[ROOM]), found[USER], wanted);
      case SALES, OFFERS, SCHEDULES, SEATS, CLAIMS, CLAIM_SEATS, POSTS, SINKS, LETTERS ->
          throw new IllegalArgumentException(table.word());
    };
  }

  private int user(long user, long[] wanted) {
    int row = users.userRow(user);
    if (row == 0 || !lives(row)) return 0;
    set(wanted, user, users.newest(row), books.wallets().balance(user));
    return row;
  }

  /** Whether a user has a claim in memory, or money. */
  private boolean lives(int userRow) {
    return users.newest(userRow) != 0 || books.wallets().balance(users.user(userRow)) != 0;
  }

  private int taken(long offer, long user, long[] wanted) {
    int row = users.takenRow(offer, user);
    if (row == 0 || users.units(row) == 0) return 0;
    set(wanted, offer, user, users.units(row), users.newestOf(row));
    return row;
  }

  private int key(long high, long low, long[] wanted) {
    KeysInUse keys = books.keys();
    int row = keys.row(high, low);
    if (row > 0)
      set(wanted, high, low, keys.fingerprint(row), keys.claim(row), keys.keptUntilMs(row));
    return row;
  }

  private int ticket(@Nullable Room room, long user, long[] wanted) {
    int number = room == null ? 0 : room.number(user);
    if (room == null || !lives(room, number)) return 0;
    long state = codeOf(room.state(number));
    set(
        wanted,
        room.id,
        user,
        (long) number << 8 | state,
        room.standing(number),
        room.joinedMs(number));
    return ticketsFrom.getOrDefault(room, 0) + number;
  }

  private static boolean lives(Room room, int number) {
    TicketState state = room.state(number);
    return state != null && state != TicketState.ENDED;
  }

  private static int codeOf(@Nullable TicketState state) {
    if (state == null) return 0;
    return switch (state) {
      case ENDED -> 0;
      case WAITING -> 1;
      case CALLED -> 2;
      case INSIDE -> 3;
      case LAPSED -> 4;
      case RETURNED -> 5;
    };
  }

  private static void set(long[] row, long... values) {
    System.arraycopy(values, 0, row, 0, values.length);
  }

  /** The first row of a keyed table that no page held, in words; null if all were there. */
  @Nullable String missing(SnapshotTable table) {
    BitSet rows = seen.computeIfAbsent(table, _ -> new BitSet());
    return switch (table) {
      case USERS -> first(rows, users.users(), users::userName, this::lives);
      case TAKEN -> first(rows, users.takenRows(), users::takenName, row -> users.units(row) > 0);
      case KEYS -> first(rows, books.keys().end() - 1, books.keys()::name, books.keys()::isUsed);
      case TICKETS -> missingTicket(rows);
      case SALES, OFFERS, SCHEDULES, SEATS, CLAIMS, CLAIM_SEATS, POSTS, SINKS, LETTERS -> null;
    };
  }

  private static @Nullable String first(
      BitSet seen, int last, IntFunction<String> name, IntPredicate lives) {
    for (int row = seen.nextClearBit(1); row <= last; row = seen.nextClearBit(row + 1))
      if (lives.test(row)) return name.apply(row);
    return null;
  }

  private @Nullable String missingTicket(BitSet seen) {
    for (Room room : books.rooms().all().values()) {
      int from = ticketsFrom.getOrDefault(room, 0);
      for (int number = 1; number <= room.numbers(); number++)
        if (lives(room, number) && !seen.get(from + number))
          return "number " + number + " of room " + room.id;
    }
    return null;
  }

  /** The text with this id; empty where there is none. */
  String text(TextList list, long id) {
    SaleBook sales = books.sales();
    return switch (list) {
      case SALE_NAMES -> name(sales.sales().get(id));
      case STOP_REASONS -> stopReason(sales.sales().get(id));
      case OFFER_NAMES -> name(sales.offers().get(id));
      case CONCERT_TITLES -> concert(id, SaleBook.Concert::title);
      case CONCERT_PLACES -> concert(id, SaleBook.Concert::place);
      case BEACONS -> beacon(books.rooms().all().get(id), false);
      case BEACON_VALUES -> beacon(books.rooms().all().get(id), true);
      case QUARANTINE_REASONS -> quarantineReason(books.rooms().all().get(id));
      case POST_AUTHORS, POST_TITLES, POST_TEXTS -> post(list, books.posts().at(id));
      case SINK_NAMES -> books.sinks().name(id);
      case SINK_REASONS -> books.sinks().reason(id);
      case LETTER_ERRORS -> books.sinks().error(id);
    };
  }

  private static String name(@Nullable Sale sale) {
    return sale == null || sale.retired ? "" : sale.name;
  }

  private static String stopReason(@Nullable Sale sale) {
    return sale == null || sale.retired ? "" : sale.stopReason;
  }

  private static String quarantineReason(@Nullable Room room) {
    return room == null || room.retired ? "" : room.asideReason;
  }

  private static String name(@Nullable Offer offer) {
    return offer == null || offer.sale.retired ? "" : offer.ownName;
  }

  private String concert(long id, Function<SaleBook.Concert, String> text) {
    SaleBook.Concert concert = books.sales().concerts().get(id);
    return concert == null || books.sales().hasRetired(id) ? "" : text.apply(concert);
  }

  private static String beacon(@Nullable Room room, boolean value) {
    if (room == null || room.retired) return "";
    Event.DrawPlanned plan = room.draw.plan();
    if (value) return room.draw.beaconValue();
    return plan == null ? "" : plan.beacon();
  }

  private static String post(TextList list, Posts.@Nullable Post post) {
    if (post == null) return "";
    return switch (list) {
      case POST_AUTHORS -> post.made().author();
      case POST_TITLES -> post.made().title();
      default -> post.made().text();
    };
  }
}
