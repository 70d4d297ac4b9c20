package io.tidegate.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which build this is: the version and, where it was built from a git tree, the commit. */
public final class Version implements IVersionProvider {
  /** As printed: {@code 1.2.0 (0ab1c2d)}, or {@code 1.2.0} without a known commit. */
  public static String text() throws IOException {
    Properties build = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      if (in == null) throw new IOException("version.properties is missing from the jar");
      build.load(in);
    }
    String commit = build.getProperty("commit");
    return build.getProperty("version") + (commit.isEmpty() ? "" : " (" + commit + ")");
  }

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"tidegate " + text() + ", Java " + Runtime.version()};
  }
}
