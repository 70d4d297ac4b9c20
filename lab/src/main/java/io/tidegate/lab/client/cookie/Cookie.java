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

  /** As it goes into {@code Cookie}. */
  String pair() {
    return quoted ? name + "=\"" + value + '"' : name + '=' + value;
  }
}
