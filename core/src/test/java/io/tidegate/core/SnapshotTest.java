package io.tidegate.core;

import io.tidegate.core.Command.Switch;
import org.junit.jupiter.api.Test;

/** A state put back from a snapshot is the state, now and after whatever comes. */
class SnapshotTest {

  @Test
  void a_table_of_which_every_row_was_retired_ends_where_it_ended() {
    RulesFixture rules = new RulesFixture();
    long sale = rules.sale();
    rules.schedule(sale, 3);
    rules.held(1, 1, 2);
    rules.core.pass(60_000);
    rules.turn(sale, Switch.CLOSE);
    rules.core.pass(2 * State.KEPT_MS);
    rules.core.happen(new Event.ClaimsRetired(new long[] {1}));
    State original = rules.core.state();
    State restored = SnapshotRoundTrip.restarted(original, 1);
    SnapshotRoundTrip.assertSame(original, restored);

    Event.Claimed next = new Event.Claimed(2, 1, 7, 1, 10, 0, new long[] {3}, null);
    original.apply(next, rules.core.nowMs());
    restored.apply(next, rules.core.nowMs());
    SnapshotRoundTrip.assertSame(original, restored);
  }
}
