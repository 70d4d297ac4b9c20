package io.tidegate.api.feed;

/**
 * Which language a post is written in, as far as its letters tell: browsers choose fonts and line
 * breaks by it, screen readers a voice. Pure.
 */
final class PostLanguage {

  private PostLanguage() {}

  /**
   * {@code ko} where Hangul is a fifth of the letters or more, {@code en} where all but a few are
   * those of English, and nothing where neither is sure.
   */
  static String of(String text) {
    int hangul = 0;
    int english = 0;
    int letters = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isLetter(c)) continue;
      letters++;
      if (c >= '가' && c <= '힣') hangul++;
      else if (c < 0x80) english++;
    }
    if (letters == 0) return "";
    if (hangul * 5 >= letters) return "ko";
    return english * 20 >= letters * 19 ? "en" : "";
  }
}
