package io.tidegate.lab.report;

import java.util.Locale;

/** Figures as people read them, with a dash for those that are no number. Pure. */
public final class Numbers {

  private static final String UNKNOWN = "–";
  private static final String[] BYTE_UNITS = {"B", "kB", "MB", "GB", "TB"};

  private Numbers() {}

  /** A time, {@code 12.3 ms}. */
  public static String time(double ms) {
    double size = Math.abs(ms);
    if (Double.isNaN(ms)) return UNKNOWN;
    if (size == 0) return "0 ms";
    if (size < 0.9995) return significant(ms * 1_000) + " µs";
    if (size < 999.5) return significant(ms) + " ms";
    if (size < 59_950) return significant(ms / 1_000) + " s";
    long seconds = Math.round(ms / 1_000);
    if (seconds < 3_600) return seconds / 60 + " min " + seconds % 60 + " s";
    return seconds / 3_600 + " h " + seconds / 60 % 60 + " min";
  }

  /** Three digits that count. */
  public static String significant(double value) {
    double size = Math.abs(value);
    if (size >= 99.95 || size == 0) return String.format(Locale.ROOT, "%,.0f", value);
    return fixed(value, size >= 9.995 ? 1 : 2);
  }

  /** With so many digits behind the point. */
  public static String fixed(double value, int digits) {
    if (Double.isNaN(value)) return UNKNOWN;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  /** How many, {@code 12,345}. */
  public static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /** The same, rounded. */
  public static String count(double count) {
    return Double.isNaN(count) ? UNKNOWN : count(Math.round(count));
  }

  /** How many a second, {@code 1,234/s}. */
  public static String rate(double perSecond) {
    return significant(perSecond) + "/s";
  }

  /** A part of all: nothing but all is 100 %, and nothing but none 0 %. */
  public static String percent(double part) {
    if (part <= 0) return "0 %";
    if (part >= 1) return "100 %";
    if (part < 0.0001) return "<0.01 %";
    return fixed(Math.min(part * 100, 99.99), part * 100 < 10 ? 2 : part * 100 > 99 ? 2 : 1) + " %";
  }

  /** An amount of data, {@code 4.3 kB}. */
  public static String bytes(double bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 999.5 && unit < BYTE_UNITS.length - 1) {
      amount /= 1_000;
      unit++;
    }
    return (unit == 0 ? count(amount) : significant(amount)) + " " + BYTE_UNITS[unit];
  }

  /** A moment of a run, {@code 1:05}. */
  public static String clock(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 3_600) return String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
    return String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3_600, whole / 60 % 60, whole % 60);
  }
}
