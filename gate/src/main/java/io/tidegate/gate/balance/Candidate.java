package io.tidegate.gate.balance;

/** What balancing knows of an endpoint. Any thread; what it says may be a moment old. */
public interface Candidate {

  /** Tells it from others, and is the same after a restart: a hash of its name. */
  long identity();

  /** Requests that are with it now, those that wait for a connection included. */
  int inFlight();

  /** Its share compared to others', above 0; slow start included. */
  double weight(long nowNs);

  /** {@link Latency#peakNs}. */
  double peakNs(long nowNs);

  /** {@link Latency#meanNs()}. */
  double meanNs();

  /** {@link Latency#meanNs(long)}. */
  double meanNs(long nowNs);

  /** Which part of what it was asked lately it failed to do, in [0, 1]. */
  double failing(long nowNs);
}
