package io.tidegate.audit.draw;

import java.util.Locale;

/**
 * One check of a draw, and its result.
 *
 * @param what in one word
 * @param says in one sentence, with the values
 */
public record Check(String what, Result result, String says) {
  /** The result of a check. */
  public enum Result {
    OK,
    DOES_NOT_FIT,
    /** It fits, but came later than it was announced. */
    LATE,
    /** It could not be checked: something is not published, or not in the folder. */
    NOT_KNOWN;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
