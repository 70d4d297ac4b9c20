package io.tidegate.bench.start;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.engine.Engine;
import io.tidegate.engine.ReplySink;
import io.tidegate.engine.Request;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Asks an engine in this process, with a bounded number of commands on their way. One thread. */
final class BoundedSubmitter implements ReplySink {
  private final Engine engine;
  private final int size;
  private final Semaphore free;
  private volatile @Nullable Result refusal;

  /**
   * @param size commands on their way at most; fits the engine's inbox
   */
  BoundedSubmitter(Engine engine, int size) {
    this.engine = engine;
    this.size = size;
    free = new Semaphore(size);
  }

  /**
   * Hands a command over, once there is room.
   *
   * @throws IllegalStateException if the engine takes none
   */
  void ask(Command command) throws InterruptedException {
    free.acquire();
    if (!engine.submit(new Asked(command, this)))
      throw new IllegalStateException("the engine takes no commands", engine.failure());
  }

  /** Waits until all are answered. */
  void drain() throws InterruptedException {
    free.acquire(size);
    free.release(size);
  }

  /** The last refusal, null while there was none. */
  @Nullable Result refusal() {
    return refusal;
  }

  @Override
  public void deliver(List<Request> answered) {
    for (Request request : answered) {
      if (request.result() instanceof Result.Refusal no) refusal = no;
    }
    free.release(answered.size());
  }

  private static final class Asked extends Request {
    Asked(Command command, ReplySink replySink) {
      super(command, replySink);
    }
  }
}
