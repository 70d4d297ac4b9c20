package io.tidegate.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * One data folder without subfolders: its files have names, not paths.
 *
 * <p>A crash may lose what POSIX says it may lose: bytes that were written and not {@linkplain
 * DiskFile#force forced}, and names that were made, renamed or deleted since the last {@link
 * #forceFolder()}. To force a file does not make its name durable.
 *
 * <p>Safe for use by several threads on different files. Threads that use it must never be
 * interrupted: an interrupt closes the file under every other user.
 */
public interface Disk {
  /**
   * Bytes that are written and forced at one time by whoever writes a large file beside the batches
   * (a new segment, a snapshot): a batch's own force waits behind them in the device's queue, for a
   * mebibyte some 4 ms.
   */
  int PORTION_BYTES = 128 << 10;

  /** Where the folder is, for people to read. */
  String place();

  /** The names of all files and folders in it, sorted. */
  List<String> names() throws IOException;

  /**
   * Makes an empty file that its owner alone may read and write; an older one of that name is
   * emptied.
   */
  DiskFile create(String name) throws IOException;

  /** Opens a file to read and write. */
  DiskFile open(String name) throws IOException;

  /** Opens a file to read; works in a folder that cannot be written. */
  DiskFile openToRead(String name) throws IOException;

  /** Gives a file another name in one step, replacing a file that had it. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file; none of that name is no error. */
  void delete(String name) throws IOException;

  /** Makes all names durable. */
  void forceFolder() throws IOException;

  /**
   * Takes the lock of that name for this process, until closed or until the process ends, however
   * it ends.
   *
   * @throws DiskInUseException if another process, or another part of this one, holds it
   */
  Closeable lock(String name) throws IOException;
}
