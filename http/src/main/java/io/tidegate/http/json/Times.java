package io.tidegate.http.json;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/** Times as text: ISO-8601, in UTC. Pure. */
public final class Times {

  /** The last millisecond of the year 9999. */
  public static final long LAST_MS = 253_402_300_799_999L;

  /** Bytes that {@link #put} may need. */
  static final int BYTES_MAX = "2026-11-20T20:00:00.000Z".length();

  private static final long DAY_MS = 86_400_000;

  private Times() {}

  /**
   * The time as text, as {@code 2026-11-20T20:00:00Z}, with three digits of a second's fraction if
   * it has one.
   *
   * @param epochMs in [0, {@link #LAST_MS}]
   */
  public static String text(long epochMs) {
    byte[] bytes = new byte[BYTES_MAX];
    int length = put(bytes, 0, epochMs);
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }

  /**
   * Writes a time and returns where it ends. The calendar is the platform's; its formatter takes
   * three times as long, and makes a string of what goes into an array of bytes.
   */
  static int put(byte[] to, int from, long epochMs) {
    long ms = Math.clamp(epochMs, 0, LAST_MS);
    LocalDate date = LocalDate.ofEpochDay(ms / DAY_MS);
    int at = two(to, two(to, from, date.getYear() / 100), date.getYear() % 100);
    to[at++] = '-';
    at = two(to, at, date.getMonthValue());
    to[at++] = '-';
    at = two(to, at, date.getDayOfMonth());
    to[at++] = 'T';
    return clock(to, at, (int) (ms % DAY_MS));
  }

  private static int clock(byte[] to, int from, int inDay) {
    int seconds = inDay / 1_000;
    int at = two(to, from, seconds / 3_600);
    to[at++] = ':';
    at = two(to, at, seconds / 60 % 60);
    to[at++] = ':';
    at = two(to, at, seconds % 60);
    int fraction = inDay % 1_000;
    if (fraction != 0) {
      to[at++] = '.';
      to[at++] = (byte) ('0' + fraction / 100);
      at = two(to, at, fraction % 100);
    }
    to[at++] = 'Z';
    return at;
  }

  private static int two(byte[] to, int at, int value) {
    to[at] = (byte) ('0' + value / 10);
    to[at + 1] = (byte) ('0' + value % 10);
    return at + 2;
  }
}
