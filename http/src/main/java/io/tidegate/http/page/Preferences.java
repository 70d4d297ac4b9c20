package io.tidegate.http.page;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a client would rather have, by RFC 9110 §12.5.1 and §12.5.4: ranges with weights, of
 * which the most specific one that matches holds. Weights are in [0, 1]; what no range matches has
 * 0. Pure.
 */
final class Preferences {

  private static final int RANGES_MAX = 32;

  /** Of ranges with the same weight the one that is named first is liked better. */
  private static final double PLACE = 1e-6;

  private Preferences() {}

  /**
   * The weight of a media type.
   *
   * @param accept null for no header field, which takes everything
   * @param type in lower case, without parameters
   */
  static double ofType(@Nullable String accept, String type) {
    if (accept == null) return 1;
    String main = type.substring(0, type.indexOf('/') + 1);
    int specific = 0;
    double weight = 0;
    for (String range : ranges(accept)) {
      String name = name(range);
      int matches =
          name.equals(type) ? 3 : name.equals(main + "*") ? 2 : name.equals("*/*") ? 1 : 0;
      if (matches < specific || matches == 0) continue;
      weight = matches > specific ? weight(range) : Math.max(weight, weight(range));
      specific = matches;
    }
    return weight;
  }

  /**
   * The weight of a language, and a little less for each range before it.
   *
   * @param accept null for no header field, which prefers none
   * @param language its primary tag in lower case
   */
  static double ofLanguage(@Nullable String accept, String language) {
    if (accept == null) return 0;
    double any = 0;
    double best = -1;
    int place = 0;
    for (String range : ranges(accept)) {
      String name = name(range);
      double weight = weight(range);
      if (weight > 0) weight -= place++ * PLACE;
      if (name.equals("*")) any = weight;
      if (name.equals(language) || name.startsWith(language + "-")) best = Math.max(best, weight);
    }
    return best < 0 ? any : best;
  }

  /**
   * The weight of a coding of content.
   *
   * @param accept null for no header field, which takes none
   * @param coding in lower case
   */
  static double ofCoding(@Nullable String accept, String coding) {
    if (accept == null) return 0;
    double any = 0;
    for (String range : ranges(accept)) {
      if (name(range).equals(coding)) return weight(range);
      if (name(range).equals("*")) any = weight(range);
    }
    return any;
  }

  private static String[] ranges(String header) {
    return header.toLowerCase(Locale.ROOT).split(",", RANGES_MAX);
  }

  private static String name(String range) {
    int parameters = range.indexOf(';');
    return (parameters < 0 ? range : range.substring(0, parameters)).strip();
  }

  /** Of the parameter q, 1 without it; one that is no weight refuses. */
  private static double weight(String range) {
    for (String parameter : range.split(";", -1)) {
      String text = parameter.strip();
      if (!text.startsWith("q=")) continue;
      try {
        double weight = Double.parseDouble(text.substring(2));
        return weight >= 0 && weight <= 1 ? weight : 0;
      } catch (NumberFormatException e) {
        return 0;
      }
    }
    return 1;
  }
}
