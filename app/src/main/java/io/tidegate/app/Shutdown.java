package io.tidegate.app;

import io.tidegate.app.service.Backend;
import io.tidegate.app.service.Service;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the service exactly once, after a signal or after a failure of its engine. A disk that no
 * longer answers does not keep the process alive: it ends once the configured bounds have passed,
 * whatever is unfinished.
 */
final class Shutdown {

  /** Exit code of a process whose store failed while it ran; {@code EX_IOERR} of sysexits. */
  static final int STORE_FAILED = 74;

  /** Exit code of a process that a fault of its own ended; {@code EX_SOFTWARE} of sysexits. */
  static final int PROGRAM_FAILED = 70;

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  /** What a JVM ends with after SIGTERM: here only if not everything was finished. */
  private static final int TERMINATED = 143;

  /** For what has no bound of its own: closing a log file, say. */
  private static final Duration SPARE = Duration.ofSeconds(5);

  private final Service service;
  private final Duration bound;
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean finished;

  private Shutdown(Service service, Duration bound) {
    this.service = service;
    this.bound = bound;
  }

  /** From now on a signal stops the service. */
  static Shutdown of(Service service) {
    // The gate first, then HTTP, then the engine, each within its bound.
    Shutdown shutdown = new Shutdown(service, service.stopBound().multipliedBy(3).plus(SPARE));
    Runnable stop = () -> shutdown.stop(TERMINATED);
    // Where signals cannot be had, the JVM's own way: it stops as well, with its own exit code.
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
    Signals.on("TERM", stop);
    Signals.on("INT", stop);
    return shutdown;
  }

  /** Stops it now, as a signal does; returns when that is done. */
  void stop() {
    stop(TERMINATED);
  }

  /** Waits for the end, and returns the process's exit code. */
  int await() throws InterruptedException {
    Throwable why = service.backend().awaitEnd();
    if (why != null) return failed(why);
    stopped.await();
    return finished ? 0 : TERMINATED;
  }

  private int failed(Throwable why) {
    int exitCode = Backend.isOfStore(why) ? STORE_FAILED : PROGRAM_FAILED;
    if (exitCode == STORE_FAILED)
      LOG.error(
          "The store failed, so this process ends, with exit code {}. Start it again: it then reads"
              + " back what the disk really holds, and everything answered is there.",
          exitCode);
    else
      LOG.error(
          "A fault of the program ({}), and no fault of the disk, ends this process, with exit code"
              + " {}. Everything answered is in the journal in {}. Start it again: it then reads the"
              + " journal back. If it ends so again, keep that folder as it is and report the error"
              + " above with its stack trace; an older version of the program may go on meanwhile.",
          why,
          exitCode,
          service.data().toAbsolutePath());
    stop(exitCode);
    return exitCode;
  }

  private void stop(int exitCode) {
    if (begun.compareAndSet(false, true)) {
      haltLater(exitCode);
      stopNow();
      stopped.countDown();
    }
    awaitStopped();
  }

  private void stopNow() {
    try {
      finished = service.stop();
      LOG.info(
          finished
              ? "Stopped; everything accepted is finished and on disk."
              : "Stopped before everything accepted was finished; what was answered is on disk.");
    } catch (InterruptedException e) {
      LOG.warn("Stopping was interrupted; what was answered is on disk.");
    }
  }

  private void awaitStopped() {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void haltLater(int exitCode) {
    Thread.ofPlatform()
        .daemon()
        .name("halt")
        .start(() -> {
          try {
            Thread.sleep(bound);
          } catch (InterruptedException e) {
            return;
          }
          LOG.error("Stopping takes longer than {} s: not waiting for it.", bound.toSeconds());
          Runtime.getRuntime().halt(exitCode);
        });
  }
}
