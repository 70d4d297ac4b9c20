package io.tidegate.store.journal;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Runs what it is given on the calling thread: at once, or when the test says so. */
final class ManualExecutor extends AbstractExecutorService {
  private final boolean atOnce;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private boolean shutdown;

  ManualExecutor(boolean atOnce) {
    this.atOnce = atOnce;
  }

  @Override
  public void execute(Runnable command) {
    if (atOnce) command.run();
    else waiting.add(command);
  }

  /** Runs what waits. */
  void work() {
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) next.run();
  }

  @Override
  public void shutdown() {
    shutdown = true;
  }

  @Override
  public List<Runnable> shutdownNow() {
    throw new UnsupportedOperationException("it would interrupt");
  }

  @Override
  public boolean isShutdown() {
    return shutdown;
  }

  @Override
  public boolean isTerminated() {
    return shutdown;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    work();
    return true;
  }
}
