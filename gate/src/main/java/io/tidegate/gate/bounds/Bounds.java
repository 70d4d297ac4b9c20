package io.tidegate.gate.bounds;

import java.time.Duration;

/** Refuses values of settings that are out of their bounds. */
public final class Bounds {

  private Bounds() {}

  /**
   * Refuses what is not in [least, most].
   *
   * @throws IllegalArgumentException that names the key, the bounds and the value
   */
  public static void within(String key, long value, long least, long most) {
    if (value < least || value > most) throw outside(key, value, least, most);
  }

  /** The same of a number with a fraction; what is no number is refused too. */
  public static void within(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) throw outside(key, value, least, most);
  }

  /** The same of a time. */
  public static void within(String key, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0)
      throw outside(key, text(value), text(least), text(most));
  }

  private static IllegalArgumentException outside(
      String key, Object value, Object least, Object most) {
    return new IllegalArgumentException(
        key + " must be in [" + least + ", " + most + "], not " + value);
  }

  private static String text(Duration time) {
    return time.toMillis() + " ms";
  }
}
