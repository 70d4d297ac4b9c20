package io.tidegate.engine;

import io.tidegate.core.Command;
import io.tidegate.core.Event;

/**
 * Is told what the loop does, for metrics. Called on the loop's thread; must be quick and not
 * throw.
 */
public interface EngineObserver {

  /** Does nothing. */
  EngineObserver NONE = new EngineObserver() {};

  /** A command is about to be decided; in the order in which the loop takes them. */
  default void deciding(Command command) {}

  /**
   * A batch is durable and answered.
   *
   * @param requests answered
   * @param events made durable; 0 means nothing was written
   * @param tookNs from taking the batch to handing out the replies
   */
  default void batch(int requests, int events, long tookNs) {}

  /** An event was applied; it is durable with its batch. Also what time alone made happen. */
  default void event(Event event) {}

  /**
   * An event would have broken an invariant, or a rule or a check failed.
   *
   * @param what the invariant, or what failed
   */
  default void breach(String what) {}

  /** The store or the loop failed: nothing more is promised until the service is started anew. */
  default void failed(Throwable why) {}
}
