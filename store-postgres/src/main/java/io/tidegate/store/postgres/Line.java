package io.tidegate.store.postgres;

import io.tidegate.store.log.LogRefusedException;
import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One connection for one purpose, made when it is needed and made anew after any failure. Used by
 * one caller at a time; a second one waits.
 */
final class Line implements Closeable {
  /** What is done on it. */
  @FunctionalInterface
  interface Work<T> {
    T on(Connection connection) throws SQLException, LogRefusedException;
  }

  private final PgServer server;
  private final int answerMs;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Connection connection;
  private volatile boolean closed;

  /**
   * @param answerMs for each answer
   */
  Line(PgServer server, int answerMs) {
    this.server = server;
    this.answerMs = answerMs;
  }

  /**
   * Does that, on a new connection if need be.
   *
   * @throws SQLException if it failed; the connection is not used again then
   */
  <T> T run(Work<T> work) throws SQLException, LogRefusedException {
    lock.lock();
    try {
      if (closed) throw new IllegalStateException("the home is closed");
      Connection open = connection;
      if (open == null) connection = open = server.connect(answerMs);
      open.clearWarnings();
      return work.on(open);
    } catch (SQLException e) {
      drop();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** The same for those who tell the home's failure as one of input and output. */
  <T> T ask(Work<T> work) throws IOException {
    try {
      return run(work);
    } catch (SQLException e) {
      throw failed(server, e);
    }
  }

  static IOException failed(PgServer server, SQLException e) {
    return new IOException(server.address().name() + " cannot be asked: " + e.getMessage(), e);
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    if (open != null) PgServer.close(open);
  }

  /** Ends it, also under a call that waits on it. */
  @Override
  public void close() {
    closed = true;
    if (lock.tryLock()) {
      try {
        drop();
      } finally {
        lock.unlock();
      }
      return;
    }
    Connection open = connection;
    if (open != null) PgServer.close(open);
  }
}
