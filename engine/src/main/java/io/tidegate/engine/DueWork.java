package io.tidegate.engine;

import io.tidegate.core.Event;
import io.tidegate.core.Now;
import io.tidegate.core.State;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

  private static final Logger LOG = LoggerFactory.getLogger(DueWork.class);

  private final String part;
  private final Next next;
  private final TickRule rule;
  private @Nullable Event stuck;

  /**
   * @param part what it is of, for the log
   */
  DueWork(String part, Next next, EngineObserver observer) {
    this.part = part;
    this.next = next;
    rule = new TickRule("what is due in " + part, observer);
  }

  /** The next event; null if nothing is due, the rule fails, or the part is {@link #stuck}. */
  @Nullable Event next(State state, Now now) {
    Event event = rule.ask(() -> next.of(state, now));
    if (event != null && event.equals(stuck)) return null;
    stuck = null;
    return event;
  }

  /**
   * The event that {@link #next} gave cannot be made, and no sale could be stopped for it. While it
   * is the next one, it is neither tried nor told again, and nothing comes by itself here.
   */
  void stuck(Event event) {
    stuck = event;
    LOG.error("{} stays due; while it is next, nothing comes by itself in {}.", event, part);
  }
}
