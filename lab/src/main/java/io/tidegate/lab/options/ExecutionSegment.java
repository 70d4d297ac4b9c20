package io.tidegate.lab.options;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A part of a run's load, such as {@code 1/3:2/3}; pure.
 *
 * @param to above {@code from}, at most 1
 */
record ExecutionSegment(Fraction from, Fraction to) {

  static final ExecutionSegment WHOLE = new ExecutionSegment(Fraction.ZERO, Fraction.ONE);

  /** A number as people write it, exactly. */
  record Fraction(BigInteger above, BigInteger below) implements Comparable<Fraction> {

    static final Fraction ZERO = new Fraction(BigInteger.ZERO, BigInteger.ONE);
    static final Fraction ONE = new Fraction(BigInteger.ONE, BigInteger.ONE);
    private static final int LETTERS_MOST = 40;

    Fraction {
      BigInteger common = above.gcd(below);
      above = above.divide(common);
      below = below.divide(common);
    }

    /** Of {@code 0.25}, {@code 25%} or {@code 1/4}. */
    static Fraction parse(String text) throws OptionException {
      try {
        if (text.length() > LETTERS_MOST) throw new NumberFormatException();
        int slash = text.indexOf('/');
        if (slash >= 0)
          return new Fraction(
              new BigInteger(text.substring(0, slash)), positive(text.substring(slash + 1)));
        if (text.endsWith("%"))
          return decimal(text.substring(0, text.length() - 1), BigInteger.valueOf(100));
        return decimal(text, BigInteger.ONE);
      } catch (NumberFormatException _) {
        throw new OptionException(
            "'%s' is not a valid percentage, decimal, fraction or interval value".formatted(text));
      }
    }

    private static BigInteger positive(String text) {
      BigInteger number = new BigInteger(text);
      if (number.signum() <= 0) throw new NumberFormatException();
      return number;
    }

    private static Fraction decimal(String text, BigInteger below) {
      int point = text.indexOf('.');
      if (point < 0) return new Fraction(new BigInteger(text), below);
      String digits = text.substring(point + 1);
      BigInteger scale = BigInteger.TEN.pow(digits.length());
      return new Fraction(new BigInteger(text.substring(0, point) + digits), below.multiply(scale));
    }

    Fraction minus(Fraction other) {
      return new Fraction(
          above.multiply(other.below).subtract(other.above.multiply(below)),
          below.multiply(other.below));
    }

    double value() {
      return above.doubleValue() / below.doubleValue();
    }

    @Override
    public int compareTo(Fraction other) {
      return above.multiply(other.below).compareTo(other.above.multiply(below));
    }

    @Override
    public String toString() {
      return below.equals(BigInteger.ONE) ? above.toString() : above + "/" + below;
    }
  }

  /** Of {@code 1/3:2/3}; of {@code 1/3} the part from 0 to there. */
  static ExecutionSegment parse(String text) throws OptionException {
    int colon = text.indexOf(':');
    if (colon < 0) return of(Fraction.ZERO, Fraction.parse(text));
    return of(Fraction.parse(text.substring(0, colon)), Fraction.parse(text.substring(colon + 1)));
  }

  static ExecutionSegment of(Fraction from, Fraction to) throws OptionException {
    if (from.compareTo(Fraction.ZERO) < 0)
      throw new OptionException("segment start value can't be negative but was " + decimal(from));
    if (from.compareTo(to) >= 0)
      throw new OptionException(
          "segment start(%s) must be less than its end(%s)".formatted(decimal(from), decimal(to)));
    if (to.compareTo(Fraction.ONE) > 0)
      throw new OptionException("segment end value can't be more than 1 but was " + decimal(to));
    return new ExecutionSegment(from, to);
  }

  private static String decimal(Fraction number) {
    return String.format(Locale.ROOT, "%.2f", number.value());
  }

  /** The segments of {@code 0,1/3,1}: from each number to the next. */
  static List<ExecutionSegment> parseSequence(String text) throws OptionException {
    String[] points = text.split(",", -1);
    if (points.length < 2)
      throw new OptionException(
          "at least 2 points are needed for an execution segment sequence, %d given"
              .formatted(points.length));
    List<ExecutionSegment> segments = new ArrayList<>();
    for (int i = 1; i < points.length; i++)
      segments.add(of(Fraction.parse(points[i - 1]), Fraction.parse(points[i])));
    return segments;
  }

  /** All of the load, in parts: these, and what is left before and behind them. */
  static List<ExecutionSegment> filled(List<ExecutionSegment> sequence) {
    List<ExecutionSegment> all = new ArrayList<>(sequence);
    Fraction first = all.getFirst().from;
    Fraction last = all.getLast().to;
    if (!first.equals(Fraction.ZERO)) all.addFirst(new ExecutionSegment(Fraction.ZERO, first));
    if (!last.equals(Fraction.ONE)) all.addLast(new ExecutionSegment(last, Fraction.ONE));
    return all;
  }

  Fraction length() {
    return to.minus(from);
  }

  @Override
  public String toString() {
    return from + ":" + to;
  }
}
