package io.tidegate.app.instances;

import io.tidegate.store.postgres.local.LocalPostgres;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL of a folder, started again when it ends by itself, on the daemon thread {@code
 * postgres-watch}.
 */
final class KeptPostgres implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(KeptPostgres.class);

  private final LocalPostgres postgres;
  private final Runnable moved;
  private final Thread thread;
  private volatile boolean closed;

  private KeptPostgres(LocalPostgres postgres, Runnable moved) {
    this.postgres = postgres;
    this.moved = moved;
    thread = Thread.ofPlatform().daemon().name("postgres-watch").unstarted(this::run);
  }

  /**
   * Starts it, and makes it where there is none.
   *
   * @param moved is told if it has another URL than before
   */
  static KeptPostgres start(Path folder, Runnable moved) throws IOException {
    KeptPostgres kept = new KeptPostgres(LocalPostgres.start(folder), moved);
    kept.thread.start();
    return kept;
  }

  /** Where PostgreSQL notes its process. */
  static Path processFile(Path folder) {
    return folder.resolve("data").resolve("postmaster.pid");
  }

  String url() {
    return postgres.url();
  }

  int port() {
    return postgres.port();
  }

  private void run() {
    int failures = 0;
    try {
      while (true) {
        postgres.awaitEnd();
        if (closed) return;
        failures++;
        LOG.warn("PostgreSQL ended by itself; it is started again.");
        Thread.sleep(KeptInstance.backOffMs(failures));
        failures = startAgain() ? 0 : failures;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean startAgain() {
    String before = postgres.url();
    try {
      postgres.restart();
    } catch (IOException e) {
      LOG.error("PostgreSQL does not start: {}", e.getMessage());
      return false;
    }
    if (!postgres.url().equals(before)) moved.run();
    return true;
  }

  /** Stops it cleanly. */
  @Override
  public void close() throws IOException {
    closed = true;
    thread.interrupt();
    postgres.close();
  }
}
