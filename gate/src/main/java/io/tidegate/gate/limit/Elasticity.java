package io.tidegate.gate.limit;

/**
 * Whether throughput follows the requests in flight: the slope and the correlation of their
 * logarithms, over windows whose weight fades by a tenth with each new one. By Little's law a
 * service that is not full has a slope of 1, and one that is full has 0. Strict mathematics, so
 * that simulations give the same numbers on every machine.
 */
final class Elasticity {

  private static final double FADE = 0.9;
  private static final double ENOUGH = 4;

  /** Spread of the requests in flight below which nothing can be said. */
  private static final double SPREAD = 0.05;

  private static final double FOLLOWING_SLOPE = 0.5;
  private static final double FOLLOWING_CORRELATION = 0.5;
  private static final double FULL_SPREAD = 0.1;
  private static final double FULL_SLOPE = 0.25;

  private double weight;
  private double sumX;
  private double sumY;
  private double sumXx;
  private double sumYy;
  private double sumXy;

  void add(double inFlight, double perSecond) {
    double x = StrictMath.log(Math.max(inFlight, 1e-3));
    double y = StrictMath.log(Math.max(perSecond, 1e-3));
    weight = FADE * weight + 1;
    sumX = FADE * sumX + x;
    sumY = FADE * sumY + y;
    sumXx = FADE * sumXx + x * x;
    sumYy = FADE * sumYy + y * y;
    sumXy = FADE * sumXy + x * y;
  }

  /** What was seen so far says nothing of what comes. */
  void forget() {
    weight = 0;
    sumX = 0;
    sumY = 0;
    sumXx = 0;
    sumYy = 0;
    sumXy = 0;
  }

  /** More in flight gave more throughput. */
  boolean isFollowing() {
    return spread() > SPREAD && slope() > FOLLOWING_SLOPE && correlation() > FOLLOWING_CORRELATION;
  }

  /** More in flight gave no more throughput. */
  boolean isFull() {
    return spread() > FULL_SPREAD && slope() < FULL_SLOPE;
  }

  private double spread() {
    return weight < ENOUGH ? 0 : Math.sqrt(Math.max(0, varianceX()));
  }

  private double slope() {
    return covariance() / varianceX();
  }

  private double correlation() {
    double varianceY = sumYy / weight - (sumY / weight) * (sumY / weight);
    return covariance() / Math.sqrt(varianceX() * varianceY);
  }

  private double varianceX() {
    return sumXx / weight - (sumX / weight) * (sumX / weight);
  }

  private double covariance() {
    return sumXy / weight - (sumX / weight) * (sumY / weight);
  }
}
