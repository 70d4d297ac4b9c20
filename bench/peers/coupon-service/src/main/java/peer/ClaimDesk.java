package peer;

/** One design of the sale. */
public interface ClaimDesk {

  /** Decides a claim, or takes it in. */
  ClaimState claim(long offer, long user);

  /** What became of a claim. */
  ClaimState status(long offer, long user);

  /** An offer was made. */
  default void opened(long offer, long total) {}

  /** Claims that were taken in and are not rows yet. */
  default long backlog() {
    return 0;
  }
}
