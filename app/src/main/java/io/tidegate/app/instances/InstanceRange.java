package io.tidegate.app.instances;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many instances there are to be.
 *
 * @param least in [1, most]
 * @param most in [least, {@value #MOST}]
 */
public record InstanceRange(int least, int most) {

  /** More on one machine are of no use. */
  public static final int MOST = 16;

  private static final Pattern TEXT = Pattern.compile("([0-9]{1,2})(?:\\.\\.([0-9]{1,2}))?");

  /** Checks the bounds. */
  public InstanceRange {
    if (least < 1 || most > MOST || least > most) throw new IllegalArgumentException(words());
  }

  /**
   * Reads {@code 3} or {@code 1..5}.
   *
   * @throws IllegalArgumentException that says what it must be
   */
  public static InstanceRange parse(String text) {
    Matcher found = TEXT.matcher(text.strip());
    if (!found.matches()) throw new IllegalArgumentException(words());
    int least = Integer.parseInt(found.group(1));
    return new InstanceRange(
        least, found.group(2) == null ? least : Integer.parseInt(found.group(2)));
  }

  /** Whether the number may change. */
  public boolean grows() {
    return most > least;
  }

  private static String words() {
    return "must be a number in [1, " + MOST + "], or two as in 1..5";
  }
}
