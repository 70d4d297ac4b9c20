package io.tidegate.lab.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The users of an open model, who wait for arrivals. Each keeps its thread from one arrival to the
 * next: with a new one for each, the language notes it in the user's context, the heap gets another
 * stack, and collections that take longer make iterations begin late.
 */
final class Standby {

  private final Workers workers;
  private final Queue<Waiting> all = new ConcurrentLinkedQueue<>();

  /** Who was at work last is first: it is the one that caches know. */
  private final ConcurrentLinkedDeque<Waiting> free = new ConcurrentLinkedDeque<>();

  private final AtomicInteger users = new AtomicInteger();
  private volatile boolean over;

  Standby(Workers workers) {
    this.workers = workers;
  }

  /** One more user. Any thread. */
  void join(VirtualUser user) {
    users.incrementAndGet();
    Waiting one = new Waiting(user);
    all.add(one);
    workers.start(user, one::work);
    free.addLast(one);
  }

  /** How many have joined. */
  int users() {
    return users.get();
  }

  /**
   * Has a free user begin an iteration. The thread of the arrivals.
   *
   * @param intendedNs when it is meant to begin, by {@link System#nanoTime}
   * @return false if nobody is free
   */
  boolean begin(long intendedNs) {
    Waiting one = free.pollFirst();
    if (one == null) return false;
    one.intendedNs = intendedNs;
    LockSupport.unpark(one.thread);
    return true;
  }

  /** Ends the threads of users that wait; each of the others ends after its iteration. */
  void end() {
    over = true;
    for (Waiting one : all) LockSupport.unpark(one.thread);
  }

  private final class Waiting {
    private final VirtualUser user;
    private volatile long intendedNs = VirtualUser.NOT_INTENDED;
    private volatile @Nullable Thread thread;

    Waiting(VirtualUser user) {
      this.user = user;
    }

    void work() {
      // Set before anything is looked at. Who wakes it sets intendedNs or over first: so it sees
      // these before it parks, or they see the thread and unpark it.
      thread = Thread.currentThread();
      while (true) {
        while (intendedNs == VirtualUser.NOT_INTENDED) {
          if (over) return;
          LockSupport.park(this);
        }
        long beginsNs = intendedNs;
        intendedNs = VirtualUser.NOT_INTENDED;
        if (!user.iterate(beginsNs)) return;
        free.addFirst(this);
      }
    }
  }
}
