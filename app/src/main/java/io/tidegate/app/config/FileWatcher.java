package io.tidegate.app.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells when a file has changed. A thread looks at it twice a second, and tells when two looks in a
 * row found the same: half of a file that is just being written may be a file that is right.
 */
public final class FileWatcher implements AutoCloseable {

  private static final Duration EVERY = Duration.ofMillis(500);

  private final Path file;
  private final Runnable changed;
  private final Thread thread;
  private @Nullable FileLook known;
  private @Nullable FileLook seen;

  /** Not begun: somebody else calls {@link #look}. */
  FileWatcher(Path file, @Nullable FileLook known, Runnable changed) {
    this.file = file;
    this.known = known;
    this.changed = changed;
    thread = Thread.ofVirtual().name("watch-" + file.getFileName()).unstarted(this::run);
  }

  /**
   * Begins to watch.
   *
   * @param known a look at it from before it was read
   * @param changed run on the watching thread; must not throw
   */
  public static FileWatcher start(Path file, @Nullable FileLook known, Runnable changed) {
    FileWatcher watcher = new FileWatcher(file, known, changed);
    watcher.thread.start();
    return watcher;
  }

  private void run() {
    try {
      for (; ; Thread.sleep(EVERY)) look();
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  /** Looks once; a file that is not there is no change. One thread at a time. */
  void look() {
    FileLook now = FileLook.at(file);
    boolean settled = Objects.equals(now, seen);
    seen = now;
    if (now == null || !settled || now.equals(known)) return;
    known = now;
    changed.run();
  }

  /** Ends it, and does not wait. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
