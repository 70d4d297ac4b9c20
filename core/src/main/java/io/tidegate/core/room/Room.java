package io.tidegate.core.room;

import io.tidegate.core.table.DueQueue;

/**
 * One room: its settings and counters, who is in line, who was called, who is inside. The tickets
 * themselves are rows of {@link TicketTable}. Not thread-safe.
 */
public final class Room {

  private final long id;
  private final int epoch;
  private RoomSettings settings;

  long lastNumber;
  long lastReturn;
  int called;
  int inside;
  int away;
  long calledUpTo;
  long units;
  long unitsLeft;
  final Releases releases = new Releases();
  final Line line = new Line();
  final Line returning = new Line();
  final DueQueue calls = new DueQueue();
  final DueQueue visits = new DueQueue();

  Room(long id, int epoch, RoomSettings settings) {
    this.id = id;
    this.epoch = epoch;
    this.settings = settings;
  }

  /** Its id. */
  public long id() {
    return id;
  }

  /** Tickets of another epoch are not good here. */
  public int epoch() {
    return epoch;
  }

  /** What the organiser set. */
  public RoomSettings settings() {
    return settings;
  }

  void settings(RoomSettings newSettings) {
    settings = newSettings;
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

  /** The highest number ever called. */
  public long calledUpTo() {
    return calledUpTo;
  }

  /** People with a ticket that has not ended. */
  public int tickets() {
    return waiting() + called + inside + away;
  }

  /** Units of the sales behind this room that are not over, issued ones included. */
  public long units() {
    return units;
  }

  /** Of those, the units that are not issued. */
  public long unitsLeft() {
    return unitsLeft;
  }

  /** Counts units of a sale behind this room in or out. */
  public void addUnits(long all, long left) {
    units += all;
    unitsLeft += left;
  }

  /** What admission is computed from. */
  public Releases releases() {
    return releases;
  }

  /** When the next call or visit runs out, {@link Long#MAX_VALUE} for never. */
  public long nextEndMs() {
    return Math.min(calls.firstDueMs(), visits.firstDueMs());
  }
}
