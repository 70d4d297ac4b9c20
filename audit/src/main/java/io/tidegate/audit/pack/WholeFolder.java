package io.tidegate.audit.pack;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes a folder that is there whole or not at all: it is filled beside its place, and moved there
 * in one step when all is written.
 */
public final class WholeFolder {
  private WholeFolder() {}

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
    Files.createDirectories(parent);
    Path half = Files.createTempDirectory(parent, place.getFileName() + ".tmp-");
    try {
      Path filled = Files.createDirectory(half.resolve("filled")); // with the usual permissions
      fill(folder, filled, filling);
      refuseExisting(folder);
      Files.move(filled, place, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      delete(half);
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
