package io.tidegate.lab.imports;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as JMeter and nGrinder write them; those without a zone are taken as UTC. */
final class JtlTime {

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss[.SSS]", Locale.ROOT);

  private JtlTime() {}

  /**
   * A time as epoch ms.
   *
   * @throws java.time.DateTimeException if it is none
   */
  static long epochMs(String text) {
    boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (digits) return Long.parseLong(text);
    String date = text.replace('/', '-').replace('T', ' ');
    return LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC).toEpochMilli();
  }
}
