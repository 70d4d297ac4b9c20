package io.tidegate.core.room;

import io.tidegate.core.draw.Draw;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.table.DueQueue;
import org.jspecify.annotations.Nullable;

/**
 * One room: its settings and counters, and the people who are in line, called or inside. Their
 * tickets are rows of {@link TicketTable}. Not thread-safe.
 */
public final class Room {

  private static final int PLANNED = SaleState.PLANNED.ordinal();
  private static final int OPEN = SaleState.OPEN.ordinal();
  private static final int PAUSED = SaleState.PAUSED.ordinal();
  private static final int CLOSED = SaleState.CLOSED.ordinal();
  private static final int STOPPED = SaleState.STOPPED.ordinal();

  private final long id;
  private final DueRooms dues;
  private int epoch;
  private RoomSettings settings;
  private @Nullable Draw draw;

  long closedAtMs; // 0 while it is neither closed nor was when it was quarantined
  long quarantinedAtMs; // since when it is in quarantine; 0 while it is not
  int salesRetired;
  int measured; // people per interval, 0 where nobody measured
  long lastNumber;
  long lastReturn;
  int called;
  int inside;
  int away;
  long calledUpTo;
  // Of the sales behind it, by their state.
  private final int[] sales = new int[SaleState.values().length];
  private final long[] units = new long[sales.length];
  private final long[] unitsLeft = new long[sales.length];
  private final long[] unitsAvailable = new long[sales.length];
  final Releases releases = new Releases();
  Line line = new Line();
  final Line returning = new Line();
  final DueQueue calls = new DueQueue();
  final DueQueue visits = new DueQueue();
  final DueQueue aways = new DueQueue();

  // Kept by DueRooms.
  boolean touched;
  long dueMs = Long.MAX_VALUE;
  int heapAt = -1;

  Room(DueRooms dues, long id, int epoch, RoomSettings settings) {
    this.dues = dues;
    this.id = id;
    this.epoch = epoch;
    this.settings = settings;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** Tickets of another epoch are not valid. */
  public int epoch() {
    return epoch;
  }

  /** What the organiser set. */
  public RoomSettings settings() {
    return settings;
  }

  /** The bound that was measured, people per interval; 0 for none. */
  public int measured() {
    return measured;
  }

  /** People called per interval at most: what the organiser set, or what was measured if less. */
  public int people() {
    return measured == 0 ? settings.people() : Math.min(measured, settings.people());
  }

  /** Whether a rule failed here, so that nothing happens by itself. */
  public boolean quarantined() {
    return settings.state() == RoomState.QUARANTINED;
  }

  void settings(RoomSettings newSettings) {
    settings = newSettings;
    dues.touch(this);
  }

  /** Its draw, null for a room that opened at once. */
  public @Nullable Draw draw() {
    return draw;
  }

  void draw(@Nullable Draw newDraw) {
    draw = newDraw;
    dues.touch(this);
  }

  /** Whether it draws at its opening, and has not yet. */
  public boolean willDraw() {
    return draw != null && draw.drawn() == null;
  }

  void beginEpoch(int newEpoch) {
    epoch = newEpoch;
  }

  /** The highest number given out. */
  public long lastNumber() {
    return lastNumber;
  }

  /** The highest place given out in the return lane. */
  public long lastReturn() {
    return lastReturn;
  }

  /** People called who have not come yet. */
  public int called() {
    return called;
  }

  /** People inside. */
  public int inside() {
    return inside;
  }

  /** People in line, the return lane included. */
  public int waiting() {
    return line.size() + returning.size();
  }

  /** People who were called, did not come, and have not asked since. */
  public int away() {
    return away;
  }

  /** The highest turn ever called. */
  public long calledUpTo() {
    return calledUpTo;
  }

  /** People with a ticket that has not ended. */
  public int tickets() {
    return waiting() + called + inside + away;
  }

  /** Units of the sales behind this room that are not over, issued ones included. */
  public long units() {
    return notOver(units);
  }

  /** Of those, the units that are not issued. */
  public long unitsLeft() {
    return notOver(unitsLeft);
  }

  /** Of those left, the units that are not held. */
  public long unitsAvailable() {
    return notOver(unitsAvailable);
  }

  private static long notOver(long[] counts) {
    return counts[PLANNED] + counts[OPEN] + counts[PAUSED];
  }

  /**
   * Whether there is nothing to enter for: every unit is issued, or every sale is over. A room
   * without sales is not about units.
   */
  public boolean nothingLeft() {
    return units() > 0 ? unitsLeft() == 0 : sales() + salesRetired > 0 && salesOver() == sales();
  }

  /** Adds or removes units of a sale behind this room that is in this state. */
  public void addUnits(SaleState state, long all, long left, long available) {
    units[state.ordinal()] += all;
    unitsLeft[state.ordinal()] += left;
    unitsAvailable[state.ordinal()] += available;
    dues.touch(this);
  }

  /** When it was closed, epoch ms; 0 while it is not. */
  public long closedAtMs() {
    return settings.state() == RoomState.CLOSED ? closedAtMs : 0;
  }

  /** Counts a sale behind this room in a state, with its units: in with 1, out with -1. */
  public void countSale(SaleState state, int sign, long all, long left, long available) {
    sales[state.ordinal()] += sign;
    addUnits(state, sign * all, sign * left, sign * available);
  }

  /** Counts a sale behind this room that left memory. */
  public void saleRetired() {
    salesRetired++;
    dues.touch(this);
  }

  /** Sales behind this room in memory, over or not. */
  public int sales() {
    int all = 0;
    for (int some : sales) all += some;
    return all;
  }

  /** Of those, the ones that are over. */
  public int salesOver() {
    return sales[CLOSED] + sales[STOPPED];
  }

  /**
   * Why it calls nobody, or calls people who will find nothing to take; null for no such reason.
   */
  public @Nullable WaitReason waitReason() {
    return switch (settings.state()) {
      case IDLE, GATHERING -> WaitReason.NOT_OPEN_YET;
      case DRAWING -> WaitReason.DRAW_PENDING;
      case PAUSED -> WaitReason.ROOM_PAUSED;
      case CLOSED -> WaitReason.ROOM_CLOSED;
      case QUARANTINED -> WaitReason.ROOM_QUARANTINED;
      case OPEN -> ofSales();
    };
  }

  /** Why people who are called or inside find nothing to take; null for no such reason. */
  public @Nullable WaitReason takeReason() {
    return quarantined() ? WaitReason.ROOM_QUARANTINED : ofSales();
  }

  private @Nullable WaitReason ofSales() {
    if (sales() + salesRetired == 0) return null;
    if (nothingLeft() && sales[STOPPED] > 0) return WaitReason.SALE_STOPPED;
    if (nothingLeft()) return units() > 0 ? WaitReason.SOLD_OUT : WaitReason.SALE_OVER;
    if (units() == 0 ? sales[OPEN] > 0 : unitsAvailable[OPEN] > 0) return null;
    if (unitsLeft[OPEN] > 0) return WaitReason.ALL_HELD;
    return (units() == 0 ? sales[PAUSED] : unitsLeft[PAUSED]) > 0
        ? WaitReason.SALE_PAUSED
        : WaitReason.SALE_NOT_OPEN;
  }

  /** What admission is computed from. */
  public Releases releases() {
    return releases;
  }

  /** Whether it calls people at all, at whatever rate. */
  public boolean calls() {
    return settings.state() == RoomState.OPEN
        && called + inside < settings.insideMax()
        && !nothingLeft();
  }

  /** When the clock alone moves it on towards its draw, {@link Long#MAX_VALUE} for never. */
  public long nextOpeningMs() {
    if (draw == null || draw.drawn() != null || quarantined()) return Long.MAX_VALUE;
    if (draw.closed() != null) return draw.hasBeacon() ? Long.MAX_VALUE : draw.opensAtMs();
    return settings.state() == RoomState.IDLE ? draw.gathersAtMs() : draw.opensAtMs();
  }

  /** When the next call or visit runs out, {@link Long#MAX_VALUE} for never. */
  public long nextEndMs() {
    return Math.min(calls.firstDueMs(), visits.firstDueMs());
  }

  /**
   * When the next call or visit runs out, the place of the next person who is away, or the next
   * person may be called if nothing happens before; now or before if it has to already, {@link
   * Long#MAX_VALUE} for never.
   */
  public long nextDueMs() {
    if (quarantined()) return Long.MAX_VALUE;
    return Math.min(Math.min(nextEndMs(), aways.firstDueMs()), nextReleaseMs());
  }

  private long nextReleaseMs() {
    return waiting() == 0 || !calls()
        ? Long.MAX_VALUE
        : releases.nextCreditMs(people(), settings.intervalMs());
  }
}
