package io.tidegate.gate.limit;

/**
 * Whether throughput follows the requests in flight: the slope and the correlation of their
 * logarithms over the last {@value #WINDOWS} windows. By Little's law a service that is not full
 * has a slope of 1, and one that is full has 0.
 */
final class Elasticity {

  private static final int WINDOWS = 30;
  private static final int ENOUGH = 8;

  /** Spread of the requests in flight below which nothing can be said. */
  private static final double SPREAD = 0.05;

  private static final double FOLLOWING_SLOPE = 0.5;
  private static final double FOLLOWING_CORRELATION = 0.5;
  private static final double FULL_SPREAD = 0.1;
  private static final double FULL_SLOPE = 0.25;

  private final double[] inFlight = new double[WINDOWS];
  private final double[] perSecond = new double[WINDOWS];
  private int count;

  private double spread;
  private double slope;
  private double correlation;

  void add(double inFlight, double perSecond) {
    int at = count++ % WINDOWS;
    this.inFlight[at] = Math.log(Math.max(inFlight, 1e-3));
    this.perSecond[at] = Math.log(Math.max(perSecond, 1e-3));
    fit(Math.min(count, WINDOWS));
  }

  private void fit(int n) {
    double meanX = mean(inFlight, n);
    double meanY = mean(perSecond, n);
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < n; i++) {
      double x = inFlight[i] - meanX;
      double y = perSecond[i] - meanY;
      xx += x * x;
      yy += y * y;
      xy += x * y;
    }
    spread = n < ENOUGH ? 0 : Math.sqrt(xx / n);
    slope = xx == 0 ? 0 : xy / xx;
    correlation = xx == 0 || yy == 0 ? 0 : xy / Math.sqrt(xx * yy);
  }

  private static double mean(double[] values, int n) {
    double sum = 0;
    for (int i = 0; i < n; i++) sum += values[i];
    return sum / n;
  }

  /** More in flight gave more throughput. */
  boolean isFollowing() {
    return spread > SPREAD && slope > FOLLOWING_SLOPE && correlation > FOLLOWING_CORRELATION;
  }

  /** More in flight gave no more throughput. */
  boolean isFull() {
    return spread > FULL_SPREAD && slope < FULL_SLOPE;
  }
}
