package io.tidegate.lab.output;

import io.tidegate.lab.metric.SampleBatch;
import io.tidegate.lab.metric.SampleListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Takes batches from those who measure to one thread that writes them, of which at most {@value
 * #BATCHES_MAX} wait. Where it is full, it either holds up who measures (a file: nothing may get
 * lost) or drops and counts (a server that may be dead). Both are counted.
 */
final class SampleQueue implements SampleListener, AutoCloseable {

  private static final int BATCHES_MAX = 64;
  private static final long LOOK_MS = 20;

  /** How long who measures waits for room at most: a disk that takes longer is dead. */
  private static final Duration ROOM_WAIT_MAX = Duration.ofSeconds(10);

  private final BlockingQueue<SampleBatch> queue = new ArrayBlockingQueue<>(BATCHES_MAX);
  private final AtomicLong lost = new AtomicLong();
  private final AtomicLong heldUpNs = new AtomicLong();
  private final boolean holdsUp;
  private final Duration closeMax;
  private final Consumer<List<SampleBatch>> writer;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param holdsUp whether who measures waits for room
   * @param closeMax how long what is left may take at the end
   * @param writer given what waits, by one thread; never throws
   */
  SampleQueue(String name, boolean holdsUp, Duration closeMax, Consumer<List<SampleBatch>> writer) {
    this.holdsUp = holdsUp;
    this.closeMax = closeMax;
    this.writer = writer;
    thread = Thread.ofPlatform().name("output-" + name).daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  @Override
  public void samples(SampleBatch batch) {
    if (queue.offer(batch) || (holdsUp && offerLater(batch))) return;
    lost.addAndGet(batch.size());
  }

  private boolean offerLater(SampleBatch batch) {
    long fromNs = System.nanoTime();
    try {
      return queue.offer(batch, ROOM_WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the user whose thread it is has been ended
      return false;
    } finally {
      heldUpNs.addAndGet(System.nanoTime() - fromNs);
    }
  }

  private void run() {
    List<SampleBatch> batches = new ArrayList<>();
    while (!closed || !queue.isEmpty()) {
      try {
        SampleBatch first = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        if (first == null) continue;
        batches.add(first);
      } catch (InterruptedException e) {
        return; // by close(), whose time is over
      }
      queue.drainTo(batches);
      writer.accept(batches);
      batches.clear();
    }
  }

  /** Samples that were dropped for lack of room. */
  long lost() {
    return lost.get();
  }

  /** For how long who measures was held up, added up over all of them. */
  Duration heldUp() {
    return Duration.ofNanos(heldUpNs.get());
  }

  @Override
  public void close() {
    closed = true;
    Threads.end(thread, closeMax);
    queue.forEach(batch -> lost.addAndGet(batch.size()));
  }
}
