package io.tidegate.engine;

import io.tidegate.store.Store;
import io.tidegate.store.log.LifeSign;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes signs of life: once a second, while somebody has something that can run out, it records
 * when people were served last. It runs on the thread {@code life-signs}, so that a slow disk
 * delays this thread and not the loop.
 *
 * <p>The sign is that of the loop's last batch. A loop that stands still writes none.
 */
final class LifeSignWriter {

  private static final Logger LOG = LoggerFactory.getLogger(LifeSignWriter.class);
  private static final long EVERY_NS = 1_000_000_000;

  private final Store store;
  private final Thread thread;
  private volatile @Nullable LifeSign next;
  private volatile boolean stopped;
  private boolean failed;

  LifeSignWriter(Store store) {
    this.store = store;
    thread = Thread.ofPlatform().daemon().name("life-signs").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** People were served; null if nobody has anything that runs out. Loop's thread. */
  void served(@Nullable LifeSign sign) {
    if (sign != null) next = sign;
  }

  /** A sign to be written whether somebody has something or not. Loop's thread. */
  void written(LifeSign sign) {
    next = sign;
    LockSupport.unpark(thread);
  }

  /** Writes a last sign, if there is one, and no more. Loop's thread. */
  void stop(@Nullable LifeSign last) {
    stopped = true;
    LockSupport.unpark(thread);
    if (last != null) write(last);
  }

  private void run() {
    LifeSign before = null;
    while (!stopped) {
      LifeSign now = next;
      if (now != null && !now.equals(before)) write(now);
      before = now;
      LockSupport.parkNanos(EVERY_NS);
    }
  }

  private synchronized void write(LifeSign sign) {
    try {
      store.sign(sign);
      failed = false;
    } catch (IOException e) {
      if (!failed) LOG.warn("No sign of life can be written: {}", e.toString());
      failed = true;
    }
  }
}
