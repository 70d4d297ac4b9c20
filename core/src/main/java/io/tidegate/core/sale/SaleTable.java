package io.tidegate.core.sale;

import io.tidegate.core.table.DueQueue;
import io.tidegate.core.table.Rows;
import io.tidegate.core.table.Texts;

/** Sales by id. It also knows when the next one opens or closes. */
public final class SaleTable {

  private static final int OPENS = 0;
  private static final int CLOSES = 1;
  private static final int ENTRY = 2;
  private static final int ROOM = 3;
  private static final int STATE = 4;
  private static final int LEFT = 5;
  private static final int OVER_AT = 6;
  private static final int UNITS = 7;
  private static final int EXISTS = 8;
  private static final int AVAILABLE = 9;
  private static final int WAS_CLOSED = 10;
  private static final int CLAIMS = 11;

  final Rows rows = new Rows(12);
  final Texts names = new Texts();
  final Texts stopReasons = new Texts();
  private final DueQueue switches = new DueQueue();
  private int size;

  /** Whether there is such a sale. */
  public boolean exists(long sale) {
    return rows.get(sale, EXISTS) != 0;
  }

  /** Its name. */
  public String name(long sale) {
    return names.get(sale);
  }

  /** When it opens, epoch ms. */
  public long opensAtMs(long sale) {
    return rows.get(sale, OPENS);
  }

  /** When it closes, epoch ms; {@link Long#MAX_VALUE} for never. */
  public long closesAtMs(long sale) {
    return rows.get(sale, CLOSES);
  }

  /** Who may claim. */
  public Entry entry(long sale) {
    return Entry.of(rows.get(sale, ENTRY));
  }

  /** The room before it, 0 for none. */
  public long room(long sale) {
    return rows.get(sale, ROOM);
  }

  /** Where it stands. */
  public SaleState state(long sale) {
    return SaleState.of(rows.get(sale, STATE));
  }

  /** Units of all its offers that are not issued: available or held. */
  public long unitsLeft(long sale) {
    return rows.get(sale, LEFT);
  }

  /** Units of all its offers that are neither held nor issued. */
  public long unitsAvailable(long sale) {
    return rows.get(sale, AVAILABLE);
  }

  /** Units of all its offers. */
  public long units(long sale) {
    return rows.get(sale, UNITS);
  }

  /** Whether it may still hand something out, now or later. */
  public boolean over(long sale) {
    return state(sale) == SaleState.CLOSED || state(sale) == SaleState.STOPPED;
  }

  /** When it was closed or stopped, whichever was last, epoch ms; 0 while it is neither. */
  public long overAtMs(long sale) {
    return rows.get(sale, OVER_AT);
  }

  /** Why it was stopped; empty while it is not. */
  public String stopReason(long sale) {
    return stopReasons.get(sale);
  }

  /** Whether it ever was closed, which is for good also where it was stopped after that. */
  public boolean wasClosed(long sale) {
    return rows.get(sale, WAS_CLOSED) != 0;
  }

  /** Sales in memory. */
  public int size() {
    return size;
  }

  /** The first id from this one on that may be in memory; those before it are not. */
  public long next(long sale) {
    return rows.next(sale);
  }

  /** Claims of its offers in memory. */
  public long claims(long sale) {
    return rows.get(sale, CLAIMS);
  }

  /** Counts claims in memory, in or out. */
  public void addClaims(long sale, long claims) {
    rows.add(sale, CLAIMS, claims);
  }

  /** One past the highest id. */
  public long end() {
    return rows.end();
  }

  /** Adds a sale. */
  public void add(long sale, String name, long opensAtMs, long closesAtMs, Entry entry, long room) {
    rows.set(sale, EXISTS, 1);
    size++;
    rows.set(sale, ENTRY, entry.ordinal());
    rows.set(sale, ROOM, room);
    rows.set(sale, STATE, SaleState.PLANNED.ordinal());
    update(sale, name, opensAtMs, closesAtMs);
  }

  /** Replaces what may change. */
  public void update(long sale, String name, long opensAtMs, long closesAtMs) {
    names.set(sale, name);
    rows.set(sale, OPENS, opensAtMs);
    rows.set(sale, CLOSES, closesAtMs);
    watch(sale);
  }

  /** Removes a sale that is over from memory. */
  void retire(long sale) {
    rows.clear(sale);
    rows.dropIfEmpty(sale);
    names.remove(sale);
    stopReasons.remove(sale);
    size--;
  }

  /**
   * Moves it to a state.
   *
   * @param reason why, kept while it is stopped
   */
  public void moveTo(long sale, SaleState state, String reason, long nowMs) {
    rows.set(sale, STATE, state.ordinal());
    if (state == SaleState.STOPPED) stopReasons.set(sale, reason);
    else stopReasons.remove(sale);
    rows.set(sale, OVER_AT, over(sale) ? nowMs : 0);
    if (state == SaleState.CLOSED) rows.set(sale, WAS_CLOSED, 1);
    watch(sale);
  }

  /** Changes the units of its offers, those left of them, and those available of these. */
  public void addUnits(long sale, long all, long left, long available) {
    if (all != 0) rows.add(sale, UNITS, all);
    if (left != 0) rows.add(sale, LEFT, left);
    if (available != 0) rows.add(sale, AVAILABLE, available);
  }

  /** When the sale changes by itself next, {@link Long#MAX_VALUE} for never. */
  public long switchesAtMs(long sale) {
    return switch (state(sale)) {
      case PLANNED -> Math.min(opensAtMs(sale), closesAtMs(sale));
      case OPEN, PAUSED -> closesAtMs(sale);
      case CLOSED, STOPPED -> Long.MAX_VALUE;
    };
  }

  /** The sale that changes by itself first, and has to by now; 0 if none does. */
  public long due(long nowMs) {
    return switches.firstDueMs() <= nowMs ? switches.firstId() : 0;
  }

  /** When the first sale changes by itself, {@link Long#MAX_VALUE} for never. */
  public long nextSwitchMs() {
    return switches.firstDueMs();
  }

  private void watch(long sale) {
    long at = switchesAtMs(sale);
    if (at != Long.MAX_VALUE) switches.add(at, sale);
    while (switches.size() > 0 && switchesAtMs(switches.firstId()) != switches.firstDueMs())
      switches.removeFirst();
    if (switches.size() > 2 * size + 1_024) rewatch();
  }

  /** Made anew rather than compacted: a sale may stand in the queue twice with the same time. */
  private void rewatch() {
    switches.keep((_, _) -> false);
    for (long sale = next(0); sale < end(); sale = next(sale + 1))
      if (exists(sale) && switchesAtMs(sale) != Long.MAX_VALUE)
        switches.add(switchesAtMs(sale), sale);
  }

  void restored() {
    for (long sale = next(0); sale < end(); sale = next(sale + 1)) if (exists(sale)) size++;
    rewatch();
  }
}
