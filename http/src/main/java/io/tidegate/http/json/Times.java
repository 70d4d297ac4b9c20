package io.tidegate.http.json;

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
    return new String(bytes, 0, length, java.nio.charset.StandardCharsets.US_ASCII);
  }

  /**
   * Writes a time and returns where it ends.
   *
   * <p>Days become a date by counting from 1 March, so that the leap day is the last of its year
   * and all months but it follow one formula (Neri and Schneider 2022).
   */
  static int put(byte[] to, int from, long epochMs) {
    long ms = Math.clamp(epochMs, 0, LAST_MS);
    int inDay = (int) (ms % DAY_MS);
    int day = (int) (ms / DAY_MS) + 719_468; // from 1 March of the year 0
    int century = (4 * day + 3) / 146_097;
    int dayOfCentury = day - 146_097 * century / 4;
    int year = (4 * dayOfCentury + 3) / 1_461;
    int dayOfYear = dayOfCentury - 1_461 * year / 4;
    int month = (5 * dayOfYear + 2) / 153; // from March
    int at = date(to, from, 100 * century + year, month, dayOfYear - (153 * month + 2) / 5 + 1);
    return clock(to, at, inDay);
  }

  private static int date(byte[] to, int from, int marchYear, int marchMonth, int day) {
    int year = marchMonth < 10 ? marchYear : marchYear + 1;
    int at = two(to, two(to, from, year / 100), year % 100);
    to[at++] = '-';
    at = two(to, at, marchMonth < 10 ? marchMonth + 3 : marchMonth - 9);
    to[at++] = '-';
    at = two(to, at, day);
    to[at++] = 'T';
    return at;
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
