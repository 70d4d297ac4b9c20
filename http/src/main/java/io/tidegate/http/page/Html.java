package io.tidegate.http.page;

import io.tidegate.http.server.Response;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Pages whole in themselves: no other file, and no script but their own. Pure. */
public final class Html {

  private Html() {}

  /** Text as it may stand between tags and within a quoted attribute. */
  public static String escape(String text) {
    StringBuilder html = new StringBuilder(text.length() + 32);
    append(html, text);
    return html.toString();
  }

  /** Appends text as {@link #escape} gives it. */
  public static void append(StringBuilder html, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '&' -> html.append("&amp;");
        case '<' -> html.append("&lt;");
        case '>' -> html.append("&gt;");
        case '"' -> html.append("&quot;");
        case '\'' -> html.append("&#39;");
        default -> html.append(c);
      }
    }
  }

  /**
   * Nothing but the page's own style may load or run.
   *
   * @param style what stands between the page's {@code <style>} and {@code </style>}
   */
  public static String contentSecurityPolicy(String style) {
    return "default-src 'none'; style-src 'sha256-"
        + sha256(style)
        + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  /**
   * Nothing but the page's own style and script may load or run, and the script may ask this
   * service alone.
   *
   * @param script what stands between the page's {@code <script>} and {@code </script>}
   */
  public static String contentSecurityPolicy(String style, String script) {
    return contentSecurityPolicy(style)
        + "; script-src 'sha256-"
        + sha256(script)
        + "'; connect-src 'self'";
  }

  /** The reply with what keeps a page, and what it leads to, from being misused. */
  public static Response secured(Response response) {
    return response
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer");
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
