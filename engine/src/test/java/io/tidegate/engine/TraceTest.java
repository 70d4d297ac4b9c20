package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.CoreDriver;
import io.tidegate.core.Leader;
import io.tidegate.core.SnapshotRoundTrip;
import io.tidegate.core.model.CommandTrace;
import io.tidegate.engine.view.Views;
import io.tidegate.store.codec.RecordText;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Random commands through the whole engine against the rules alone: the same results, the same
 * state, and after each command every document as if it were made anew.
 */
class TraceTest {

  private static final int SEEDS = 8;
  private static final int COMMANDS = 250;

  /** Before anything is old enough to leave memory, which the engine does in its own time. */
  private static final long DAY_MS = 24 * 3_600_000;

  @Test
  void an_engine_comes_to_what_the_rules_come_to_and_shows_it() throws Exception {
    for (long seed = 0; seed < SEEDS; seed++) {
      ManualClock clock = new ManualClock(CommandTrace.START_MS);
      try (EngineFixture service = EngineFixture.started(CommandTrace.TIGHT, clock)) {
        CoreDriver rules = new CoreDriver(CommandTrace.TIGHT, CommandTrace.START_MS);
        rules.state().lead(new Leader(1, new UUID(0, 0), "", "", 0, 0));
        for (CommandTrace.Batch batch :
            CommandTrace.of(seed, CommandTrace.TIGHT, COMMANDS, false).batches()) {
          if (batch.atMs() >= CommandTrace.START_MS + DAY_MS) break;
          clock.pass(batch.atMs() - rules.nowMs());
          rules.at(batch.atMs());
          for (Command command : batch.commands()) ask(seed, service, rules, command);
        }
        assertThat(service.stop()).isTrue();
        SnapshotRoundTrip.assertSame(rules.state(), service.store.journal().state());
      }
    }
  }

  private static void ask(long seed, EngineFixture service, CoreDriver rules, Command command)
      throws Exception {
    String at = "seed " + seed + ", " + command;
    rules.due();
    String wanted = RecordText.text(rules.decide(command));
    rules.due();
    assertThat(RecordText.text(service.ask(command))).as(at).isEqualTo(wanted);
    Views anew = new Views();
    anew.rebuild(rules.state(), 0, rules.nowMs());
    assertThat(ViewDump.plain(service.views)).as(at).isEqualTo(ViewDump.plain(anew));
  }
}
