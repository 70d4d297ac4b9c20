package io.tidegate.api.call;

import io.tidegate.api.json.MalformedException;
import io.tidegate.http.server.Exchange;

/** Whole numbers in queries and headers: digits alone. Pure. */
public final class QueryParameter {

  private static final int DIGITS_MAX = 18;

  private QueryParameter() {}

  /** The number, or -1 if the text is anything but up to 18 digits without a leading zero. */
  static long parse(String text) {
    if (text.isEmpty() || text.length() > DIGITS_MAX) return -1;
    if (text.charAt(0) == '0' && text.length() > 1) return -1;
    long number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') return -1;
      number = number * 10 + c - '0';
    }
    return number;
  }

  /**
   * A number in the query.
   *
   * @param otherwise what is taken without one; -1 if there must be one
   * @throws MalformedException if it is not in [{@code least}, {@code most}]
   */
  public static long number(Exchange exchange, String name, long least, long most, long otherwise) {
    String text = exchange.query(name);
    if (text == null && otherwise >= 0) return otherwise;
    long number = text == null ? -1 : parse(text);
    if (number < least || number > most)
      throw MalformedException.of(
          name, "must be a whole number in [" + least + ", " + most + "], in the query");
    return number;
  }
}
