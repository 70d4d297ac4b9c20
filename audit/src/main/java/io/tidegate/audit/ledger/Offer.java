package io.tidegate.audit.ledger;

import org.jspecify.annotations.Nullable;

/** An offer's counts, and what it asks of a claim. */
final class Offer {
  final long id;
  final Sale sale;
  final long price;
  final long holdMs;
  final @Nullable Schedule schedule;
  String name;

  /** As the journal has it; a schedule's offer begins with the concert's title. */
  String ownName;

  long perClaim;
  long perUser;
  long total;
  long available;
  long held;
  long issued;
  long claims;

  Offer(Event.OfferCreated e, Sale sale) {
    this.id = e.offer();
    this.sale = sale;
    this.price = e.price();
    this.holdMs = e.holdMs();
    this.schedule = null;
    this.name = e.name();
    this.ownName = e.name();
    this.perClaim = e.perClaim();
    this.perUser = e.perUser();
    this.total = e.total();
    this.available = e.total();
  }

  /** A schedule's offer: its seats are its units. */
  Offer(Event.ScheduleCreated e, Sale sale, Schedule schedule, String title) {
    this.id = e.offer();
    this.sale = sale;
    this.price = e.price();
    this.holdMs = e.holdMs();
    this.schedule = schedule;
    this.name = "schedule " + e.schedule();
    this.ownName = title;
    this.perClaim = e.perClaim();
    this.perUser = e.perUser();
    this.total = schedule.seats;
    this.available = schedule.seats;
  }

  void add(ClaimState state, long units) {
    switch (state) {
      case HELD -> held += units;
      case ISSUED -> issued += units;
      case LAPSED, CANCELLED, REFUNDED -> available += units;
    }
  }
}
