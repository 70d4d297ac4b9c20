package io.tidegate.audit.ledger;

import org.jspecify.annotations.Nullable;

/** A schedule's seats, [first, first + seats), and the claim that owns each. */
final class Schedule {
  final long id;
  final long concert;
  final long offer;
  final int rows;
  final int perRow;
  final long first;
  final long seats;

  /** Seats are sold from its start to its end, and given back until it is played. */
  Event.Dates dates;

  private @Nullable Claim @Nullable [] owners;

  Schedule(Event.ScheduleCreated e) {
    this.id = e.schedule();
    this.concert = e.concert();
    this.offer = e.offer();
    this.rows = e.rows();
    this.perRow = e.perRow();
    this.first = e.firstSeat();
    this.seats = (long) e.rows() * e.perRow();
    this.dates = e.dates();
  }

  boolean has(long seat) {
    return seat >= first && seat - first < seats;
  }

  @Nullable Claim owner(long seat) {
    return owners == null ? null : owners[(int) (seat - first)];
  }

  void own(long seat, @Nullable Claim claim) {
    if (owners == null) owners = new @Nullable Claim[(int) seats];
    owners[(int) (seat - first)] = claim;
  }

  /** Counted seat by seat. */
  long owned() {
    long owned = 0;
    for (long seat = first; owners != null && seat < first + seats; seat++)
      if (owner(seat) != null) owned++;
    return owned;
  }
}
