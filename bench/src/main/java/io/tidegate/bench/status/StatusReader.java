package io.tidegate.bench.status;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Finds in bytes of a status what number was given out last. Pure. */
final class StatusReader {

  private static final byte[] LAST_NUMBER = "\"lastNumber\":".getBytes(StandardCharsets.US_ASCII);

  private StatusReader() {}

  /** The number in what has been read into the buffer from that position on, or -1. */
  static long lastNumber(ByteBuffer in, int from) {
    for (int at = from; at < in.position() - LAST_NUMBER.length; at++) {
      if (in.get(at) == '"' && isAt(in, at)) return number(in, at + LAST_NUMBER.length);
    }
    return -1;
  }

  private static boolean isAt(ByteBuffer in, int at) {
    for (int i = 0; i < LAST_NUMBER.length; i++) if (in.get(at + i) != LAST_NUMBER[i]) return false;
    return true;
  }

  private static long number(ByteBuffer in, int from) {
    long number = 0;
    for (int at = from; at < in.position() && in.get(at) >= '0' && in.get(at) <= '9'; at++)
      number = number * 10 + in.get(at) - '0';
    return number;
  }
}
