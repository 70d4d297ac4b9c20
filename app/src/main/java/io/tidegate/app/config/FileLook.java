package io.tidegate.app.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells one state of a file from another without reading it.
 *
 * @param modified when it was written
 * @param bytes its size
 * @param identity another one where a file was put in its place; null where the system has none
 */
public record FileLook(FileTime modified, long bytes, @Nullable Object identity) {

  /** The file as it is now, or what a link leads to; null if nothing can be said of it. */
  public static @Nullable FileLook at(Path file) {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileLook(found.lastModifiedTime(), found.size(), found.fileKey());
    } catch (IOException e) {
      return null;
    }
  }
}
