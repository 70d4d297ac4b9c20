package io.tidegate.lab.client.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Ends what takes longer than it may, with one thread for all connections of a run.
 *
 * <p>An exchange costs one write and one read of a shared field here, since nearly none meets its
 * deadline: it writes its deadline into its connection. The watcher looks through the open
 * connections, and sleeps until the earliest deadline among them. A deadline that is earlier than
 * that wakes it.
 *
 * <p>No deadline is missed: an exchange writes its own before it reads {@link #wakeNs}; the watcher
 * writes {@code wakeNs} before it looks through the deadlines. So one of the two sees the other.
 */
public final class Deadlines implements AutoCloseable {

  /** However late the earliest deadline is. */
  private static final long SLEEP_NS_MAX = 1_000_000_000;

  /** So that very short deadlines do not make it look all the time. */
  private static final long SLEEP_NS_MIN = 500_000;

  /** What may have a deadline. */
  public interface Timed {
    /** Of {@link System#nanoTime}, or {@link #NONE}, or {@link #EXPIRED}. */
    long deadlineNs();

    /** That was its deadline, which has passed. By the watcher: does not wait. */
    void expire(long atNs);
  }

  /** Nothing is under way. */
  public static final long NONE = Long.MAX_VALUE;

  /** It is over because its deadline had passed. */
  public static final long EXPIRED = Long.MIN_VALUE;

  private final Set<Timed> open = ConcurrentHashMap.newKeySet();
  private final Thread watcher;
  private volatile long wakeNs = System.nanoTime() + SLEEP_NS_MAX;
  private volatile boolean closed;

  /** Starts the watcher. */
  public Deadlines() {
    watcher = Thread.ofPlatform().daemon().name("lab-deadlines").start(this::run);
  }

  /** From now on until {@link #forget} its deadline counts, if it is {@link #noted}. */
  public void watch(Timed one) {
    open.add(one);
  }

  /** It has none any more. */
  public void forget(Timed one) {
    open.remove(one);
  }

  /** One that is watched has got that deadline. */
  public void noted(long deadlineNs) {
    if (deadlineNs - wakeNs < 0) LockSupport.unpark(watcher);
  }

  private void run() {
    while (!closed) {
      long nowNs = System.nanoTime();
      wakeNs = nowNs + SLEEP_NS_MAX;
      long earliestNs = look(nowNs);
      wakeNs = earliestNs;
      sleep(nowNs + SLEEP_NS_MIN, earliestNs);
    }
  }

  /** Ends what is over its deadline; returns the earliest of the others. */
  private long look(long nowNs) {
    long earliestNs = nowNs + SLEEP_NS_MAX;
    for (Timed one : open) {
      long deadlineNs = one.deadlineNs();
      if (deadlineNs == NONE || deadlineNs == EXPIRED) continue;
      if (deadlineNs - nowNs <= 0) one.expire(deadlineNs);
      else if (deadlineNs - earliestNs < 0) earliestNs = deadlineNs;
    }
    return earliestNs;
  }

  private void sleep(long atLeastNs, long untilNs) {
    long restNs = untilNs - System.nanoTime();
    if (restNs > 0 && !closed) LockSupport.parkNanos(this, restNs);
    while (!closed && (restNs = atLeastNs - System.nanoTime()) > 0)
      LockSupport.parkNanos(this, restNs);
  }

  /** Ends the watcher; what is under way has no deadline any more. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(watcher);
  }
}
