package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.table.Rows;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spoilt row of memory fails the rules of one room or sale: the loop lives, the others too. */
class QuarantineTest {

  private static final RoomSettings ROOM =
      new RoomSettings("spoilt", RoomState.OPEN, 1, 10_000, 9, 60_000, 60_000);

  @TempDir Path folder;

  private static TicketRef ticket(EngineFixture service, long room, long user) throws Exception {
    PlaceInfo place = service.ask(Result.Place.class, new Command.Join(room, user)).place();
    return new TicketRef(room, place.epoch(), user, place.number());
  }

  @Test
  void the_rest_goes_on_also_after_a_restart_and_an_organiser_lifts_it() throws Exception {
    TicketRef spoilt;
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.ask(new Command.CreateRoom(ROOM));
      service.ask(new Command.CreateRoom(ROOM.named("sound")));
      spoilt = ticket(service, 1, 1);
      TicketRef sound = ticket(service, 2, 1);
      var rows = service.store.journal().state().rooms().ticketRows();
      rows.set(service.store.journal().state().rooms().tickets.find(1, 1), 2, 1 << 8 | 99);
      assertThat(service.ask(new Command.Look(0, 1, spoilt))).isEqualTo(new Result.Stopped());
      assertThat(service.breach()).isEqualTo("a rule failed in a room");
      assertThat(service.ask(new Command.Look(0, 1, sound))).isInstanceOf(Result.MayLook.class);
      assertThat(service.engine.failure()).isNull();
    }
    try (EngineFixture service = EngineFixture.started(folder)) {
      assertThat(service.ask(new Command.Look(0, 1, spoilt))).isEqualTo(new Result.Stopped());
      service.ask(
          new Command.UpdateRoom(1, RoomState.OPEN, null, null, null, null, null, null, null));
      assertThat(service.ask(new Command.Look(0, 1, spoilt))).isInstanceOf(Result.MayLook.class);
    }
  }

  /** Two sales with one claim each, held for 10 s; claim 1 is of sale 1. */
  private static void twoSales(EngineFixture service) throws Exception {
    for (long sale = 1; sale <= 2; sale++) {
      long nowMs = service.clock.wallMs();
      service.ask(new Command.CreateSale("sale", nowMs, Long.MAX_VALUE, Entry.OPEN, 0));
      service.ask(new Command.CreateOffer(sale, "units", 9, 5, 1, 1, 10_000));
      service.ask(EngineFixture.claim(sale, 1));
    }
  }

  private static Rows claims(EngineFixture service) {
    return Objects.requireNonNull(service.store.journal().state().sale().rows().get("claims"));
  }

  private static SaleState state(EngineFixture service, long sale) {
    return Objects.requireNonNull(service.views.sale(sale)).state();
  }

  @Test
  void a_claim_whose_check_throws_stops_its_sale_and_no_other() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      twoSales(service);
      claims(service).set(1, 2, 1 << 8 | 99);
      service.clock.pass(10_000);
      service.await(() -> service.offer(2).available() == 9);
      assertThat(service.breach()).startsWith("a check failed");
      assertThat(state(service, 1)).isEqualTo(SaleState.STOPPED);
      assertThat(state(service, 2)).isEqualTo(SaleState.OPEN);
      assertThat(service.ask(EngineFixture.claim(2, 2))).isInstanceOf(Result.Taken.class);
      assertThat(service.engine.failure()).isNull();
    }
    try (EngineFixture service = EngineFixture.started(folder)) {
      assertThat(state(service, 1)).isEqualTo(SaleState.STOPPED);
    }
  }

  /** There is no sale to stop for it. */
  @Test
  void a_hold_that_can_never_lapse_and_is_nobody_s_is_set_aside_and_keeps_nothing_waiting()
      throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      twoSales(service);
      service.clock.pass(1_000);
      service.ask(EngineFixture.claim(2, 3));
      service.ask(new Command.CreateRoom(ROOM));
      for (long user = 1; user <= 2; user++) ticket(service, 1, user);
      claims(service).set(1, 0, 77);
      service.clock.pass(9_000);
      service.await(() -> service.offer(2).available() == 8);
      service.clock.pass(1_000);
      service.await(() -> service.offer(2).available() == 9);
      service.await(() -> Objects.requireNonNull(service.views.room(1)).calledUpTo() == 2);
      assertThat(service.ask(EngineFixture.claim(2, 2))).isInstanceOf(Result.Taken.class);
      assertThat(service.breaches())
          .as("told once, not with every tick")
          .containsExactly("held units never go below 0");
    }
    try (EngineFixture service = EngineFixture.started(folder)) {
      service.await(() -> service.offer(1).available() == 9);
    }
  }
}
