package io.tidegate.audit.ledger;

/** A claim as the journal shows it. It changes until the audit is done. */
public final class Claim {
  private final long id;
  private final long user;
  private final long quantity;
  private final long amount;
  private final long[] seats;
  private final boolean keyed;
  final Offer offerBook;
  final long madeMs;
  private final int number;
  ClaimState state;
  long untilMs;
  boolean retired;
  long issuedMs;
  long endedMs;

  Claim(Event.Claimed made, Offer offer, long timeMs, int number) {
    // Field by field, without the event: of millions of claims its key and itself would be a third.
    this.id = made.claim();
    this.user = made.user();
    this.quantity = made.quantity();
    this.amount = made.amount();
    this.seats = made.seats();
    this.keyed = made.key() != null;
    this.offerBook = offer;
    this.madeMs = timeMs;
    this.number = number;
    this.untilMs = made.untilMs();
    this.issuedMs = made.untilMs() == 0 ? timeMs : 0;
    this.state = made.untilMs() == 0 ? ClaimState.ISSUED : ClaimState.HELD;
  }

  public long id() {
    return id;
  }

  public long offer() {
    return offerBook.id;
  }

  public long user() {
    return user;
  }

  /** Units. */
  public long quantity() {
    return quantity;
  }

  /** Price of all units. */
  public long amount() {
    return amount;
  }

  /** End of the hold, later by every outage it lived through; 0 where it was issued at once. */
  public long untilMs() {
    return untilMs;
  }

  /** When it was made: held, or issued at once. */
  public long madeMs() {
    return madeMs;
  }

  /** When it was issued; 0 if it never was. */
  public long issuedMs() {
    return issuedMs;
  }

  /** When it lapsed, was cancelled or refunded; 0 if it was none of these. */
  public long endedMs() {
    return endedMs;
  }

  /**
   * Whether it may leave memory: its sale is over for long, or it ended a day ago or earlier in one
   * that is not stopped.
   */
  boolean isLongOver(long timeMs) {
    boolean longEnded = endedMs > 0 && timeMs - endedMs >= Sale.DAY_MS;
    Sale sale = offerBook.sale;
    return sale.isLongOver(timeMs) || (longEnded && sale.state != Sale.STOPPED);
  }

  /** The user's number in the sale's room at that time; 0 where the sale has none. */
  public int number() {
    return number;
  }

  /** The seats, as many as units; empty where the offer has none. */
  public long[] seats() {
    return seats.clone();
  }

  long[] seatIds() {
    return seats;
  }

  /** Whether it was asked for with an idempotency key. */
  public boolean keyed() {
    return keyed;
  }

  public ClaimState state() {
    return state;
  }

  @Override
  public String toString() {
    return "claim " + id() + " of user " + user() + ", " + state.word();
  }
}
