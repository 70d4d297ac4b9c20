package io.tidegate.core.model;

/** One seat of a schedule; at any instant it is in exactly one of these states. */
sealed interface Seat {

  long id();

  long schedule();

  record Free(long id, long schedule) implements Seat {
    Held hold(long claim) {
      return new Held(id, schedule, claim);
    }
  }

  record Held(long id, long schedule, long claim) implements Seat {
    Sold sell() {
      return new Sold(id, schedule, claim);
    }

    Free giveBack() {
      return new Free(id, schedule);
    }
  }

  record Sold(long id, long schedule, long claim) implements Seat {
    Free giveBack() {
      return new Free(id, schedule);
    }
  }
}
