package io.tidegate.lab.metric;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One figure of a metric, by the name that it has in thresholds and summaries: {@code avg}, {@code
 * p(95)}, {@code rate}.
 *
 * @param name as it was written
 * @param percent of a percentile; else 0
 */
public record Statistic(String name, Kind kind, double percent) {

  private static final Pattern PERCENTILE = Pattern.compile("p\\((\\d+(?:\\.\\d*)?|\\.\\d+)\\)");

  /** What figure. */
  public enum Kind {
    /** The sum of a counter, the number of a trend's values. */
    COUNT,
    /** A counter's sum a second; the part of a rate's values that are not 0. */
    RATE,
    /** The last of a gauge. */
    VALUE,
    AVG,
    MIN,
    MAX,
    /** The median. */
    MED,
    /** A percentile. */
    P
  }

  /** The figure of this name; empty if there is none. */
  public static Optional<Statistic> parse(String name) {
    Matcher percentile = PERCENTILE.matcher(name);
    if (percentile.matches())
      return Optional.of(new Statistic(name, Kind.P, Double.parseDouble(percentile.group(1))));
    for (Kind kind : Kind.values())
      if (kind != Kind.P && kind.name().toLowerCase(Locale.ROOT).equals(name))
        return Optional.of(new Statistic(name, kind, kind == Kind.MED ? 50 : 0));
    return Optional.empty();
  }

  /**
   * Its value; 0 where the metric's type has no such figure.
   *
   * @param seconds how long the run has lasted, for what is counted a second
   */
  public double of(Totals totals, double seconds) {
    return switch (kind) {
      case COUNT -> totals.type() == MetricType.COUNTER ? totals.sum() : totals.count();
      case RATE ->
          totals.type() == MetricType.COUNTER ? perSecond(totals.sum(), seconds) : totals.mean();
      case VALUE -> totals.last();
      case AVG -> totals.mean();
      case MIN -> totals.min();
      case MAX -> totals.max();
      case MED, P -> totals.type() == MetricType.TREND ? totals.percentile(percent) : 0;
    };
  }

  private static double perSecond(double sum, double seconds) {
    return seconds > 0 ? sum / seconds : 0;
  }
}
