package io.tidegate.store.disk;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Makes folders whose own names survive a power cut.
 *
 * <p>The name of a folder is stored in its parent, so to force the folder does not make its name
 * durable: without the name, everything that was forced inside is lost too. Therefore the parent of
 * each level is forced right after the level is made. The parent of the deepest existing level is
 * forced too: an earlier process may have made that level and crashed before it forced the parent.
 */
public final class DurableFolder {

  /** Forces one folder; a test may watch. */
  interface Forcing {
    void force(Path folder) throws IOException;
  }

  private DurableFolder() {}

  /**
   * Makes a folder and those it lies in, as far as they are not there. All names are durable when
   * this returns.
   *
   * @param attributes of each folder that is made
   * @throws NotDirectoryException if something else is in the way
   * @throws IOException if a folder cannot be made, or its parent cannot be forced
   */
  public static void make(Path folder, FileAttribute<?>... attributes) throws IOException {
    make(folder, DurableFolder::force, attributes);
  }

  static void make(Path folder, Forcing forcing, FileAttribute<?>... attributes)
      throws IOException {
    Deque<Path> missing = new ArrayDeque<>();
    Path there = folder.toAbsolutePath().normalize();
    while (!Files.isDirectory(there)) {
      missing.push(there);
      Path parent = there.getParent();
      if (parent == null) throw new NotDirectoryException(there.toString());
      there = parent;
    }
    forceParentOfExisting(there, forcing);
    for (Path level : missing) {
      create(level, attributes);
      forcing.force(level.resolveSibling(""));
    }
  }

  // Where we may not read the parent, it was not us who made the folder.
  private static void forceParentOfExisting(Path folder, Forcing forcing) throws IOException {
    Path parent = folder.getParent();
    if (parent == null) return;
    try {
      forcing.force(parent);
    } catch (AccessDeniedException e) {
      return;
    }
  }

  private static void create(Path level, FileAttribute<?>... attributes) throws IOException {
    try {
      Files.createDirectory(level, attributes);
    } catch (FileAlreadyExistsException e) {
      // Another process may have made it meanwhile.
      if (!Files.isDirectory(level)) throw new NotDirectoryException(level.toString());
    }
  }

  /**
   * Makes the names in a folder durable.
   *
   * @throws IOException if that is not certain
   */
  public static void force(Path folder) throws IOException {
    try (FileChannel names = FileChannel.open(folder, READ)) {
      names.force(true);
    }
  }
}
