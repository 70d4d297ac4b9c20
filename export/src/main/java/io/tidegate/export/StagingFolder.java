package io.tidegate.export;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A temporary folder beside the target, on the same disk, so that the finished export can be
 * renamed to its place. Whatever is still in it at the end is deleted.
 */
final class StagingFolder implements Closeable {

  /** How its name begins: what a killed export leaves behind is known by it. */
  static final String PREFIX = ".tidegate-export-";

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path folder;

  private StagingFolder(Path folder) {
    this.folder = folder;
  }

  /** Beside that path, readable by its owner alone. */
  static StagingFolder beside(Path target) throws IOException {
    try {
      return new StagingFolder(Files.createTempDirectory(parent(target), PREFIX));
    } catch (IOException e) {
      throw new IOException("nothing can be written in " + parent(target), e);
    }
  }

  /** The folder in which a path lies. */
  static Path parent(Path path) {
    return path.toAbsolutePath().normalize().resolveSibling("");
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  Path folder(String name) throws IOException {
    return Files.createDirectory(path(name));
  }

  /** Makes an empty file that its owner alone may read, wherever it goes later. */
  static Path file(Path path) throws IOException {
    return Files.createFile(path, OWNER_ONLY);
  }

  /** Makes a file's content, or a folder's names, durable. */
  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    delete(folder);
  }

  private static void delete(Path path) throws IOException {
    if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      try (Stream<Path> inside = Files.list(path)) {
        List<Path> all = inside.toList();
        for (Path one : all) delete(one);
      }
    }
    Files.delete(path);
  }
}
