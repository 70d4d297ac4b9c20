package io.tidegate.lab.script;

import java.io.IOException;
import java.nio.file.Path;

/** Where the files of scripts are: those that they import, open, require. Any thread. */
public interface ScriptSource {

  /** What lies below it has been imported by its address: host and path follow. */
  Path REMOTE = Path.of("/~remote");

  /**
   * A file.
   *
   * @throws IOException if it is not there
   */
  byte[] read(Path path) throws IOException;

  /**
   * The same file without links.
   *
   * @throws IOException if it is not there
   */
  Path real(Path path) throws IOException;
}
