package io.tidegate.core;

import io.tidegate.core.Command.Switch;
import org.junit.jupiter.api.Test;

/** A state put back from a snapshot is the state, now and after whatever comes. */
class SnapshotTest {

  @Test
  void a_table_of_which_every_row_was_retired_ends_where_it_ended() {
    Stage stage = new Stage();
    long sale = stage.sale();
    stage.schedule(sale, 3);
    stage.held(1, 1, 2);
    stage.core.pass(60_000);
    stage.turn(sale, Switch.CLOSE);
    stage.core.pass(2 * State.KEPT_MS);
    stage.core.happen(new Event.ClaimsRetired(new long[] {1}));
    State original = stage.core.state();
    State restored = Restoring.restarted(original, 1);
    Restoring.assertSame(original, restored);

    Event.Claimed next = new Event.Claimed(2, 1, 7, 1, 10, 0, new long[] {3}, null);
    original.apply(next, stage.core.nowMs());
    restored.apply(next, stage.core.nowMs());
    Restoring.assertSame(original, restored);
  }
}
