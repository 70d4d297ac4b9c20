package io.tidegate.lab.client.cookie;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code Set-Cookie} (RFC 6265 §5.2). Pure. */
public final class SetCookie {

  private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

  private SetCookie() {}

  /** The cookie of one field; null if there is none in it. */
  public static @Nullable Cookie parse(String field) {
    int semicolon = field.indexOf(';');
    String pair = semicolon < 0 ? field : field.substring(0, semicolon);
    int equals = pair.indexOf('=');
    String name = equals < 0 ? "" : pair.substring(0, equals).strip();
    String value = equals < 0 ? "" : pair.substring(equals + 1).strip();
    if (name.isEmpty() || hasControl(name) || hasControl(value)) return null;
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    Attributes attributes = new Attributes();
    if (semicolon >= 0) {
      for (String attribute : field.substring(semicolon + 1).split(";", -1))
        attributes.read(attribute);
    }
    return new Cookie(
        name,
        quoted ? value.substring(1, value.length() - 1) : value,
        quoted,
        attributes.domain,
        attributes.path,
        attributes.expiresMs,
        attributes.maxAgeSeconds,
        attributes.secure,
        attributes.httpOnly);
  }

  private static boolean hasControl(String text) {
    return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
  }

  /** The last of each kind counts; what is none is passed over. */
  private static final class Attributes {
    private @Nullable String domain;
    private @Nullable String path;
    private @Nullable Long expiresMs;
    private @Nullable Long maxAgeSeconds;
    private boolean secure;
    private boolean httpOnly;

    void read(String attribute) {
      int equals = attribute.indexOf('=');
      String name = equals < 0 ? attribute : attribute.substring(0, equals);
      String value = equals < 0 ? "" : attribute.substring(equals + 1).strip();
      switch (name.strip().toLowerCase(Locale.ROOT)) {
        case "domain" -> {
          String bare = value.startsWith(".") ? value.substring(1) : value;
          if (!bare.isEmpty()) domain = bare.toLowerCase(Locale.ROOT);
        }
        case "path" -> path = value.startsWith("/") ? value : null;
        case "expires" -> {
          Long date = date(value);
          if (date != null) expiresMs = date;
        }
        case "max-age" -> {
          Long seconds = seconds(value);
          if (seconds != null) maxAgeSeconds = seconds;
        }
        case "secure" -> secure = true;
        case "httponly" -> httpOnly = true;
        default -> {}
      }
    }
  }

  private static @Nullable Long seconds(String value) {
    boolean negative = value.startsWith("-");
    String digits = negative ? value.substring(1) : value;
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) return null;
    if (negative) return 0L;
    return digits.length() > 10 ? 9_999_999_999L : Long.parseLong(digits);
  }

  /**
   * A date in any of the forms that servers write (RFC 6265 §5.1.1), epoch ms; null if it is none.
   */
  static @Nullable Long date(String text) {
    int day = -1;
    int month = -1;
    int year = -1;
    int[] time = null;
    for (String token : tokens(text)) {
      int number = number(token);
      if (time == null && token.indexOf(':') > 0) time = time(token);
      else if (day < 0 && number >= 0 && token.length() <= 2) day = number;
      else if (month < 0 && token.length() >= 3 && number < 0) month = month(token);
      else if (year < 0 && number >= 0)
        year = number < 70 ? 2000 + number : number < 100 ? 1900 + number : number;
    }
    if (time == null || year < 1601) return null;
    try {
      return LocalDateTime.of(year, month, day, time[0], time[1], time[2])
          .toInstant(ZoneOffset.UTC)
          .toEpochMilli();
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static String[] tokens(String text) {
    StringBuilder spaced = new StringBuilder(text);
    for (int i = 0; i < spaced.length(); i++) {
      char c = spaced.charAt(i);
      if (!Character.isLetterOrDigit(c) && c != ':') spaced.setCharAt(i, ' ');
    }
    return spaced.toString().strip().split(" ", -1);
  }

  private static int number(String token) {
    if (token.isEmpty() || token.length() > 4) return -1;
    for (int i = 0; i < token.length(); i++) {
      if (token.charAt(i) < '0' || token.charAt(i) > '9') return -1;
    }
    return Integer.parseInt(token);
  }

  /** In [1, 12]; -1 for what is no month. */
  private static int month(String token) {
    int at = MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
    return at < 0 || at % 3 != 0 ? -1 : at / 3 + 1;
  }

  private static int @Nullable [] time(String token) {
    String[] parts = token.split(":", -1);
    if (parts.length != 3) return null;
    int[] time = {number(parts[0]), number(parts[1]), number(parts[2])};
    return time[0] < 0 || time[1] < 0 || time[2] < 0 ? null : time;
  }
}
