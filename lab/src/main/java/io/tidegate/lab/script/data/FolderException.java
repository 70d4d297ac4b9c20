package io.tidegate.lab.script.data;

import java.io.IOException;
import java.nio.file.Path;

/** What should be a file is a folder. */
public final class FolderException extends IOException {

  private static final long serialVersionUID = 1;

  /** For this path. */
  public FolderException(Path path) {
    super(path + " is a folder");
  }
}
