package io.tidegate.lab.engine;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Threads of a scenario's users: virtual ones. They end by themselves, or are interrupted, or, if
 * their script does not even notice that, lose their context.
 */
final class Workers {

  private static final long STUCK_MS = 1_000;

  private final Map<Thread, VirtualUser> threads = new ConcurrentHashMap<>();

  /** Has a user work. */
  Thread start(VirtualUser user, Runnable work) {
    Thread thread =
        Thread.ofVirtual()
            .name("vu")
            .unstarted(() -> {
              try {
                work.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            });
    // Truffle looks classes up by it.
    thread.setContextClassLoader(Workers.class.getClassLoader());
    threads.put(thread, user);
    thread.start();
    return thread;
  }

  /** Waits until none is left, at most that long; false if some are. */
  boolean join(long atMostNs) throws InterruptedException {
    long endNs = System.nanoTime() + atMostNs;
    for (Thread thread : threads.keySet()) {
      long leftNs = endNs - System.nanoTime();
      if (leftNs <= 0) return threads.isEmpty();
      thread.join(java.time.Duration.ofNanos(leftNs));
    }
    return threads.isEmpty();
  }

  /** Ends those that are left. */
  void end() throws InterruptedException {
    threads.keySet().forEach(Thread::interrupt);
    if (join(TimeUnit.MILLISECONDS.toNanos(STUCK_MS))) return;
    threads.values().forEach(VirtualUser::stop);
    join(TimeUnit.MILLISECONDS.toNanos(STUCK_MS));
  }
}
