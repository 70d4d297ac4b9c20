package io.tidegate.core.model;

/** One user's ticket of a room; at any instant it is in exactly one of these states. */
sealed interface Ticket {

  Slip slip();

  /** What never changes in a ticket. */
  record Slip(long user, long number, long issuedMs) {}

  /** Somebody who may be called. */
  sealed interface InLine extends Ticket {
    default Called call(long untilMs) {
      return new Called(slip(), untilMs);
    }
  }

  record Waiting(Slip slip) implements InLine {}

  record Called(Slip slip, long untilMs) implements Ticket {
    Inside enter(long until) {
      return new Inside(slip, until);
    }

    Away lapse(long keptMs) {
      return new Away(slip, keptMs);
    }
  }

  record Inside(Slip slip, long untilMs) implements Ticket {}

  record Away(Slip slip, long untilMs) implements Ticket {
    Returning comeBack(long place) {
      return new Returning(slip, place);
    }
  }

  record Returning(Slip slip, long place) implements InLine {}
}
