package io.tidegate.lab.client;

import io.tidegate.http.wire.Ascii;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Header fields of a reply, as they came: in order, in their case, several of one name. Made into
 * text when asked for, since most scripts look at few of them or none. Immutable.
 */
public final class ReplyHeaders {

  /** No fields. */
  public static final ReplyHeaders EMPTY = new ReplyHeaders(new byte[0], new int[0]);

  private final byte[] bytes;

  /** Four a field: name from and to, value from and to. */
  private final int[] positions;

  ReplyHeaders(byte[] bytes, int[] positions) {
    this.bytes = bytes;
    this.positions = positions;
  }

  /** How many there are. */
  public int count() {
    return positions.length / 4;
  }

  /** Name of one, in [0, {@link #count}). */
  public String name(int index) {
    return text(positions[4 * index], positions[4 * index + 1]);
  }

  /** Its value, without spaces around it. */
  public String value(int index) {
    return text(positions[4 * index + 2], positions[4 * index + 3]);
  }

  /** Value of the first of that ASCII name, whatever its case; null without one. */
  public @Nullable String first(String name) {
    int index = find(name, 0);
    return index < 0 ? null : value(index);
  }

  /** Values of all of that ASCII name, whatever its case. */
  public List<String> all(String name) {
    int index = find(name, 0);
    if (index < 0) return List.of();
    List<String> values = new ArrayList<>();
    for (; index >= 0; index = find(name, index + 1)) values.add(value(index));
    return values;
  }

  private int find(String name, int from) {
    for (int i = from; i < count(); i++) {
      if (Ascii.equalIgnoringCase(name, bytes, positions[4 * i], positions[4 * i + 1])) return i;
    }
    return -1;
  }

  private String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }
}
