package io.tidegate.engine;

import io.tidegate.core.Event;
import io.tidegate.core.Now;
import io.tidegate.core.State;
import org.jspecify.annotations.Nullable;

/**
 * What time makes due in one part of the state. A part that cannot go on has nothing due, so that
 * it keeps no other part waiting. Confined to the loop's thread.
 */
final class DueWork {

  /** Says what is due next. */
  @FunctionalInterface
  interface Next {
    /** The event, null if nothing is due. */
    @Nullable Event of(State state, Now now);
  }

  private final Next next;
  private final TickRule rule;

  /**
   * @param part what it is of, for the log
   */
  DueWork(String part, Next next, EngineObserver observer) {
    this.next = next;
    rule = new TickRule("what is due in " + part, observer);
  }

  /** The next event; null if nothing is due, or the rule fails. */
  @Nullable Event next(State state, Now now) {
    return rule.ask(() -> next.of(state, now));
  }
}
