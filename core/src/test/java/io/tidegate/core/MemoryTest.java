package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.sale.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What does not grow however long it runs. */
class MemoryTest {

  /** With every change kept, each one would look at all before it: minutes instead of a blink. */
  @Test
  @Timeout(20)
  void a_sale_that_is_renamed_for_ever_costs_no_more_each_time() {
    Stage stage = new Stage();
    Command.CreateSale planned =
        new Command.CreateSale("sale", Stage.START_MS + 1, Stage.START_MS + 2, Entry.OPEN, 0);
    stage.ask(planned);
    for (int i = 0; i < 200_000; i++)
      stage
          .core
          .state()
          .apply(
              new Event.SaleUpdated(1, "sale " + i, Stage.START_MS + 1, Stage.START_MS + 2),
              Stage.START_MS);
    assertThat(stage.core.rules().nextDueMs(stage.core.state())).isEqualTo(Stage.START_MS + 1);
  }
}
