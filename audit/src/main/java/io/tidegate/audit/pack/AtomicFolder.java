package io.tidegate.audit.pack;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a folder that is there whole or not at all: it is filled beside its place, and moved there
 * in one step once everything is written. Names and bytes are then on the disk.
 */
public final class AtomicFolder {
  private AtomicFolder() {}

  private static final String NO_SPACE = "No space left";

  /** Fills a folder that is there and empty. */
  @FunctionalInterface
  public interface Filling {
    /** Writes all that belongs into it. */
    void fill(Path folder) throws IOException;
  }

  /**
   * Makes the folder, and those it lies in.
   *
   * @throws FileAlreadyExistsException if something of this name is there already
   * @throws IOException if it could not be filled; then nothing is left of it
   */
  public static void make(Path folder, Filling filling) throws IOException {
    refuseExisting(folder);
    Path place = folder.toAbsolutePath().normalize();
    Path parent = place.getParent();
    if (parent == null) throw new FileAlreadyExistsException(folder.toString());
    makeParents(parent);
    Path half = Files.createTempDirectory(parent, place.getFileName() + ".tmp-");
    try {
      Path filled = Files.createDirectory(half.resolve("filled")); // with the usual permissions
      fill(folder, filled, filling);
      forceAll(filled);
      refuseExisting(folder);
      Files.move(filled, place, StandardCopyOption.ATOMIC_MOVE);
      force(parent);
    } finally {
      delete(half);
    }
  }

  // A folder's name stands in the one it lies in, which is therefore what is forced.
  private static void makeParents(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (Files.isDirectory(folder) || parent == null) return;
    makeParents(parent);
    Files.createDirectories(folder);
    force(parent);
  }

  private static void forceAll(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) force(file);
    }
  }

  /** Makes a file's bytes, or a folder's names, durable. */
  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** What a file system says of itself has no name in it. */
  private static void fill(Path folder, Path filled, Filling filling) throws IOException {
    try {
      filling.fill(filled);
    } catch (IOException e) {
      if (String.valueOf(e.getMessage()).startsWith(NO_SPACE))
        throw new IOException(folder + " cannot be written: " + e.getMessage(), e);
      throw e;
    }
  }

  private static void refuseExisting(Path folder) throws FileAlreadyExistsException {
    if (Files.exists(folder))
      throw new FileAlreadyExistsException(folder.toString(), null, "is there already");
  }

  private static void delete(Path folder) throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) Files.delete(file);
  }
}
