package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Now;
import io.tidegate.core.State;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked with every tick and may fail with every tick. */
class TickRuleTest {

  private static final State STATE = new State(1);
  private static final Now NOW = Now.at(1);

  private final List<String> breaches = new ArrayList<>();
  private final EngineObserver observer =
      new EngineObserver() {
        @Override
        public void breach(String what) {
          breaches.add(what);
        }
      };

  @Test
  void a_rule_that_fails_has_no_answer_and_is_told_once_whenever_it_begins_to_fail() {
    TickRule rule = new TickRule("a test", observer);
    for (int failures = 1; failures <= 2; failures++) {
      for (int tick = 0; tick < 3; tick++) assertThat(rule.<Long>ask(TickRuleTest::fail)).isNull();
      assertThat(breaches).hasSize(failures).containsOnly("a rule failed");
      assertThat(rule.<Long>ask(() -> 7L)).isEqualTo(7);
    }
  }

  private static Long fail() {
    throw new IllegalStateException("a test");
  }

  @Test
  void a_part_whose_rule_fails_has_nothing_due() {
    DueWork part =
        new DueWork(
            "a test",
            (_, _) -> {
              throw new IllegalStateException("a test");
            },
            observer);
    assertThat(part.next(STATE, NOW)).isNull();
    assertThat(breaches).containsExactly("a rule failed");
  }
}
