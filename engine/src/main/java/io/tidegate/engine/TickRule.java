package io.tidegate.engine;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A rule that is asked with every tick. Where it throws, it must neither end the loop nor say so
 * with every tick: it has no answer, and is told once. Confined to the loop's thread.
 */
final class TickRule {

  private static final Logger LOG = LoggerFactory.getLogger(TickRule.class);

  private final String what;
  private final EngineObserver observer;
  private boolean failing;

  /**
   * @param what the rule says, for the log
   */
  TickRule(String what, EngineObserver observer) {
    this.what = what;
    this.observer = observer;
  }

  /** Its answer, null where it fails. */
  <T> @Nullable T ask(Supplier<@Nullable T> rule) {
    try {
      T answer = rule.get();
      failing = false;
      return answer;
    } catch (RuntimeException e) {
      if (!failing) {
        LOG.error("The rule of {} failed, and is asked again; the rest goes on.", what, e);
        observer.breach("a rule failed");
      }
      failing = true;
      return null;
    }
  }
}
