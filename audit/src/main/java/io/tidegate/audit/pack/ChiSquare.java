package io.tidegate.audit.pack;

/**
 * The probability that chance alone gives a chi-square at least this high: the regularized upper
 * incomplete gamma function, by its series where that converges, and otherwise by its continued
 * fraction (Lentz).
 */
final class ChiSquare {
  private static final int STEPS = 10_000;
  private static final double EPSILON = 1e-12;
  private static final double TINY = 1e-300;

  private ChiSquare() {}

  /**
   * How often chance alone gives this much or more.
   *
   * @param value at least 0
   * @param degrees of freedom, from 1
   * @return in [0, 1]
   */
  static double upperTail(double value, int degrees) {
    double a = degrees / 2.0;
    double x = value / 2;
    if (x <= 0) return 1;
    double scale = Math.exp(-x + a * Math.log(x) - logGamma(degrees));
    return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
  }

  /** The logarithm of gamma at {@code halves / 2}, from the one of 1/2 or 1 upwards. */
  private static double logGamma(int halves) {
    double sum = halves % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
    for (double at = halves % 2 == 0 ? 1 : 0.5; at < halves / 2.0; at++) sum += Math.log(at);
    return sum;
  }

  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < STEPS && term > sum * EPSILON; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / TINY;
    double d = 1 / b;
    double result = d;
    for (int n = 1; n < STEPS; n++) {
      double factor = -n * (n - a);
      b += 2;
      d = 1 / nonZero(factor * d + b);
      c = nonZero(b + factor / c);
      result *= c * d;
      if (Math.abs(c * d - 1) < EPSILON) break;
    }
    return result;
  }

  private static double nonZero(double value) {
    return Math.abs(value) < TINY ? TINY : value;
  }
}
