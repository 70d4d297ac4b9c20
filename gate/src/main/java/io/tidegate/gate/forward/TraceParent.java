package io.tidegate.gate.forward;

import io.tidegate.http.wire.HeadFields;
import java.util.SplittableRandom;

/**
 * The field {@code traceparent} (W3C Trace Context): what came goes on, if it is one; else one is
 * made, so that whatever the request causes behind the gate has a name in common. Confined to one
 * event loop.
 */
final class TraceParent {

  private static final String NAME = "traceparent";
  private static final int VERSION_0_BYTES = 55;

  private final SplittableRandom random = new SplittableRandom();

  /** Index of the field, if it is there once and well-formed; else -1. */
  static int find(HeadFields fields, byte[] b) {
    int index = fields.find(b, NAME);
    if (index < 0 || fields.findBehind(b, NAME, index) >= 0) return -1;
    return isOne(b, fields.valueFrom(index), fields.valueTo(index)) ? index : -1;
  }

  /** {@code 00-<32 digits>-<16 digits>-<2 digits>}; later versions may go on behind a dash. */
  private static boolean isOne(byte[] b, int from, int to) {
    int length = to - from;
    if (length < VERSION_0_BYTES) return false;
    boolean version0 = b[from] == '0' && b[from + 1] == '0';
    if (version0 ? length > VERSION_0_BYTES : length > VERSION_0_BYTES && b[from + 55] != '-')
      return false;
    if (b[from + 2] != '-' || b[from + 35] != '-' || b[from + 52] != '-') return false;
    return isHex(b, from, from + 2)
        && !(b[from] == 'f' && b[from + 1] == 'f')
        && isId(b, from + 3, from + 35)
        && isId(b, from + 36, from + 52)
        && isHex(b, from + 53, from + 55);
  }

  private static boolean isId(byte[] b, int from, int to) {
    boolean zero = true;
    for (int i = from; i < to; i++) zero &= b[i] == '0';
    return !zero && isHex(b, from, to);
  }

  private static boolean isHex(byte[] b, int from, int to) {
    for (int i = from; i < to; i++) {
      boolean digit = (b[i] >= '0' && b[i] <= '9') || (b[i] >= 'a' && b[i] <= 'f');
      if (!digit) return false;
    }
    return true;
  }

  /** Writes a new one. It is not marked as sampled: whether it is recorded, those behind decide. */
  void putNew(HeadWriter head) {
    head.put("traceparent: 00-");
    hex(head, random.nextLong(1, Long.MAX_VALUE));
    hex(head, random.nextLong());
    head.put('-');
    hex(head, random.nextLong(1, Long.MAX_VALUE));
    head.put("-00").crlf();
  }

  private static void hex(HeadWriter head, long value) {
    for (int shift = 60; shift >= 0; shift -= 4)
      head.put(Character.forDigit((int) (value >>> shift) & 15, 16));
  }
}
