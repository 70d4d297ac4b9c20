package io.tidegate.gate.upstream;

import io.netty.util.concurrent.ScheduledFuture;
import io.tidegate.http.server.HttpLoop;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The thread of a call, on which it hears everything. */
public interface CallLoop {

  /** Runs a task there, soon; false where the loop has ended and never will. Any thread. */
  boolean execute(Runnable task);

  /** Runs a task there after a time, unless the timer is cancelled before. On the thread itself. */
  Timer after(Duration time, Runnable task);

  /** A task that is to come. */
  @FunctionalInterface
  interface Timer {
    /** It is not needed any more. */
    void cancel();
  }

  /** An event loop. */
  static CallLoop of(HttpLoop loop) {
    return new CallLoop() {
      @Override
      public boolean execute(Runnable task) {
        return loop.execute(task);
      }

      @Override
      public Timer after(Duration time, Runnable task) {
        ScheduledFuture<?> future =
            loop.eventLoop().schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
      }
    };
  }
}
