package io.tidegate.lab.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where a view is written.
 *
 * @param kind how
 * @param color whether with colours
 * @param width columns, in [{@value #WIDTH_LEAST}, {@value #WIDTH_MOST}]
 */
public record Screen(Kind kind, boolean color, int width) {

  static final int WIDTH_LEAST = 40;
  static final int WIDTH_MOST = 100;
  private static final int WIDTH_USUAL = 80;

  /** How a view is written. */
  public enum Kind {
    /** Not at all. */
    NONE,
    /** A line now and then, for a file or a pipe. */
    LINES,
    /** Drawn anew in place, for a terminal. */
    REDRAWN
  }

  /** Keeps the width within its bounds. */
  public Screen {
    width = Math.clamp(width, WIDTH_LEAST, WIDTH_MOST);
  }

  /**
   * The one that this process has.
   *
   * @param terminal whether what is written goes to one
   * @param color whether colours are wanted; without a terminal, or with {@code NO_COLOR} set,
   *     there are none
   */
  public static Screen of(
      boolean terminal, boolean quiet, boolean color, Map<String, String> environment) {
    String noColor = environment.getOrDefault("NO_COLOR", "");
    boolean dumb = "dumb".equals(environment.get("TERM"));
    boolean redrawn = terminal && !dumb;
    Kind kind = quiet ? Kind.NONE : redrawn ? Kind.REDRAWN : Kind.LINES;
    int width = kind == Kind.REDRAWN ? terminalWidth() : WIDTH_MOST;
    return new Screen(kind, redrawn && color && noColor.isEmpty(), width);
  }

  /** Asked of the program {@code stty}, since Java does not know it. */
  private static int terminalWidth() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      try (InputStream out = stty.getInputStream()) {
        if (!stty.waitFor(1, TimeUnit.SECONDS)) stty.destroyForcibly();
        String size = new String(out.readAllBytes(), StandardCharsets.US_ASCII).strip();
        // The last column stays free: some terminals begin a line when it is written to.
        return Integer.parseInt(size.substring(size.indexOf(' ') + 1)) - 1;
      }
    } catch (IOException | NumberFormatException _) {
      return WIDTH_USUAL;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return WIDTH_USUAL;
    }
  }
}
