package io.tidegate.api.json;

import io.tidegate.http.json.Times;
import java.time.DateTimeException;
import java.time.OffsetDateTime;

/** Reads times: ISO-8601 with any offset. Pure. */
final class TimeText {

  private TimeText() {}

  /**
   * Reads a time with an offset.
   *
   * @return epoch ms, in [0, {@link Times#LAST_MS}]
   * @throws MalformedException if it is none
   */
  static long read(String field, String text) {
    try {
      long ms = OffsetDateTime.parse(text).toInstant().toEpochMilli();
      if (ms >= 0 && ms <= Times.LAST_MS) return ms;
    } catch (DateTimeException | ArithmeticException _) {
      // the same answer as for a time out of range
    }
    throw MalformedException.of(
        field, "must be a time with its offset from 1970 to 9999, as 2026-11-20T20:00:00+09:00");
  }
}
