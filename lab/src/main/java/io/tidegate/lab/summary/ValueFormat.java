package io.tidegate.lab.summary;

import io.tidegate.lab.metric.Metric;
import io.tidegate.lab.metric.ValueType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/** Values as people read them, the way k6 writes them. Pure. */
final class ValueFormat {

  private static final int FRACTION_DIGITS = 6;
  private static final double SECOND_MS = 1_000;
  private static final double MINUTE_MS = 60_000;
  private static final double PLAIN_BELOW = 1e21;
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB", "PB", "EB"};
  private static final double BYTE_STEP = 1_000;

  private ValueFormat() {}

  /** A value of a metric, in the unit of what it contains. */
  static String value(double value, Metric metric, SummaryOptions.TimeUnit unit) {
    if (metric.contains() == ValueType.TIME) return time(value, unit);
    return metric.contains() == ValueType.DATA ? bytes(value) : number(value);
  }

  /** A number without needless digits, {@code 2389.25}. */
  static String number(double value) {
    if (!Double.isFinite(value) || Math.abs(value) >= PLAIN_BELOW) return exponential(value);
    BigDecimal rounded =
        new BigDecimal(value).setScale(FRACTION_DIGITS, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.signum() == 0 ? "0" : rounded.toPlainString();
  }

  private static String exponential(double value) {
    return Double.toString(value).replace(".0E", "e+").replace("E", "e+");
  }

  /** A part of all in percent, {@code 41.37%}: cut off, so that nothing is 100 % but all. */
  static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f%%", Math.floor(part * 100 * 100) / 100);
  }

  /**
   * A time.
   *
   * @param ms how long
   */
  static String time(double ms, SummaryOptions.TimeUnit unit) {
    return switch (unit) {
      case FITTING -> fitting(ms);
      case SECONDS -> fixed(ms / SECOND_MS) + "s";
      case MILLISECONDS -> fixed(ms) + "ms";
      case MICROSECONDS -> fixed(ms * 1_000) + "µs";
    };
  }

  private static String fixed(double value) {
    if (!Double.isFinite(value)) return Double.toString(value);
    return new BigDecimal(value).setScale(2, RoundingMode.HALF_UP).toPlainString();
  }

  private static String fitting(double ms) {
    if (ms == 0) return "0s";
    if (ms < 0.001) return number(Math.floor(ms * 1_000_000)) + "ns";
    if (ms < 1) return cut(ms * 1_000) + "µs";
    if (ms < SECOND_MS) return cut(ms) + "ms";
    if (ms < MINUTE_MS) return cut(ms / SECOND_MS) + "s";
    long seconds = (long) (ms / SECOND_MS);
    String minutes = seconds / 60 % 60 + "m" + seconds % 60 + "s";
    return seconds < 3_600 ? minutes : seconds / 3_600 + "h" + minutes;
  }

  /** Cut off after two digits. */
  private static String cut(double value) {
    return number(Math.floor(value * 100) / 100);
  }

  /** An amount of data, {@code 4.3 kB}. */
  static String bytes(double bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= BYTE_STEP && unit < BYTE_UNITS.length - 1) {
      amount /= BYTE_STEP;
      unit++;
    }
    double tenths = Math.floor(amount * 10 + 0.5) / 10;
    String digits =
        unit == 0 || tenths >= 10
            ? String.format(Locale.ROOT, "%.0f", tenths)
            : String.format(Locale.ROOT, "%.1f", tenths);
    return digits + " " + BYTE_UNITS[unit];
  }
}
