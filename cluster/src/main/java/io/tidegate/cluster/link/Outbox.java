package io.tidegate.cluster.link;

import io.tidegate.cluster.wire.Frame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Frames that wait to be sent over a link, within bounds of number and bytes. Any thread. */
final class Outbox {

  private final int framesMax;
  private final long bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition something = lock.newCondition();
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private long bytes;
  private long refused;
  private boolean writerWaits;
  private boolean closed;

  private record Waiting(Frame frame, long bytes) {}

  Outbox(int framesMax, long bytesMax) {
    this.framesMax = framesMax;
    this.bytesMax = bytesMax;
  }

  /** Adds a frame of at most so many bytes; false if there is no room, or it is closed. */
  boolean offer(Frame frame, long frameBytes) {
    lock.lock();
    try {
      if (closed || waiting.size() >= framesMax || bytes + frameBytes > bytesMax) {
        refused++;
        return false;
      }
      waiting.add(new Waiting(frame, frameBytes));
      bytes += frameBytes;
      if (writerWaits) something.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves frames into a list until they may have so many bytes, at least one if there is one; waits
   * for the first.
   *
   * @return false if it is closed and nothing waits any more
   */
  boolean drain(List<Frame> to, long bytesWanted, long waitNs) throws InterruptedException {
    lock.lock();
    try {
      long leftNs = waitNs;
      while (waiting.isEmpty() && !closed && leftNs > 0) {
        writerWaits = true;
        leftNs = something.awaitNanos(leftNs);
      }
      writerWaits = false;
      long taken = 0;
      while (!waiting.isEmpty() && taken < bytesWanted) {
        Waiting next = waiting.remove();
        to.add(next.frame);
        taken += next.bytes;
      }
      bytes -= taken;
      return !(closed && to.isEmpty());
    } finally {
      lock.unlock();
    }
  }

  /** Takes no frame any more; what waits may still be drained. */
  void close() {
    lock.lock();
    try {
      closed = true;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Forgets what waits. */
  void clear() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      bytes = 0;
      something.signalAll();
    } finally {
      lock.unlock();
    }
  }

  int frames() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  long refused() {
    lock.lock();
    try {
      return refused;
    } finally {
      lock.unlock();
    }
  }
}
