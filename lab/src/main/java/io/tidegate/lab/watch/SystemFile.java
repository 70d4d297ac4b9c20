package io.tidegate.lab.watch;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** Files in which Linux says something of itself. */
public final class SystemFile {

  private static final int BYTES_MAX = 1024 * 1024;
  private static final int FIRST_BYTES = 16 * 1024;

  private SystemFile() {}

  /**
   * What it says; empty where it is not there. Read in one piece: some files of {@code /proc/sys}
   * say nothing more to who comes back for the second byte, as {@link java.nio.file.Files} does.
   */
  public static String text(Path file) {
    try (InputStream in = new FileInputStream(file.toFile())) {
      byte[] bytes = new byte[FIRST_BYTES];
      int length = 0;
      for (int count = in.read(bytes); count > 0 && length < BYTES_MAX; ) {
        length += count;
        if (length == bytes.length) bytes = Arrays.copyOf(bytes, 2 * length);
        count = in.read(bytes, length, bytes.length - length);
      }
      return new String(bytes, 0, length, StandardCharsets.UTF_8);
    } catch (IOException _) {
      return "";
    }
  }
}
