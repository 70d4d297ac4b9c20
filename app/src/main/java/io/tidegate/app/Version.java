package io.tidegate.app;

import io.tidegate.app.service.Build;
import java.io.IOException;
import picocli.CommandLine.IVersionProvider;

/** Which build this is, and the Java it runs on. */
public final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    return new String[] {"tidegate " + Build.text() + ", Java " + Runtime.version()};
  }
}
