package io.tidegate.audit.draw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the published files, no further than their bound. */
final class Documents {
  private Documents() {}

  /**
   * All of the file's bytes.
   *
   * @throws MalformedDrawException if it has more than {@code bytesMax}
   */
  static byte[] read(Path folder, String name, int bytesMax) throws IOException {
    try (var in = Files.newInputStream(folder.resolve(name))) {
      byte[] bytes = in.readNBytes(bytesMax + 1);
      if (bytes.length > bytesMax)
        throw new MalformedDrawException(name + " is longer than " + bytesMax + " bytes");
      return bytes;
    }
  }
}
