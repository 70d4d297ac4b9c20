package io.tidegate.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.engine.view.ConcertView;
import io.tidegate.engine.view.RoomView;
import io.tidegate.engine.view.ScheduleView;
import io.tidegate.engine.view.Views;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What readers see: only what changed, never behind what was answered, the same after a restart.
 */
class ViewsTest {

  private static final long HOLD_MS = 60_000;
  private static final long DAY_MS = 86_400_000;
  private static final RoomSettings ROOM =
      new RoomSettings("main", RoomState.OPEN, 2, 10_000, 3, 5_000, 30_000);

  @TempDir Path folder;

  @Test
  void a_batch_publishes_the_documents_it_changed_and_no_other() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      stage(service);
      var before = ViewDump.of(service.views);
      service.ask(new Command.HoldSeats(0, 1, new long[] {2}, 1, null, null));
      assertThat(ViewDump.changed(before, service.views))
          .containsExactly("offer 1", "room 1", "schedule 1");
      before = ViewDump.of(service.views);
      service.ask(new Command.TopUp(1, 500, null));
      assertThat(ViewDump.changed(before, service.views)).isEmpty();
      service.ask(new Command.UpdateConcert(2, "Mass", null));
      assertThat(ViewDump.changed(before, service.views)).containsExactly("concert 2");
      before = ViewDump.of(service.views);
      service.ask(new Command.Join(1, 7));
      assertThat(ViewDump.changed(before, service.views)).containsExactly("room 1");
      before = ViewDump.of(service.views);
      service.ask(new Command.UpdateSale(2, "another name", null, null));
      assertThat(ViewDump.changed(before, service.views)).containsExactly("sale 2");
    }
  }

  @Test
  void versions_grow_with_every_change_and_stay_without_one() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      stage(service);
      long version = 0;
      for (long user = 1; user <= 5; user++) {
        service.ask(EngineFixture.claim(3, user));
        assertThat(service.offer(3).version()).isGreaterThan(version);
        version = service.offer(3).version();
        service.ask(new Command.FindClaim(user, user));
        service.ask(EngineFixture.claim(3, user));
        assertThat(service.offer(3).version()).isEqualTo(version);
      }
    }
  }

  @Test
  void who_is_inside_is_seen_from_the_arrival_to_the_end_of_the_visit() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      stage(service);
      service.ask(new Command.Join(1, 7));
      TicketRef ticket = new TicketRef(1, 1, 7, 1);
      assertThat(service.views.inside(ticket)).as("called").isFalse();
      service.ask(new Command.Look(0, 7, ticket));
      assertThat(service.views.inside(ticket)).isTrue();
      assertThat(service.views.inside(new TicketRef(1, 1, 7, 2))).as("another number").isFalse();
      assertThat(service.views.inside(new TicketRef(2, 1, 7, 1))).as("another room").isFalse();
      Views rebuilt = new Views();
      rebuilt.rebuild(service.store.journal().state(), 1, service.clock.wallMs());
      assertThat(rebuilt.inside(ticket)).as("after a restart").isTrue();
      service.ask(new Command.Leave(ticket));
      assertThat(service.views.inside(ticket)).isFalse();
    }
  }

  @Test
  void seats_show_as_free_held_and_sold() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      stage(service);
      service.ask(new Command.HoldSeats(0, 1, new long[] {1, 2}, 1, null, null));
      service.ask(new Command.HoldSeats(0, 1, new long[] {4}, 2, null, null));
      service.ask(new Command.TopUp(1, 500, null));
      service.ask(new Command.Pay(1, 1, 0, 0, null));
      ScheduleView seen = schedule(service, 1);
      assertThat(seen.seats()).containsExactly(2, 2, 0, 1, 0, 0);
      assertThat(seen.seatsLeft()).isEqualTo(3);
      assertThat(seen.seatCode(0)).isEqualTo("A01");
      assertThat(seen.seatCode(5)).isEqualTo("B03");
      service.clock.pass(HOLD_MS);
      service.await(() -> schedule(service, 1).seatsLeft() == 4);
      assertThat(schedule(service, 1).seats()).containsExactly(2, 2, 0, 0, 0, 0);
    }
  }

  @Test
  void concerts_are_listed_in_order_with_their_schedules() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      stage(service);
      assertThat(service.views.concerts()).extracting(ConcertView::concert).containsExactly(1L, 2L);
      ConcertView first = Objects.requireNonNull(service.views.concert(1));
      assertThat(first.schedules()).containsExactly(1, 2);
      long version = service.views.concertsVersion();
      service.ask(EngineFixture.claim(3, 1));
      assertThat(service.views.concertsVersion()).isEqualTo(version);
      service.ask(new Command.CreateConcert("Third", ""));
      assertThat(service.views.concertsVersion()).isGreaterThan(version);
    }
  }

  @Test
  void a_room_shows_what_the_sales_behind_it_have_left_also_when_one_ends() throws Exception {
    try (EngineFixture service = EngineFixture.started(folder)) {
      stage(service);
      assertThat(room(service).units()).isEqualTo(12);
      service.ask(new Command.HoldSeats(0, 1, new long[] {1}, 1, null, null));
      assertThat(room(service).unitsLeft()).isEqualTo(12);
      service.ask(new Command.SwitchSale(1, Command.Switch.CLOSE));
      assertThat(room(service).units()).isZero();
      assertThat(room(service).unitsLeft()).isZero();
    }
  }

  @Test
  void a_hold_that_lapses_long_after_its_sale_closed_still_shows() throws Exception {
    ManualClock clock = new ManualClock(EngineFixture.T0);
    try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), clock)) {
      stage(service);
      service.ask(new Command.HoldSeats(0, 1, new long[] {1}, 1, null, null));
      service.ask(new Command.SwitchSale(1, Command.Switch.CLOSE));
    }
    clock.pass(3 * DAY_MS);
    try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), clock)) {
      service.ask(new Command.AskBalance(1));
      assertThat(service.offer(1).held()).as("downtime ends no hold").isEqualTo(1);
      clock.pass(DAY_MS);
      service.await(() -> service.store.journal().state().sale().claims.size() == 0);
      service.await(() -> service.offer(1).held() == 0);
      assertThat(service.views.offer(0)).isNull();
      assertThat(schedule(service, 1).seats()).containsExactly(0, 0, 0, 0, 0, 0);
    }
  }

  @Test
  void what_is_rebuilt_after_a_restart_equals_what_was_published() throws Exception {
    List<String> published;
    ManualClock clock = new ManualClock(EngineFixture.T0);
    try (EngineFixture service = EngineFixture.started(folder, EngineFixture.config(16), clock)) {
      stage(service);
      busy(service);
      service.stop();
      published = ViewDump.plain(service.views);
    }
    try (EngineFixture service = EngineFixture.closed(folder, EngineFixture.config(16), clock)) {
      assertThat(ViewDump.plain(service.views)).containsExactlyElementsOf(published);
      service.engine.start();
    }
  }

  private static void busy(EngineFixture service) throws Exception {
    for (long user = 1; user <= 6; user++) {
      service.ask(new Command.Join(1, user));
      service.ask(EngineFixture.claim(3, user));
      service.ask(new Command.TopUp(user, 1_000, null));
      service.ask(new Command.HoldSeats(0, 0, new long[] {user, user + 6}, user, null, null));
      service.ask(new Command.HoldSeats(0, 1, new long[] {user}, user, null, null));
    }
    service.ask(new Command.Cancel(1, 1));
    service.ask(new Command.Pay(2, 2, 0, 0, null));
    service.ask(new Command.Pay(4, 2, 0, 0, null));
    service.clock.pass(HOLD_MS / 2);
    service.ask(new Command.HoldSeats(0, 2, new long[] {9}, 9, null, null));
    service.ask(new Command.Restock(3, 33));
    service.ask(new Command.UpdateOffer(3, "renamed", 2L, 5L));
    service.ask(new Command.UpdateSchedule(2, EngineFixture.T0 + 5 * DAY_MS, null, null));
    service.ask(new Command.SwitchSale(2, Command.Switch.PAUSE));
    service.ask(new Command.CreateRoom(ROOM.in(RoomState.IDLE)));
    service.clock.pass(HOLD_MS / 2);
    service.await(() -> service.offer(1).held() == 0);
    service.ask(new Command.SwitchSale(1, Command.Switch.CLOSE));
    service.await(() -> sale(service).equals(SaleState.CLOSED));
  }

  private static SaleState sale(EngineFixture service) {
    return Objects.requireNonNull(service.views.sale(1)).state();
  }

  /**
   * Room 1; sale 1 behind it with concert 1 on two dates (offers 1 and 2) of six seats; sale 2 with
   * offer 3; concert 2 without a date.
   */
  private static void stage(EngineFixture service) throws Exception {
    long now = service.clock.wallMs();
    service.ask(new Command.CreateRoom(ROOM));
    service.ask(new Command.CreateConcert("Requiem", "Church"));
    service.ask(new Command.CreateConcert("Kyrie", "Hall"));
    service.ask(new Command.CreateSale("seats", now - 1, Long.MAX_VALUE, Entry.OPEN, 1));
    service.ask(new Command.CreateSale("coupons", now - 1, Long.MAX_VALUE, Entry.OPEN, 0));
    for (int i = 0; i < 2; i++) {
      Command.CreateSchedule date =
          new Command.CreateSchedule(
              1, 1, now + DAY_MS, now - 1, now + DAY_MS, 2, 3, 100, HOLD_MS, 4, 4);
      assertThat(service.ask(date)).isInstanceOf(Result.ScheduleMade.class);
    }
    service.ask(new Command.CreateOffer(2, "coupon", 30, 0, 1, 1, 0));
  }

  private static ScheduleView schedule(EngineFixture service, long id) {
    return Objects.requireNonNull(service.views.schedule(id));
  }

  private static RoomView room(EngineFixture service) {
    return Objects.requireNonNull(service.views.room(1));
  }
}
