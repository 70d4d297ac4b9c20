package io.tidegate.http.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one head, parsed strictly (RFC 9112 §5) and kept as positions in the bytes
 * they were read from. Lines end in CRLF and nothing else; there is no space before a colon, and
 * nothing is folded. A field is named by its index, in [0, {@link #count}). Confined to one thread,
 * and used again for every head of a connection.
 */
public final class HeadFields {

  /** Fields that a head may have. */
  public static final int FIELDS_MAX = 100;

  /** The line is not whole yet. */
  static final int INCOMPLETE = -1;

  /** The line is no field; {@link #refusal} says why. */
  static final int REFUSED = -2;

  /** Four positions a field: name from and to, value from and to. */
  private int[] positions = new int[4 * 16];

  private int count;
  private int end = -1;
  private @Nullable Refusal refusal;

  /** Forgets the head before. */
  void reset() {
    count = 0;
    end = -1;
    refusal = null;
  }

  /**
   * Parses one line: adds a field, or at the empty line sets {@link #end}.
   *
   * @return where the next line begins, {@link #INCOMPLETE} or {@link #REFUSED}
   */
  int line(byte[] b, int from, int limit) {
    if (from == limit) return INCOMPLETE;
    int at = from;
    if (b[at] == '\r') {
      if (at + 1 == limit) return INCOMPLETE;
      if (b[at + 1] != '\n') return refuse(Refusals.BARE_CR);
      end = at + 2;
      return end;
    }
    while (at < limit && Ascii.is(b[at], Ascii.TOKEN)) at++;
    if (at == limit) return INCOMPLETE;
    if (b[at] != ':' || at == from) return refuse(Refusals.FIELD_NAME);
    int valueFrom = at + 1;
    while (valueFrom < limit && Ascii.isSpace(b[valueFrom])) valueFrom++;
    int lineEnd = valueFrom;
    while (lineEnd < limit && Ascii.is(b[lineEnd], Ascii.VALUE)) lineEnd++;
    if (lineEnd + 1 >= limit)
      return lineEnd < limit && b[lineEnd] != '\r' ? refuse(Refusals.FIELD_VALUE) : INCOMPLETE;
    if (b[lineEnd] != '\r' || b[lineEnd + 1] != '\n') return refuse(Refusals.FIELD_VALUE);
    if (count == FIELDS_MAX) return refuse(Refusals.HEAD_TOO_LARGE);
    int valueTo = lineEnd;
    while (valueTo > valueFrom && Ascii.isSpace(b[valueTo - 1])) valueTo--;
    add(from, at, valueFrom, valueTo);
    return lineEnd + 2;
  }

  private void add(int nameFrom, int nameTo, int valueFrom, int valueTo) {
    int i = 4 * count++;
    if (i == positions.length) positions = Arrays.copyOf(positions, i * 2);
    positions[i] = nameFrom;
    positions[i + 1] = nameTo;
    positions[i + 2] = valueFrom;
    positions[i + 3] = valueTo;
  }

  private int refuse(Refusal why) {
    refusal = why;
    return REFUSED;
  }

  /** Why the last line is refused, where it is. */
  @Nullable Refusal refusal() {
    return refusal;
  }

  /** The first byte behind the empty line; -1 before that was read. */
  public int end() {
    return end;
  }

  /** How many there are. */
  public int count() {
    return count;
  }

  /** Index of the first field of that ASCII name, whatever its case; -1 without one. */
  public int find(byte[] bytes, String name) {
    return findBehind(bytes, name, -1);
  }

  /** The same among the fields behind that one. */
  public int findBehind(byte[] bytes, String name, int index) {
    for (int i = index + 1; i < count; i++) {
      if (isNamed(name, bytes, i)) return i;
    }
    return -1;
  }

  /** Whether the field has that ASCII name, whatever its case. */
  public boolean isNamed(String name, byte[] bytes, int index) {
    return Ascii.equalIgnoringCase(name, bytes, nameFrom(index), nameTo(index));
  }

  /** Where its name begins. */
  public int nameFrom(int index) {
    return positions[4 * index];
  }

  /** Where its name ends. */
  public int nameTo(int index) {
    return positions[4 * index + 1];
  }

  /** Where its value begins, without the space before it. */
  public int valueFrom(int index) {
    return positions[4 * index + 2];
  }

  /** Where its value ends, without the space behind it. */
  public int valueTo(int index) {
    return positions[4 * index + 3];
  }
}
