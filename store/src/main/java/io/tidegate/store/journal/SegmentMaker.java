package io.tidegate.store.journal;

import io.tidegate.store.disk.Disk;
import io.tidegate.store.disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes segments before they are needed, so that a full disk is noticed here and not inside a
 * batch.
 *
 * <p>A segment is written in full, with its zeros, under a temporary name; then it is forced and
 * renamed, and the folder is forced. So under its final name it is always whole. The loop's thread
 * asks for segments; the thread {@code segment-maker} makes them.
 */
final class SegmentMaker {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentMaker.class);

  private final Disk disk;
  private final Folder folder;
  private final JournalConfig config;
  private final JournalDependencies dependencies;
  private final JournalObserver observer;

  // The loop's own: what is being made, and how it went last.
  private @Nullable CompletableFuture<DiskFile> making;
  private @Nullable Throwable failure;
  private long retryAtNs;
  private boolean waited;

  SegmentMaker(
      Disk disk,
      Folder folder,
      JournalConfig config,
      JournalDependencies dependencies,
      JournalObserver observer) {
    this.disk = disk;
    this.folder = folder;
    this.config = config;
    this.dependencies = dependencies;
    this.observer = observer;
  }

  /** A segment that recovery found made and unused. */
  void has(DiskFile spare) {
    making = CompletableFuture.completedFuture(spare);
  }

  /** Has the segment made, unless it is there, under way, or failed just now. */
  void want(int number) {
    noteFailure();
    if (making != null) return;
    if (failure != null && dependencies.nanoTime().getAsLong() - retryAtNs < 0) return;
    CompletableFuture<DiskFile> future = new CompletableFuture<>();
    making = future;
    waited = false;
    dependencies.segmentMaker().execute(() -> make(number, future));
  }

  /**
   * The segment; null if it cannot be had now. Waits, bounded, while it is being made, but not
   * after a failure.
   */
  @Nullable DiskFile take(int number) {
    want(number);
    CompletableFuture<DiskFile> future = making;
    if (future == null) return null;
    try {
      long waitMs = failure == null && !waited ? config.segmentWait().toMillis() : 0;
      waited = true;
      DiskFile made = future.get(waitMs, TimeUnit.MILLISECONDS);
      making = null;
      failure = null;
      return made;
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      noteFailure();
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Why the last try failed; null if it did not. */
  @Nullable Throwable failure() {
    return failure;
  }

  private void noteFailure() {
    CompletableFuture<DiskFile> future = making;
    if (future == null || !future.isCompletedExceptionally()) return;
    failure = future.exceptionNow();
    retryAtNs = dependencies.nanoTime().getAsLong() + config.segmentRetry().toNanos();
    making = null;
  }

  /** Lets go of an unused segment; call when its thread has ended. */
  void close() throws IOException {
    CompletableFuture<DiskFile> future = making;
    if (future != null && future.state() == CompletableFuture.State.SUCCESS)
      future.resultNow().close();
  }

  @SuppressWarnings("FutureReturnValueIgnored")
  private void make(int number, CompletableFuture<DiskFile> future) {
    long startNs = dependencies.nanoTime().getAsLong();
    try {
      DiskFile made = make(number, Disk.PORTION_BYTES);
      observer.segmentMade(number, dependencies.nanoTime().getAsLong() - startNs);
      future.complete(made);
    } catch (Throwable e) {
      LOG.warn(
          "{}: {} cannot be made, trying again later: {}",
          disk.place(),
          Format.segmentName(number),
          e.toString());
      observer.segmentFailed(number, e);
      future.completeExceptionally(e);
    }
  }

  /** Makes the segment on this thread, while there is nobody yet whose batch it would hold up. */
  DiskFile make(int number) throws IOException {
    return make(number, config.segmentBytes());
  }

  private DiskFile make(int number, int forceBytes) throws IOException {
    String name = Format.segmentName(number);
    String halfMade = name + Format.HALF_MADE;
    try {
      try (DiskFile file = disk.create(halfMade)) {
        fill(file, forceBytes);
        file.write(0, SegmentHead.make(folder, number, config.segmentBytes()));
        file.force(true);
      }
      disk.rename(halfMade, name);
      disk.forceFolder();
      return disk.open(name);
    } catch (Throwable e) {
      discard(halfMade, e);
      discard(name, e);
      throw e;
    }
  }

  private void fill(DiskFile file, int forceBytes) throws IOException {
    ByteBuffer zeros =
        ByteBuffer.allocateDirect(Math.min(Disk.PORTION_BYTES, config.segmentBytes()));
    for (long at = 0; at < config.segmentBytes(); at += zeros.limit()) {
      if (at > 0 && at % forceBytes == 0) file.force(false);
      file.write(
          at, zeros.clear().limit((int) Math.min(zeros.capacity(), config.segmentBytes() - at)));
    }
  }

  // What remains of a failed try takes space that others may need, and a renamed one may not be
  // durable under its name.
  private void discard(String name, Throwable e) {
    try {
      disk.delete(name);
    } catch (IOException | RuntimeException also) {
      e.addSuppressed(also);
    }
  }
}
