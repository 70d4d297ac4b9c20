package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Result;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.store.FaultyStore.Gate;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A count that is wrong, as no rule would ever make it: set by hand in the loop's own memory while
 * the loop waits in a commit.
 */
class BreachTest {

  private static final long HOLD_MS = 60_000;

  @TempDir Path folder;

  @Test
  void a_breach_drops_its_command_stops_its_sale_and_the_rest_of_the_batch_goes_on()
      throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      twoSales(service);
      Gate commit = service.store.holdCommit();
      service.submit(EngineFixture.claim(2, 1));
      commit.reached();
      service.store.journal().state().sale().offers.move(1, 0, 0, 1);
      PendingAnswer bad = service.submit(EngineFixture.claim(1, 2));
      PendingAnswer next = service.submit(EngineFixture.claim(1, 3));
      PendingAnswer other = service.submit(EngineFixture.claim(2, 4));
      commit.open();
      assertThat(bad.answer()).contains(new Result.Broken("available + held + issued = N"));
      assertThat(next.answer()).contains(new Result.Stopped());
      assertThat(other.answer()).containsInstanceOf(Result.Taken.class);
      assertThat(service.breach()).isEqualTo("available + held + issued = N");
      assertThat(state(service, 1)).isEqualTo(SaleState.STOPPED);
      assertThat(state(service, 2)).isEqualTo(SaleState.OPEN);
      assertThat(service.engine.ready()).isTrue();
    }
    try (EngineFixture again = EngineFixture.started(folder)) {
      assertThat(state(again, 1)).isEqualTo(SaleState.STOPPED);
      assertThat(again.offer(1).issued()).isZero();
      assertThat(again.ask(EngineFixture.claim(1, 2))).isEqualTo(new Result.Stopped());
    }
  }

  @Test
  void a_hold_that_cannot_lapse_soundly_stops_its_sale_and_holds_nobody_else_up() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      twoSales(service);
      assertThat(service.ask(EngineFixture.claim(1, 1))).isInstanceOf(Result.Taken.class);
      assertThat(service.ask(EngineFixture.claim(2, 1))).isInstanceOf(Result.Taken.class);
      Gate commit = service.store.holdCommit();
      PendingAnswer last = service.submit(EngineFixture.claim(2, 2));
      commit.reached();
      service.store.journal().state().sale().offers.move(1, 1, -1, 0);
      service.clock.pass(HOLD_MS);
      commit.open();
      assertThat(last.answer()).containsInstanceOf(Result.Taken.class);
      service.await(() -> service.offer(2).held() == 0);
      assertThat(state(service, 1)).isEqualTo(SaleState.STOPPED);
      assertThat(service.ask(EngineFixture.claim(2, 3))).isInstanceOf(Result.Taken.class);
      assertThat(service.ask(EngineFixture.claim(1, 3))).isEqualTo(new Result.Stopped());
      assertThat(service.breach()).isEqualTo("held units never go below 0");
    }
  }

  /** Sales 1 and 2 with offers 1 and 2, held for a minute. */
  private static void twoSales(EngineFixture service) throws Exception {
    for (long sale = 1; sale <= 2; sale++) {
      long opens = service.clock.wallMs() - 1;
      service.ask(new Command.CreateSale("s", opens, Long.MAX_VALUE, Entry.OPEN, 0));
      service.ask(new Command.CreateOffer(sale, "o", 10, 0, 1, 1, HOLD_MS));
    }
  }

  private static SaleState state(EngineFixture service, long sale) {
    return Objects.requireNonNull(service.views.sale(sale)).state();
  }
}
