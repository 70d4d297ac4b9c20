package io.tidegate.lab.engine;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many users somebody wants of a scenario that is controlled from outside. Any thread. */
final class UserTarget {

  /** Making users takes time; whoever asks for them waits no longer. */
  private static final long REACHED_MAX_S = 60;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private Wanted wanted;
  private boolean reached;

  /**
   * What is wanted.
   *
   * @param vus at work unless it is paused
   * @param most that are there, at work or not
   */
  record Wanted(int vus, int most, boolean paused) {
    int atWork() {
      return paused ? 0 : vus;
    }
  }

  UserTarget(int vus, int most) {
    wanted = new Wanted(vus, most, false);
  }

  Wanted wanted() {
    lock.lock();
    try {
      return wanted;
    } finally {
      lock.unlock();
    }
  }

  void want(Wanted other) {
    lock.lock();
    try {
      wanted = other;
      reached = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The scenario has what is wanted, if that is still the same. */
  void reached(Wanted what) {
    lock.lock();
    try {
      reached = what.equals(wanted);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the scenario has what is wanted. */
  void awaitReached() throws InterruptedException {
    lock.lock();
    try {
      long leftNs = TimeUnit.SECONDS.toNanos(REACHED_MAX_S);
      while (!reached && leftNs > 0) leftNs = changed.awaitNanos(leftNs);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until something else is wanted than is there, at most that long. */
  void awaitChange(long atMostNs) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = atMostNs;
      while (reached && leftNs > 0) leftNs = changed.awaitNanos(leftNs);
    } finally {
      lock.unlock();
    }
  }
}
