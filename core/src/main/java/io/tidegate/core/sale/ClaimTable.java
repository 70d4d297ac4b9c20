package io.tidegate.core.sale;

import io.tidegate.core.table.DueQueue;
import io.tidegate.core.table.Rows;
import java.util.function.LongPredicate;

/** Claims by id. It also knows which hold lapses next. */
public final class ClaimTable {

  private static final int OFFER = 0;
  private static final int USER = 1;
  private static final int QUANTITY_STATE = 2;
  private static final int AMOUNT = 3;
  private static final int CREATED = 4;
  private static final int UNTIL = 5;
  private static final int EARLIER = 6;
  private static final int SEATS = 7; // 1 + where its seats start in the list, 0 for none
  private static final int ENDED = 8;

  private static final long[] NO_SEATS = {};

  final Rows rows = new Rows(9);
  final Rows seatList = new Rows(1);
  private final DueQueue holds = new DueQueue();
  private int heldClaims;
  private long size;

  /** Where it stands; {@link ClaimState#NONE} if there is no such claim. */
  public ClaimState state(long claim) {
    return ClaimState.of(rows.get(claim, QUANTITY_STATE) & 0xFF);
  }

  /** The offer it was made on. */
  public long offer(long claim) {
    return rows.get(claim, OFFER);
  }

  /** Whose it is. */
  public long user(long claim) {
    return rows.get(claim, USER);
  }

  /** Units in it. */
  public long quantity(long claim) {
    return rows.get(claim, QUANTITY_STATE) >>> 8;
  }

  /** What it costs, whole currency units. */
  public long amount(long claim) {
    return rows.get(claim, AMOUNT);
  }

  /** When it was made, epoch ms. */
  public long createdMs(long claim) {
    return rows.get(claim, CREATED);
  }

  /** Until when it is or was held, epoch ms; 0 if it was issued at once. */
  public long untilMs(long claim) {
    return rows.get(claim, UNTIL);
  }

  /** When it lapsed, was cancelled or refunded, epoch ms; 0 while it is held or issued. */
  public long endedMs(long claim) {
    return rows.get(claim, ENDED);
  }

  /** The same user's claim before this one, 0 if none. */
  public long earlier(long claim) {
    return rows.get(claim, EARLIER);
  }

  /** Ids of its seats, also after they were given back; empty for a claim of identical units. */
  public long[] seats(long claim) {
    long start = rows.get(claim, SEATS) - 1;
    if (start < 0) return NO_SEATS;
    long[] seats = new long[(int) quantity(claim)];
    for (int i = 0; i < seats.length; i++) seats[i] = seatList.get(start + i, 0);
    return seats;
  }

  /** Claims in memory. */
  public long size() {
    return size;
  }

  /** One past the highest id. */
  public long end() {
    return rows.end();
  }

  /** The first id from this one on that may be in memory; those before it are not. */
  public long next(long claim) {
    return rows.next(claim);
  }

  /** Adds a claim, held if {@code untilMs} is above 0, else issued. */
  public void add(
      long claim, long offer, long user, long quantity, long amount, long createdMs, long untilMs) {
    rows.set(claim, OFFER, offer);
    rows.set(claim, USER, user);
    rows.set(
        claim,
        QUANTITY_STATE,
        quantity << 8 | (untilMs > 0 ? ClaimState.HELD : ClaimState.ISSUED).ordinal());
    rows.set(claim, AMOUNT, amount);
    rows.set(claim, CREATED, createdMs);
    rows.set(claim, UNTIL, untilMs);
    size++;
    if (untilMs > 0) watch(claim);
  }

  /** Links the user's earlier claim. */
  public void follow(long claim, long earlier) {
    rows.set(claim, EARLIER, earlier);
  }

  /** Notes its seats. */
  public void seats(long claim, long[] seats) {
    rows.set(claim, SEATS, seatList.end() + 1);
    for (long seat : seats) seatList.set(seatList.end(), 0, seat);
  }

  /** Moves it to a state in which it takes nothing any more. */
  public void end(long claim, ClaimState state, long nowMs) {
    moveTo(claim, state);
    rows.set(claim, ENDED, nowMs);
  }

  /** Moves it to a state. */
  public void moveTo(long claim, ClaimState state) {
    boolean wasHeld = held(claim);
    rows.set(claim, QUANTITY_STATE, quantity(claim) << 8 | state.ordinal());
    if (!wasHeld) return;
    heldClaims--;
    prune();
  }

  /**
   * Takes a claim's state away, before {@link #retire}; one that is held must not be due any more.
   */
  public void forget(long claim) {
    rows.set(claim, QUANTITY_STATE, quantity(claim) << 8 | ClaimState.NONE.ordinal());
  }

  /** Removes a claim from memory; the journal keeps it. */
  public void retire(long claim) {
    long start = rows.get(claim, SEATS) - 1;
    for (long i = start; start >= 0 && i < start + quantity(claim); i++) {
      seatList.clear(i);
      seatList.dropIfEmpty(i);
    }
    rows.clear(claim);
    rows.dropIfEmpty(claim);
    size--;
  }

  /** The held claim that lapses first and has to by now; 0 if none does. */
  public long due(long nowMs) {
    return holds.firstDueMs() <= nowMs ? holds.firstId() : 0;
  }

  /** When the next hold lapses, {@link Long#MAX_VALUE} for never. */
  public long nextDueMs() {
    return holds.firstDueMs();
  }

  /**
   * Lets every hold that had not run out by a moment last longer. Those that {@link #keepHeld} lets
   * lapse no more get the time in {@link #holdAgain}.
   */
  public void prolong(long afterMs, long byMs) {
    holds.forEach(claim -> {
      if (held(claim) && untilMs(claim) > afterMs) rows.add(claim, UNTIL, byMs);
    });
    holds.shift(afterMs, byMs);
  }

  /** Lets these claims lapse no more. */
  public void keepHeld(LongPredicate which) {
    holds.keep((_, claim) -> held(claim) && !which.test(claim));
    heldClaims = holds.size();
  }

  /** Lets these claims lapse again; each that had not run out by a moment lasts longer. */
  void holdAgain(LongPredicate which, long afterMs, long byMs) {
    for (long claim = next(0); claim < rows.end(); claim = next(claim + 1)) {
      if (!held(claim) || !which.test(claim)) continue;
      if (untilMs(claim) > afterMs) rows.add(claim, UNTIL, byMs);
      watch(claim);
    }
  }

  /**
   * Without decoding the rest: a row that is no claim any more must not keep others from moving.
   */
  private boolean held(long claim) {
    return (rows.get(claim, QUANTITY_STATE) & 0xFF) == ClaimState.HELD.ordinal();
  }

  private void watch(long claim) {
    heldClaims++;
    holds.add(untilMs(claim), claim);
  }

  /** The first entry always stands, so that asking for what is due changes nothing. */
  private void prune() {
    while (holds.size() > 0 && !held(holds.firstId())) holds.removeFirst();
    holds.compact(heldClaims, (_, id) -> held(id));
  }

  void restored() {
    for (long claim = next(0); claim < rows.end(); claim = next(claim + 1)) {
      ClaimState state = state(claim);
      if (state != ClaimState.NONE) size++;
      if (state == ClaimState.HELD) watch(claim);
    }
  }
}
