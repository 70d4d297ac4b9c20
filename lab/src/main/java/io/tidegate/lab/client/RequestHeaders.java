package io.tidegate.lab.client;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header fields of a request, sent in this order and in this case. Not thread-safe.
 *
 * <p>The client itself writes {@code Host} (which a field of that name replaces), {@code
 * Content-Length} and {@code Connection: close}; what stands here of {@code Content-Length}, {@code
 * Transfer-Encoding} and {@code Trailer} is not sent.
 */
public final class RequestHeaders {

  /** Names and values by turns. */
  private final List<String> pairs = new ArrayList<>(8);

  /** Adds one behind the others. */
  public RequestHeaders add(String name, String value) {
    pairs.add(name);
    pairs.add(value);
    return this;
  }

  /** The one of that name, whatever its case: the first gets that value, or it is added. */
  public RequestHeaders set(String name, String value) {
    int at = find(name);
    if (at < 0) return add(name, value);
    pairs.set(at + 1, value);
    return this;
  }

  /** Value of the first of that name, whatever its case; null without one. */
  public @Nullable String first(String name) {
    int at = find(name);
    return at < 0 ? null : pairs.get(at + 1);
  }

  private int find(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equalsIgnoreCase(name)) return i;
    }
    return -1;
  }

  /** How many there are. */
  public int count() {
    return pairs.size() / 2;
  }

  /** Name of one, in [0, {@link #count}). */
  public String name(int index) {
    return pairs.get(2 * index);
  }

  /** Its value. */
  public String value(int index) {
    return pairs.get(2 * index + 1);
  }
}
