package io.tidegate.cluster.wire;

import io.tidegate.store.log.LogPosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks of what frames hold; each throws {@link IllegalArgumentException}. */
final class FrameBounds {

  private static final String DIGITS = "0123456789abcdef";

  private FrameBounds() {}

  static void within(String what, String text, int charsMax) {
    if (text.length() > charsMax)
      throw new IllegalArgumentException(what + " of " + text.length() + " characters");
  }

  static <T> List<T> batch(List<T> batch) {
    if (batch.isEmpty() || batch.size() > Frame.BATCH_MAX)
      throw new IllegalArgumentException("a batch of " + batch.size());
    return List.copyOf(batch);
  }

  static void sequence(long sequence) {
    if (sequence < 0) throw new IllegalArgumentException("a sequence of " + sequence);
  }

  static void position(@Nullable LogPosition position) {
    if (position == null) return;
    sequence(position.sequence());
    if (position.chain().isEmpty()) throw new IllegalArgumentException("an empty chain value");
    hexadecimal("a chain value", position.chain(), 64);
  }

  static void hexadecimal(String what, String text, int digits) {
    boolean right = text.isEmpty() || text.length() == digits;
    for (int i = 0; right && i < text.length(); i++) right = DIGITS.indexOf(text.charAt(i)) >= 0;
    if (!right) throw new IllegalArgumentException(what + " that is not hexadecimal");
  }
}
