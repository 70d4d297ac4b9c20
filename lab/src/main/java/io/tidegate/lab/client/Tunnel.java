package io.tidegate.lab.client;

import java.io.IOException;

/**
 * A connection that speaks another protocol than HTTP from now on. Read by one thread at a time and
 * written by one, which may be another; closed by any. The interruption of a thread in it closes
 * it.
 */
public final class Tunnel implements AutoCloseable {

  private final Connection connection;
  private final long sentBefore;
  private final long receivedBefore;

  Tunnel(Connection connection) {
    this.connection = connection;
    sentBefore = connection.tcp().sentBytes();
    receivedBefore = connection.tcp().receivedBytes();
  }

  /**
   * Waits for at least one byte.
   *
   * @param length at least 1
   * @return how many were read; -1 at the end
   */
  public int read(byte[] into, int at, int length) throws IOException {
    return connection.read(into, at, length);
  }

  /** Writes all of them. */
  public void write(byte[] bytes, int from, int length) throws IOException {
    connection.transport().write(bytes, from, length);
  }

  /**
   * From now on it is closed when that moment has passed, whatever is under way.
   *
   * @param atNs of {@link System#nanoTime}
   */
  public void closesAt(long atNs) {
    connection.tcp().begin(atNs);
  }

  /** There is no such moment any more; false where it had passed. */
  public boolean stays() {
    return connection.tcp().end();
  }

  /** Whether it was closed because that moment had passed. */
  public boolean isExpired() {
    return connection.tcp().isExpired();
  }

  /** Bytes above TCP since the protocol changed; exact when nothing is under way. */
  public long sentBytes() {
    return connection.tcp().sentBytes() - sentBefore;
  }

  /** Likewise. */
  public long receivedBytes() {
    return connection.tcp().receivedBytes() - receivedBefore;
  }

  @Override
  public void close() {
    connection.close();
  }
}
