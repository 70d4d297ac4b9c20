package io.tidegate.core.model;

import java.util.List;

/** One user's taking of units or seats; at any instant it is in exactly one of these states. */
sealed interface Claim {

  Terms terms();

  /** What never changes in a claim; {@code untilMs} is 0 if it was issued at once. */
  record Terms(
      long id,
      long offer,
      long user,
      long quantity,
      long amount,
      long createdMs,
      long untilMs,
      List<Long> seats) {
    Terms longer(long ms) {
      return new Terms(id, offer, user, quantity, amount, createdMs, untilMs + ms, seats);
    }
  }

  record Held(Terms terms) implements Claim {
    Issued pay() {
      return new Issued(terms);
    }

    Held prolong(long ms) {
      return new Held(terms.longer(ms));
    }

    Lapsed lapse(long nowMs) {
      return new Lapsed(terms, nowMs);
    }

    Cancelled cancel(long nowMs) {
      return new Cancelled(terms, nowMs);
    }
  }

  record Issued(Terms terms) implements Claim {
    Refunded refund(long nowMs) {
      return new Refunded(terms, nowMs);
    }

    Cancelled cancel(long nowMs) {
      return new Cancelled(terms, nowMs);
    }
  }

  /** It takes nothing any more. */
  sealed interface Ended extends Claim {
    long endedMs();
  }

  record Lapsed(Terms terms, long endedMs) implements Ended {}

  record Cancelled(Terms terms, long endedMs) implements Ended {}

  record Refunded(Terms terms, long endedMs) implements Ended {}
}
