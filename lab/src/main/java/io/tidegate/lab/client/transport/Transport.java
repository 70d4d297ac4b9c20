package io.tidegate.lab.client.transport;

import java.io.Closeable;
import java.io.IOException;

/**
 * Bytes both ways over one connection. Blocking; read by one thread at a time and written by one,
 * which may be another; closed by any.
 */
public interface Transport extends Closeable {

  /**
   * Waits for at least one byte.
   *
   * @param length at least 1
   * @return how many were read; -1 at the end
   */
  int read(byte[] into, int from, int length) throws IOException;

  /** Writes all of them. */
  void write(byte[] bytes, int from, int length) throws IOException;

  /**
   * Whether a connection that nothing is asked of is still as it should be: open, and silent. Does
   * not wait. A server that ended it, or spoke unasked, has made it useless.
   */
  boolean isQuiet();

  @Override
  void close();
}
