package io.tidegate.app.service;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** Identifies this build. */
public final class Build {

  private Build() {}

  /**
   * The version, and the commit where it was built from a git tree: {@code 1.2.0 (0ab1c2d)}, or
   * {@code 1.2.0}.
   */
  public static String text() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Build.class.getResourceAsStream("/io/tidegate/app/version.properties")) {
      if (in == null) throw new IOException("version.properties is missing from the jar");
      build.load(in);
    }
    String commit = build.getProperty("commit");
    return build.getProperty("version") + (commit.isEmpty() ? "" : " (" + commit + ")");
  }
}
