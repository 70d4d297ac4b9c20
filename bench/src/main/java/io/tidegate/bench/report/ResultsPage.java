package io.tidegate.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file of a bench's results. What was measured is written anew each time; what people wrote
 * below it, under {@link #PROSE}, stays.
 */
public final class ResultsPage {

  /** Where the part that people write begins. */
  static final String PROSE = "## What holds it back, and what was tried";

  private ResultsPage() {}

  /** Writes the measured part, keeping the prose of an older page. */
  public static void save(Path file, String measured) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    String prose = Files.exists(file) ? proseOf(Files.readString(file)) : "";
    Files.writeString(file, measured.stripTrailing() + "\n" + prose);
  }

  private static String proseOf(String page) {
    int at = page.indexOf(PROSE);
    return at < 0 ? "" : "\n" + page.substring(at);
  }
}
