package io.tidegate.engine;

import java.util.List;

/** Receives answered requests. There is one for each thread that serves connections. */
@FunctionalInterface
public interface ReplySink {

  /**
   * Takes the answered requests of one batch, in the order they were decided. Called on the loop's
   * thread: hands them on to its own thread with one task for all, and returns.
   */
  void deliver(List<Request> answered);
}
