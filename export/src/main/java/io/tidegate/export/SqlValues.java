package io.tidegate.export;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Converts values to what the tables hold. */
final class SqlValues {

  private static final long NEVER = Long.MAX_VALUE;

  private SqlValues() {}

  /** A state or another name of a few: in small letters. */
  static String of(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Null for 0: there is none. */
  static @Nullable Long orNone(long idOrTime) {
    return idOrTime == 0 ? null : (Long) idOrTime;
  }

  /** Null for an empty text: there is none. */
  static @Nullable String orNone(String text) {
    return text.isEmpty() ? null : text;
  }

  /** A time, null for never. */
  static @Nullable Long orNever(long timeMs) {
    return timeMs == NEVER ? null : (Long) timeMs;
  }
}
