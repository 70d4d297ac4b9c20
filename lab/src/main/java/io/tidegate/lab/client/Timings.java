package io.tidegate.lab.client;

/**
 * How long the phases of one exchange took, ms. A phase in which the exchange failed counts until
 * then; those behind it are 0.
 *
 * @param blocked from the call until its connection could be written to: free at last, or looked
 *     up, opened and secured
 * @param lookingUp the part of {@code blocked} in which the name was looked up
 * @param connecting the part in which TCP connected
 * @param tlsHandshaking the part in which TLS was agreed
 * @param sending until the request was handed to the system
 * @param waiting from there until the first byte of the reply
 * @param receiving from there until the last
 */
public record Timings(
    double blocked,
    double lookingUp,
    double connecting,
    double tlsHandshaking,
    double sending,
    double waiting,
    double receiving) {

  /** Nothing was begun. */
  public static final Timings NONE = new Timings(0, 0, 0, 0, 0, 0, 0);

  /** Sending, waiting and receiving, ms. */
  public double duration() {
    return sending + waiting + receiving;
  }
}
