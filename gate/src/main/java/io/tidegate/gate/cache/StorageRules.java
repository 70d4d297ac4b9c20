package io.tidegate.gate.cache;

import io.tidegate.http.wire.FieldValue;
import io.tidegate.http.wire.HeadFields;
import io.tidegate.http.wire.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What of a response decides whether and for how long it is kept (RFC 9111 §3, §4.2). Pure. */
final class StorageRules {

  /** Fields that more values than this decide are as good as different for everybody. */
  private static final int VARY_MAX = 8;

  private StorageRules() {}

  /**
   * What is kept of it.
   *
   * @param freshMs 0 or less: it is not kept
   */
  record Plan(
      boolean keep,
      CacheControl control,
      long freshMs,
      long ageMs,
      List<String> vary,
      @Nullable String etag) {}

  static Plan plan(ResponseHead head, byte[] bytes, CacheConfig config, long nowEpochMs) {
    HeadFields fields = head.fields();
    CacheControl control = CacheControl.parse(text(fields, bytes, "cache-control"));
    List<String> vary = vary(fields, bytes);
    long freshMs = freshMs(head, bytes, control, config, nowEpochMs);
    long ageMs = 1_000 * Math.max(0, number(text(fields, bytes, "age")));
    boolean keep =
        isCacheable(head.status())
            && !control.forbidsStoring()
            && vary != null
            && fields.find(bytes, "set-cookie") < 0
            && freshMs > ageMs
            && head.contentLength() <= config.responseBytes();
    return new Plan(
        keep,
        control,
        freshMs,
        ageMs,
        vary == null ? List.of() : vary,
        text(fields, bytes, "etag"));
  }

  /** Statuses that may be kept without more being said of them (RFC 9110 §15.1), but for 206. */
  private static boolean isCacheable(int status) {
    return switch (status) {
      case 200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501 -> true;
      default -> false;
    };
  }

  private static long freshMs(
      ResponseHead head, byte[] bytes, CacheControl control, CacheConfig config, long nowEpochMs) {
    if (control.maxAgeSeconds() >= 0) return 1_000 * control.maxAgeSeconds();
    String expires = text(head.fields(), bytes, "expires");
    if (expires == null) return config.ttl().toMillis();
    long until = epochMs(expires);
    String date = text(head.fields(), bytes, "date");
    long from = date == null ? nowEpochMs : epochMs(date);
    return until < 0 || from < 0 ? 0 : until - from;
  }

  /** The names in {@code Vary}, in lower case; null where it depends on everything, or too much. */
  private static @Nullable List<String> vary(HeadFields fields, byte[] bytes) {
    List<String> names = new ArrayList<>();
    for (int i = fields.find(bytes, "vary"); i >= 0; i = fields.findBehind(bytes, "vary", i)) {
      if (FieldValue.hasToken("*", bytes, fields.valueFrom(i), fields.valueTo(i))) return null;
      for (String name : value(fields, bytes, i).split(",", -1)) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        if (!lower.isEmpty() && !names.contains(lower)) names.add(lower);
      }
    }
    // What depends on cookies is one person's.
    return names.size() > VARY_MAX || names.contains("cookie") ? null : names;
  }

  /** All values of a field, as one list; null without it. */
  static @Nullable String text(HeadFields fields, byte[] bytes, String name) {
    int i = fields.find(bytes, name);
    if (i < 0) return null;
    String value = value(fields, bytes, i);
    for (i = fields.findBehind(bytes, name, i); i >= 0; i = fields.findBehind(bytes, name, i))
      value += ", " + value(fields, bytes, i);
    return value;
  }

  private static String value(HeadFields fields, byte[] bytes, int i) {
    int from = fields.valueFrom(i);
    return new String(bytes, from, fields.valueTo(i) - from, StandardCharsets.ISO_8859_1);
  }

  private static long number(@Nullable String text) {
    try {
      return text == null ? 0 : Math.min(Long.parseLong(text), Integer.MAX_VALUE);
    } catch (NumberFormatException _) {
      return Integer.MAX_VALUE; // an age that nobody can read is too old
    }
  }

  private static long epochMs(String httpDate) {
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate, Instant::from).toEpochMilli();
    } catch (DateTimeException _) {
      return -1;
    }
  }
}
