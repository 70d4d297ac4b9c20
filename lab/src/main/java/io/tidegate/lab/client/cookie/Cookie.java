package io.tidegate.lab.client.cookie;

import org.jspecify.annotations.Nullable;

/**
 * A cookie as a server or a script sets it.
 *
 * @param value without the quotes around it
 * @param quoted whether there were some
 * @param domain null for the host alone that set it
 * @param path null for the folder of the URL that set it
 * @param expiresMs epoch ms; null without an end
 * @param maxAgeSeconds wins over {@code expiresMs}; null without one, 0 or less for a cookie that
 *     is to go
 * @param secure whether it is for https alone
 * @param httpOnly whether it is not for scripts of a page
 */
public record Cookie(
    String name,
    String value,
    boolean quoted,
    @Nullable String domain,
    @Nullable String path,
    @Nullable Long expiresMs,
    @Nullable Long maxAgeSeconds,
    boolean secure,
    boolean httpOnly) {

  /** One for the host alone, of the whole site, until the jar is emptied. */
  public static Cookie of(String name, String value) {
    return new Cookie(name, value, false, null, "/", null, null, false, false);
  }

  /** As it goes into {@code Cookie}: as with Go, without what may not stand in a value. */
  String pair() {
    boolean blank = quoted;
    boolean bad = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      blank |= c == ' ' || c == ',';
      bad |= !mayStand(c);
    }
    String sent = bad ? cleaned() : value;
    return blank ? name + "=\"" + sent + '"' : name + '=' + sent;
  }

  private static boolean mayStand(int c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != ';' && c != '\\';
  }

  private String cleaned() {
    StringBuilder cleaned = new StringBuilder(value.length());
    value.chars().filter(Cookie::mayStand).forEach(c -> cleaned.append((char) c));
    return cleaned.toString();
  }
}
