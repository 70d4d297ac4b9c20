package io.tidegate.core.table;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Names by id: what {@link Rows} cannot hold. Strings are immutable, so a frozen copy is an array
 * copy.
 */
public final class Texts {

  private @Nullable String[] values = new String[16];
  private int end;

  /** The text with this id, or the empty string. */
  public String get(long id) {
    String value = id < end ? values[(int) id] : null;
    return value == null ? "" : value;
  }

  /** Sets or replaces a text. */
  public void set(long id, String value) {
    int at = Math.toIntExact(id);
    if (at >= values.length) values = Arrays.copyOf(values, Math.max(at + 1, values.length * 2));
    values[at] = value;
    if (at >= end) end = at + 1;
  }

  /** A copy for another thread. */
  public @Nullable String[] freeze() {
    return Arrays.copyOf(values, end);
  }
}
