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

  private final Set<TcpTransport> open = ConcurrentHashMap.newKeySet();
  private final Thread watcher;
  private volatile long wakeNs = System.nanoTime() + SLEEP_NS_MAX;
  private volatile boolean closed;

  /** Starts the watcher. */
  public Deadlines() {
    watcher = Thread.ofPlatform().daemon().name("lab-deadlines").start(this::run);
  }

  void watch(TcpTransport transport) {
    open.add(transport);
  }

  void forget(TcpTransport transport) {
    open.remove(transport);
  }

  void noted(long deadlineNs) {
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

  /** Closes what is over its deadline; returns the earliest of the others. */
  private long look(long nowNs) {
    long earliestNs = nowNs + SLEEP_NS_MAX;
    for (TcpTransport transport : open) {
      long deadlineNs = transport.deadlineNs();
      if (deadlineNs == TcpTransport.NONE || deadlineNs == TcpTransport.EXPIRED) continue;
      if (deadlineNs - nowNs <= 0) transport.expire(deadlineNs);
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
