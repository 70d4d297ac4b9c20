package io.tidegate.lab.script.crypto;

import java.util.Base64;

/** The forms of Base64 that k6 names (RFC 4648): {@code std}, {@code url}, and raw, unpadded. */
final class Base64Forms {

  private Base64Forms() {}

  /** Anything unknown is {@code std}, as in k6. */
  static String encoded(byte[] bytes, String form) {
    Base64.Encoder encoder = form.endsWith("url") ? Base64.getUrlEncoder() : Base64.getEncoder();
    return (form.startsWith("raw") ? encoder.withoutPadding() : encoder).encodeToString(bytes);
  }

  /**
   * What is in a text; ends of lines count for nothing.
   *
   * @throws IllegalArgumentException if it is not of that form
   */
  static byte[] decoded(String text, String form) {
    String digits = text.replace("\r", "").replace("\n", "");
    boolean url = form.endsWith("url");
    boolean raw = form.startsWith("raw");
    int end = raw ? digits.length() : withoutPadding(digits);
    for (int i = 0; i < end; i++) if (!isDigit(digits.charAt(i), url)) throw illegal(i);
    if (raw ? digits.length() % 4 == 1 : digits.length() % 4 != 0) throw illegal(digits.length());
    return (url ? Base64.getUrlDecoder() : Base64.getDecoder()).decode(digits);
  }

  private static int withoutPadding(String digits) {
    int end = digits.length();
    while (end > Math.max(0, digits.length() - 2) && digits.charAt(end - 1) == '=') end--;
    return end;
  }

  private static boolean isDigit(char c, boolean url) {
    boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter || (url ? c == '-' || c == '_' : c == '+' || c == '/');
  }

  private static IllegalArgumentException illegal(int at) {
    return new IllegalArgumentException("illegal base64 data at input byte " + at);
  }
}
