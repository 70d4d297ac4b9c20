package io.tidegate.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of an export.
 *
 * @param force whether an existing folder that holds an export is replaced; any other folder never
 *     is, unless it is empty
 */
record FolderTarget(Path folder, boolean force) {

  /** Refuses a place that cannot be taken, before any work is done. */
  void check() throws IOException {
    if (!Files.isDirectory(StagingFolder.parent(folder)))
      throw new IOException(folder + " cannot be written: the folder it lies in is not there");
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
      throw new IOException(folder + " is no folder, and is left as it is");
    List<String> names = names();
    if (names.isEmpty()) return;
    if (!force)
      throw new IOException(folder + " is there already and not empty; --force replaces an export");
    if (!names.contains("meta.csv") || !names.stream().allMatch(name -> name.endsWith(".csv")))
      throw new IOException(folder + " holds something that is no export, and is left as it is");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.map(path -> path.getFileName().toString()).toList();
    }
  }

  /** Gives the folder that was made its name, once it is on the disk. */
  void take(Path made) throws IOException {
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    check();
    Path old = made.resolveSibling("old");
    boolean replaces = Files.exists(folder);
    if (replaces) Files.move(folder, old, StandardCopyOption.ATOMIC_MOVE);
    try {
      Files.move(made, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (replaces) Files.move(old, folder, StandardCopyOption.ATOMIC_MOVE);
      throw e;
    }
    StagingFolder.force(StagingFolder.parent(folder));
  }
}
