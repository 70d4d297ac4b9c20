package io.tidegate.audit.draw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the published files of a draw, each up to a bound. */
final class PublishedFiles {
  private PublishedFiles() {}

  /**
   * All of the file's bytes.
   *
   * @throws MalformedDrawException if it has more than {@code bytesMax}
   */
  static byte[] read(Path folder, String name, int bytesMax) throws IOException {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) throw new NoSuchFileException(file.toString(), null, "is not there");
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax)
        throw new MalformedDrawException(name + " is longer than " + bytesMax + " bytes");
      return bytes;
    }
  }
}
