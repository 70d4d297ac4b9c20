package io.tidegate.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;

/**
 * The one file of an export.
 *
 * @param force whether an existing SQLite file is replaced; any other file never is
 */
record FileTarget(Path file, boolean force) {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /** Refuses a place that cannot be taken, before any work is done. */
  void check() throws IOException {
    if (!Files.isDirectory(StagingFolder.parent(file)))
      throw new IOException(file + " cannot be written: its folder is not there");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
    if (!force) throw new IOException(file + " is there already; --force replaces it");
    if (!Files.isRegularFile(file) || !sqlite())
      throw new IOException(file + " is no SQLite file, and is left as it is");
  }

  private boolean sqlite() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(MAGIC.length);
      return head.length == 0 || Arrays.equals(head, MAGIC);
    }
  }

  /** Gives what was made its name, once it is on the disk. */
  void take(Path made) throws IOException {
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
    StagingFolder.force(made);
    check();
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    StagingFolder.force(StagingFolder.parent(file));
  }
}
