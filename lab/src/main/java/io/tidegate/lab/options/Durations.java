package io.tidegate.lab.options;

import java.time.Duration;
import java.util.Locale;

/** Times as k6 writes them: {@code 1m30s}, {@code 500ms}, {@code 1d}, or a number of ms. */
public final class Durations {

  private static final double NS = 1e-6;

  private Durations() {}

  /**
   * The time that a text or a number says.
   *
   * @throws OptionException if it says none; {@code name} is whose it was
   */
  public static Duration of(String name, Object value) throws OptionException {
    if (value instanceof Number ms) return ofMs(ms.doubleValue());
    String text = String.valueOf(value).strip();
    boolean bare = !text.isEmpty() && text.chars().allMatch(Durations::isOfNumber);
    try {
      return ofMs(bare ? Double.parseDouble(text) : ms(name, text));
    } catch (NumberFormatException _) {
      throw wrong(name, text);
    }
  }

  /** Letters are of units, also those that a number may end with in Java. */
  private static boolean isOfNumber(int c) {
    return Character.isDigit(c) || "+-.".indexOf(c) >= 0;
  }

  private static Duration ofMs(double ms) {
    return Duration.ofNanos(Math.round(ms / NS));
  }

  private static double ms(String name, String text) throws OptionException {
    double all = 0;
    int at = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (at == text.length()) throw wrong(name, text);
    while (at < text.length()) {
      int number = at;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.'))
        at++;
      int unit = at;
      while (at < text.length() && !Character.isDigit(text.charAt(at)) && text.charAt(at) != '.')
        at++;
      if (number == unit || unit == at) throw wrong(name, text);
      try {
        all += Double.parseDouble(text.substring(number, unit)) * unitMs(text.substring(unit, at));
      } catch (NumberFormatException _) {
        throw wrong(name, text);
      }
    }
    return text.startsWith("-") ? -all : all;
  }

  private static double unitMs(String unit) {
    return switch (unit) {
      case "ns" -> NS;
      case "us", "µs", "μs" -> 1e-3;
      case "ms" -> 1;
      case "s" -> 1e3;
      case "m" -> 60e3;
      case "h" -> 3_600e3;
      case "d" -> 86_400e3;
      default -> throw new NumberFormatException(unit);
    };
  }

  private static OptionException wrong(String name, String text) {
    return new OptionException(
        "%s must be a time such as 10s, 1m30s or 500ms, not \"%s\"".formatted(name, text));
  }

  /** As k6 writes it: {@code 1m30s}. */
  public static String text(Duration time) {
    if (time.isZero()) return "0s";
    long ns = time.toNanos();
    if (Math.abs(ns) < 1_000_000_000L) return number(ns / 1e6) + "ms";
    long hours = time.toHours();
    int minutes = time.toMinutesPart();
    String seconds = number((ns % 60_000_000_000L) / 1e9) + "s";
    if (hours > 0) return hours + "h" + minutes + "m" + seconds;
    return minutes > 0 ? minutes + "m" + seconds : seconds;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.6f", value);
    return text.replaceAll("\\.?0+$", "");
  }
}
