package io.tidegate.core.name;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * The names that people give: two names that look alike are one name, and no name looks like an id.
 *
 * <p>Names are stored and looked up in their normal form. Names in older journals are kept as they
 * are; what they name can always be found by its id.
 */
public final class Names {

  /** Said of a name or a title that is empty in its normal form. */
  public static final String NOTHING_SEEN = "must hold something to see";

  private Names() {}

  /**
   * The form in which names are kept and compared: without format characters (Cf: zero-width,
   * direction, joiners) and fillers, in NFC, without space around it. Normalising twice changes
   * nothing more.
   *
   * @return the name, empty if there is nothing in it to see
   */
  public static String normal(String name) {
    if (isPlain(name)) return name;
    StringBuilder seen = new StringBuilder(name.length());
    name.codePoints().filter(c -> !isUnseen(c)).forEach(seen::appendCodePoint);
    return trimmed(Normalizer.normalize(seen, Normalizer.Form.NFC));
  }

  /** Nearly every name asked for: nothing to be done. */
  private static boolean isPlain(String name) {
    for (int i = 0; i < name.length(); i++)
      if (name.charAt(i) <= ' ' || name.charAt(i) >= 0x7F) return false;
    return true;
  }

  private static boolean isUnseen(int c) {
    return switch (c) {
      case 0x034F, 0x115F, 0x1160, 0x3164, 0xFFA0 -> true; // joiner of graphemes, Hangul fillers
      default -> Character.getType(c) == Character.FORMAT;
    };
  }

  private static String trimmed(String name) {
    int start = 0;
    int end = name.length();
    while (start < end && isSpace(name.charAt(start))) start++;
    while (end > start && isSpace(name.charAt(end - 1))) end--;
    return name.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }

  /**
   * Why a name cannot be given, null if it can.
   *
   * @param normal the name in its normal form
   */
  public static @Nullable String fault(String normal) {
    if (normal.isEmpty()) return NOTHING_SEEN;
    // Browsers take them out of a path, spelled %2e too: such a name could not be asked for.
    if (normal.equals(".") || normal.equals("..")) return "must not be . or ..";
    return normal.codePoints().allMatch(Character::isDigit)
        ? "must not be of digits only: it would look like an id"
        : null;
  }
}
