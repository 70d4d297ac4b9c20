package io.tidegate.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** One open file of a {@link Disk}. One thread at a time. */
public interface DiskFile extends Closeable {
  String name();

  long size() throws IOException;

  /**
   * Writes all that remains in {@code bytes}.
   *
   * @throws IOException if not all could be written; then any part of it may have been
   */
  void write(long position, ByteBuffer bytes) throws IOException;

  /**
   * Reads until {@code into} is full or the file ends.
   *
   * @return bytes read, 0 at or past the end
   */
  int read(long position, ByteBuffer into) throws IOException;

  /**
   * Makes everything written so far durable.
   *
   * @param metadata false leaves out what reading the bytes back does not need, such as times
   * @throws IOException if that is not certain; forcing once more would then prove nothing, since
   *     the system may have dropped the bytes
   */
  void force(boolean metadata) throws IOException;
}
