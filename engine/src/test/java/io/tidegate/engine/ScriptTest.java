package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.CoreDriver;
import io.tidegate.core.Leader;
import io.tidegate.core.Restoring;
import io.tidegate.core.model.Script;
import io.tidegate.engine.view.Views;
import io.tidegate.store.codec.Plain;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random commands through the whole engine against the rules alone: the same results, the same
 * state, and after each command every document as if it were made anew.
 */
class ScriptTest {

  private static final int SEEDS = 8;
  private static final int COMMANDS = 250;

  /** Before anything is old enough to leave memory, which the engine does in its own time. */
  private static final long DAY_MS = 24 * 3_600_000;

  @Test
  void an_engine_comes_to_what_the_rules_come_to_and_shows_it() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      ManualClock clock = new ManualClock(Script.START_MS);
      try (Service service = Service.started(Script.TIGHT, clock)) {
        CoreDriver rules = new CoreDriver(Script.TIGHT, Script.START_MS);
        rules.state().lead(new Leader(1, new UUID(0, 0), "", "", 0, 0));
        for (Script.Batch batch : Script.of(seed, Script.TIGHT, COMMANDS, false).batches()) {
          if (batch.atMs() >= Script.START_MS + DAY_MS) break;
          clock.pass(batch.atMs() - rules.nowMs());
          rules.at(batch.atMs());
          for (Command command : batch.commands()) ask(seed, service, rules, command);
        }
        assertThat(service.stop()).isTrue();
        Restoring.assertSame(rules.state(), service.store.journal().state());
      }
    }
  }

  private static void ask(long seed, Service service, CoreDriver rules, Command command)
      throws Exception {
    String at = "seed " + seed + ", " + command;
    rules.due();
    String wanted = Plain.text(rules.decide(command));
    rules.due();
    assertThat(Plain.text(service.ask(command))).as(at).isEqualTo(wanted);
    Views anew = new Views();
    anew.rebuild(rules.state(), 0, rules.nowMs());
    assertThat(Documents.plain(service.views)).as(at).isEqualTo(Documents.plain(anew));
  }
}
