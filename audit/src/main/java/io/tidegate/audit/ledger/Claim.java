package io.tidegate.audit.ledger;

/** A claim as the journal tells it. Read it once the audit is done: until then it changes. */
public final class Claim {
  private final Event.Claimed made;
  final Offer offerBook;
  ClaimState state;
  boolean retired;

  Claim(Event.Claimed made, Offer offer) {
    this.made = made;
    this.offerBook = offer;
    this.state = made.untilMs() == 0 ? ClaimState.ISSUED : ClaimState.HELD;
  }

  public long id() {
    return made.claim();
  }

  public long offer() {
    return made.offer();
  }

  public long user() {
    return made.user();
  }

  /** Units. */
  public long quantity() {
    return made.quantity();
  }

  /** Price of all units. */
  public long amount() {
    return made.amount();
  }

  /** End of the hold; 0 where it was issued at once. */
  public long untilMs() {
    return made.untilMs();
  }

  /** The seats, as many as units; empty where the offer has none. */
  public long[] seats() {
    return made.seats().clone();
  }

  long[] seatIds() {
    return made.seats();
  }

  /** Whether it was asked for with an idempotency key. */
  public boolean keyed() {
    return made.key() != null;
  }

  public ClaimState state() {
    return state;
  }

  @Override
  public String toString() {
    return "claim " + id() + " of user " + user() + ", " + state.word();
  }
}
