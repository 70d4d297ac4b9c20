package io.tidegate.gate.limit;

/**
 * Finds how many requests a service can have at once before they only wait for each other, from the
 * traffic it has. Pure: what was measured goes in, a limit comes out.
 *
 * <h2>Vegas</h2>
 *
 * Of {@code limit} requests in flight, {@code limit × (1 − base ÷ latency)} are waiting, where
 * {@code base} is the latency without a queue. Few waiting: the limit rises by a twentieth; many:
 * it falls by one. It changes only while traffic reaches it, since else it was not what bound.
 *
 * <h2>The base does not drift</h2>
 *
 * {@code base} falls at once when something quicker is seen. The question is when it may rise: a
 * service can become slower, but under lasting overload every latency contains the queue, and a
 * base that follows it lets the limit grow for ever. Others lower the limit to a minimum now and
 * then to measure in peace, and refuse people meanwhile. Here what the limit does anyway is the
 * experiment: over the last windows, did throughput follow the requests in flight? If it did, the
 * service is not full, its latency is its own, and the base may rise. If it did not, although there
 * were sometimes more and sometimes less, it is full, and the limit falls whatever the base says.
 * So it also finds down where it began in overload and never saw a quick answer.
 */
final class AdaptiveLimit {

  /**
   * What was measured for a while.
   *
   * @param calls that ended
   * @param dropped those of them that timed out, or that the service refused as too many
   * @param latencyNs mean, to the beginning of the response
   * @param inFlight mean, as requests began
   * @param perSecond calls that ended well
   */
  record Window(int calls, int dropped, double latencyNs, double inFlight, double perSecond) {}

  private static final double STEP = 0.05;
  private static final double DROPPED_STEP = 0.1;
  private static final double DROPPED_SHARE = 0.05;

  /** Waiting requests: below the first of these the limit rises, above the second it falls. */
  private static final double FEW = 0.1;

  private static final double MANY = 0.3;

  private static final double SMOOTH = 0.3;
  private static final double BASE_RISE = 0.1;

  /** From this part of the limit on, traffic reaches it. */
  private static final double REACHED = 0.8;

  private static final double MUCH_BELOW = 0.5;

  private final LimitConfig config;
  private final Elasticity elasticity = new Elasticity();
  private double limit;
  private double latencyNs;
  private double baseNs;

  AdaptiveLimit(LimitConfig config) {
    this.config = config;
    limit = config.initial();
  }

  /** The limit after that was measured. */
  int update(Window window) {
    limit = Math.clamp(next(window), config.least(), config.most());
    return (int) limit;
  }

  private double next(Window window) {
    if (window.dropped() > DROPPED_SHARE * window.calls()) return limit * (1 - DROPPED_STEP);
    if (window.latencyNs() <= 0) return limit;
    elasticity.add(window.inFlight(), window.perSecond());
    latencyNs = latencyNs == 0 ? window.latencyNs() : towards(latencyNs, window.latencyNs());
    moveBase(window);
    if (window.inFlight() < REACHED * limit) return limit;
    double waiting = 1 - baseNs / latencyNs;
    double step = Math.max(1, STEP * limit);
    if (elasticity.isFull() || waiting > MANY) return limit - step;
    return waiting < FEW ? limit + step : limit;
  }

  private static double towards(double from, double to) {
    return from + SMOOTH * (to - from);
  }

  private void moveBase(Window window) {
    boolean unhindered = window.inFlight() < MUCH_BELOW * limit || elasticity.isFollowing();
    if (baseNs == 0 || latencyNs < baseNs) baseNs = latencyNs;
    else if (unhindered) baseNs += BASE_RISE * (latencyNs - baseNs);
  }
}
