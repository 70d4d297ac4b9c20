package io.tidegate.app.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The unit of a number in the configuration, and how people write it. A number without a suffix is
 * in the smallest unit.
 */
enum NumberUnit {
  COUNT("a whole number"),
  BYTES("a size such as 64KiB"),
  MS("a duration such as 10s");

  private static final Pattern NUMBER = Pattern.compile("(-?[0-9][0-9_]*) ?([A-Za-z]*)");

  private final String words;

  NumberUnit(String words) {
    this.words = words;
  }

  private List<Suffix> largestFirst() {
    return switch (this) {
      case COUNT -> List.of();
      case BYTES ->
          List.of(
              new Suffix("GiB", Config.GIB),
              new Suffix("MiB", Config.MIB),
              new Suffix("KiB", Config.KIB));
      case MS ->
          List.of(
              new Suffix("h", 3_600_000),
              new Suffix("m", 60_000),
              new Suffix("s", 1_000),
              new Suffix("ms", 1));
    };
  }

  /** The unit a component's name ends with. */
  static NumberUnit of(String component) {
    if (component.endsWith("Bytes")) return BYTES;
    if (component.endsWith("Ms")) return MS;
    return COUNT;
  }

  String words() {
    return words;
  }

  /**
   * @throws IllegalArgumentException if it is not a number of this unit
   * @throws ArithmeticException if it is greater than any number
   */
  long parse(String text) {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) throw new IllegalArgumentException(text);
    long number = Long.parseLong(matcher.group(1).replace("_", ""));
    return Math.multiplyExact(number, factor(matcher.group(2)));
  }

  private long factor(String suffix) {
    if (suffix.isEmpty()) return 1;
    for (Suffix known : largestFirst()) {
      if (known.text.equals(suffix)) return known.factor;
    }
    throw new IllegalArgumentException(suffix);
  }

  /** The shortest way to write it that {@link #parse} reads back. */
  String show(long number) {
    for (Suffix suffix : largestFirst()) {
      if (number != 0 && number % suffix.factor == 0) return number / suffix.factor + suffix.text;
    }
    return number < 100_000
        ? Long.toString(number)
        : String.format(Locale.ROOT, "%,d", number).replace(',', '_');
  }

  private record Suffix(String text, long factor) {}
}
