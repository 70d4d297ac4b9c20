package io.tidegate.bench.status;

import io.tidegate.bench.peer.TidegateProcess;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Joins the room as a new user ten times a second, from a thread of its own, and notes when each
 * number was asked for. Staleness runs from that time, so it errs to the high side.
 */
public final class JoinGenerator implements AutoCloseable {

  private static final int MOST = 1 << 20;
  private static final long EVERY_NS = 100_000_000;

  private final TidegateProcess service;
  private final AtomicLongArray atNs = new AtomicLongArray(MOST);
  private final Thread thread;
  private volatile long last;
  private volatile boolean closed;
  private volatile @Nullable Exception failure;

  /** How long a join took, ns; another's wait beside all the rest. Read it after the end. */
  private Histogram joinsNs = fresh();

  /** Begins at once; the room is the default one. */
  public JoinGenerator(TidegateProcess service) throws IOException, InterruptedException {
    this.service = service;
    join(1);
    thread = Thread.ofPlatform().name("joins").start(this::run);
  }

  private static Histogram fresh() {
    return new Histogram(60_000_000_000L, 3);
  }

  private void run() {
    try {
      for (long user = 2; !closed; user++) {
        long dueNs = System.nanoTime() + EVERY_NS;
        join(user);
        while (!closed && System.nanoTime() < dueNs) LockSupport.parkNanos(EVERY_NS / 10);
      }
    } catch (IOException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void join(long user) throws IOException, InterruptedException {
    long beginNs = System.nanoTime();
    if (last + 1 < MOST) atNs.set((int) last + 1, beginNs); // before anybody can be told of it
    String place = service.post("/user/" + user + "/queue/token/issue", null);
    last = TidegateProcess.number(place, "number");
    synchronized (this) {
      joinsNs.recordValue(System.nanoTime() - beginNs);
    }
  }

  /** The last number that was given out, as far as its asker knows. */
  long last() {
    return last;
  }

  /** When that number was asked for, in {@link System#nanoTime()}. */
  long atNs(long number) {
    return atNs.get((int) number);
  }

  /** The waits of those who joined since this was last asked. */
  public synchronized Histogram takeWaits() {
    Histogram taken = joinsNs;
    joinsNs = fresh();
    return taken;
  }

  /** Ends it. */
  @Override
  public void close() throws IOException {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (failure != null) throw new IOException("somebody could not join", failure);
  }
}
