package io.tidegate.engine.room;

import java.util.List;

/** Receives answered calls. There is one for each thread that asks. */
@FunctionalInterface
public interface RoomSink {

  /**
   * Takes calls that were answered together. Called by any thread, also by the one that asks, while
   * it asks: hands them on to its own thread with one task for all, and returns.
   */
  void deliver(List<RoomCall<?>> answered);
}
