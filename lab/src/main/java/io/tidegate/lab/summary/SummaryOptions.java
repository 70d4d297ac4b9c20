package io.tidegate.lab.summary;

import io.tidegate.lab.metric.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What the summary shows.
 *
 * @param trendStats figures of each trend, in this order
 * @param color whether the text has colours
 * @param noColor whether somebody asked for none
 */
public record SummaryOptions(
    List<Statistic> trendStats, TimeUnit timeUnit, Mode mode, boolean color, boolean noColor) {

  /** As k6 has them; the text in colours is only for a terminal. */
  public static final SummaryOptions DEFAULT =
      new SummaryOptions(
          trendStats("avg", "min", "med", "max", "p(90)", "p(95)"),
          TimeUnit.FITTING,
          Mode.COMPACT,
          false,
          false);

  /** In what unit times are shown. */
  public enum TimeUnit {
    /** Each in the one that suits it. */
    FITTING(""),
    SECONDS("s"),
    MILLISECONDS("ms"),
    MICROSECONDS("us");

    private final String option;

    TimeUnit(String option) {
      this.option = option;
    }

    /** As the option {@code summaryTimeUnit} has it. */
    public String option() {
      return option;
    }
  }

  /** What text. */
  public enum Mode {
    /** Sections with the usual metrics. */
    COMPACT,
    /** All metrics, and a section for each scenario and group. */
    FULL,
    /** As k6 was before version 1: a list. */
    LEGACY
  }

  /**
   * Figures by their names.
   *
   * @throws IllegalArgumentException if one is no figure of a trend
   */
  public static List<Statistic> trendStats(String... names) {
    List<Statistic> stats = new ArrayList<>();
    for (String name : names)
      stats.add(
          Statistic.parse(name)
              .filter(stat -> !isNone(stat.kind()) && stat.percent() <= 100)
              .orElseThrow(() ->
                  new IllegalArgumentException(
                      ("'%s' is no figure of a trend; there are avg, min, med, max, count,"
                              + " p(N) with N from 0 to 100")
                          .formatted(name))));
    return List.copyOf(stats);
  }

  private static boolean isNone(Statistic.Kind kind) {
    return kind == Statistic.Kind.RATE || kind == Statistic.Kind.VALUE;
  }

  /**
   * The unit that an option names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static TimeUnit timeUnit(String option) {
    for (TimeUnit unit : TimeUnit.values()) if (unit.option.equals(option)) return unit;
    throw new IllegalArgumentException(
        "the time unit of the summary is 's', 'ms' or 'us', not '" + option + "'");
  }

  /**
   * The mode that an option names.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static Mode mode(String option) {
    for (Mode mode : Mode.values())
      if (mode.name().toLowerCase(Locale.ROOT).equals(option)) return mode;
    throw new IllegalArgumentException(
        "the mode of the summary is 'compact', 'full' or 'legacy', not '" + option + "'");
  }
}
