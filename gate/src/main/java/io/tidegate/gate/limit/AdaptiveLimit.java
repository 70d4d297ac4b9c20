package io.tidegate.gate.limit;

/**
 * Finds how many requests a service can have at once before they only wait for each other, from the
 * traffic it has. Pure: what was measured goes in, a limit comes out.
 *
 * <h2>Vegas</h2>
 *
 * Of {@code limit} requests in flight, {@code limit × (1 − base ÷ latency)} are waiting, where
 * {@code base} is the latency without a queue. While few wait, the limit rises by 3 %, and by a
 * fifth before it has fallen for the first time; else it falls by 3 %. Where traffic does not reach
 * it, it is not known to hold, and falls to twice what there is. All that is measured has noise,
 * the more the fewer calls a window has, and bounds allow for it.
 *
 * <h2>The base does not drift</h2>
 *
 * {@code base} falls at once when something quicker is seen. The question is when it may rise: a
 * service can become slower, but under lasting overload every latency contains the queue, and a
 * base that follows it lets the limit grow for ever. Others lower the limit to a minimum now and
 * then to measure in peace, and refuse people meanwhile. Here what the limit does anyway is the
 * experiment: it never rests, so over the last windows, did throughput follow the requests in
 * flight? If it did, the service is not full, its latency is its own, and the base may rise. If it
 * did not, it is full, and the limit falls whatever the base says. So it also finds down where it
 * began in overload and never saw a quick answer.
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

  private static final double STEP = 0.03;
  private static final double FIRST_STEP = 0.2;
  private static final double DROPPED_STEP = 0.25;
  private static final double DROPPED_SHARE = 0.05;

  /** Part of the requests in flight that may wait. */
  private static final double WAITING = 0.2;

  /** What chance adds to that, of one call: the base is the least of many windows. */
  private static final double WAITING_NOISE = 0.8;

  private static final double SMOOTH = 0.3;
  private static final double BASE_RISE = 0.2;

  /** From this part of the limit on, traffic reaches it. */
  private static final double REACHED = 0.8;

  private static final double MUCH_BELOW = 0.5;

  /** Logarithm of a change of latency that is no chance: of any window, and of one call. */
  private static final double CHANGE_LEAST = 0.5;

  private static final double CHANGE = 4;

  private final LimitConfig config;
  private final Elasticity elasticity = new Elasticity();
  private double limit;
  private double latencyNs;
  private double baseNs;
  private boolean fellOnce;

  AdaptiveLimit(LimitConfig config) {
    this.config = config;
    limit = config.initial();
  }

  /** The limit after that was measured. */
  int update(Window window) {
    double next = next(window);
    limit = Math.clamp(next, config.least(), config.most());
    return (int) limit;
  }

  private double next(Window window) {
    if (window.dropped() > DROPPED_SHARE * window.calls()) return fall(DROPPED_STEP * limit);
    if (window.latencyNs() <= 0) return limit;
    boolean reached = window.inFlight() >= REACHED * (int) limit;
    smooth(window);
    if (reached) elasticity.add(window.inFlight(), window.perSecond());
    moveBase(window);
    if (!reached) return unreached(window);
    double step = Math.max(0.5, STEP * limit);
    double few = WAITING + WAITING_NOISE / Math.sqrt(window.calls());
    if (elasticity.isFull() || 1 - baseNs / latencyNs > few) return fall(step);
    return fellOnce ? limit + step : limit * (1 + FIRST_STEP);
  }

  private double fall(double by) {
    fellOnce = true;
    return limit - by;
  }

  /** What traffic does not reach is not known to hold: no more than twice what there is. */
  private double unreached(Window window) {
    double known = Math.max(config.initial(), window.inFlight() / MUCH_BELOW);
    if (limit <= known) return limit;
    fellOnce = false;
    return Math.max(known, limit * (1 - STEP));
  }

  private void smooth(Window window) {
    double ratio = window.latencyNs() / latencyNs;
    double noise = Math.max(CHANGE_LEAST, CHANGE / Math.sqrt(window.calls()));
    boolean same = Math.abs(StrictMath.log(ratio)) < noise;
    if (!same) elasticity.forget(); // it is not the service that it was
    latencyNs = same ? latencyNs * (1 + SMOOTH * (ratio - 1)) : window.latencyNs();
  }

  private void moveBase(Window window) {
    boolean unhindered = window.inFlight() < MUCH_BELOW * limit || elasticity.isFollowing();
    if (baseNs == 0 || latencyNs < baseNs) baseNs = latencyNs;
    else if (unhindered) baseNs += BASE_RISE * (latencyNs - baseNs);
  }
}
