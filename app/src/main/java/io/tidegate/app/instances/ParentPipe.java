package io.tidegate.app.instances;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices, on the daemon thread {@code parent-pipe}, that the process which started this one is
 * gone, however it ended: then its pipe into this one's standard input is closed.
 */
public final class ParentPipe {

  private static final Logger LOG = LoggerFactory.getLogger(ParentPipe.class);
  private static final int TERMINATED = 143;

  private @Nullable Runnable stop;
  private boolean gone;

  private ParentPipe() {}

  /** Begins to watch: until there is something to stop, the end of the parent is ours at once. */
  public static ParentPipe watch() {
    ParentPipe pipe = new ParentPipe();
    Thread.ofPlatform().daemon().name("parent-pipe").start(() -> pipe.read(System.in));
    return pipe;
  }

  /** From now on this is done instead, once. */
  public void stopBy(Runnable stop) {
    synchronized (this) {
      this.stop = stop;
      if (!gone) return;
    }
    stop.run();
  }

  private void read(InputStream in) {
    try {
      while (in.read() >= 0) {
        // nobody writes
      }
    } catch (IOException _) {
      // as closed
    }
    end();
  }

  private void end() {
    Runnable now;
    synchronized (this) {
      gone = true;
      now = stop;
    }
    LOG.warn("The process that started this one is gone, so this one stops.");
    if (now == null) Runtime.getRuntime().halt(TERMINATED);
    else now.run();
  }
}
