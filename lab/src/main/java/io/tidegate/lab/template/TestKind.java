package io.tidegate.lab.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** A question that a load test answers, with a commented k6 script that asks it. */
public enum TestKind {
  /** Is it fast enough at the load that is expected? */
  LOAD,
  /** What happens beyond that, step by step? */
  STRESS,
  /** Does it survive a sudden rush, and recover? */
  SPIKE,
  /** Does it stay the same for hours? */
  SOAK,
  /** At what rate does it break? */
  BREAKPOINT;

  /** As it is typed. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * A script of this kind, which runs in k6 as well.
   *
   * @param url http or https
   * @throws IllegalArgumentException if that is none; the message is for whoever typed it
   */
  public String script(String url) {
    return resource(code() + ".js").replace("TARGET_URL", quoted(checked(url)));
  }

  private static String checked(String url) {
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) return url;
    } catch (URISyntaxException _) {
      // told below
    }
    throw new IllegalArgumentException("\"" + url + "\" is no http:// or https:// address");
  }

  /** As a text of JavaScript; an address has no line ends. */
  private static String quoted(String url) {
    return "'" + url.replace("'", "%27") + "'";
  }

  private static String resource(String name) {
    try (InputStream text = TestKind.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(text, name).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
