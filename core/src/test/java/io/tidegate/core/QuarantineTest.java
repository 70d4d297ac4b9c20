package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import io.tidegate.core.sale.ClaimState;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import io.tidegate.core.sale.SaleTables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A rule that throws in one room or sale costs that room or sale, and nothing else. */
class QuarantineTest {

  private static final long BROKEN = 1;
  private static final long SOUND = 2;

  private final CoreDriver core =
      new CoreDriver(
          new Rules(RulesFixture.ROOMY, new Failing(), new FailingSale()), RulesFixture.START_MS);
  private boolean failing;

  /** Rules that fail in one room. */
  private final class Failing extends RoomRules {
    Failing() {
      super(RulesFixture.ROOMY);
    }

    @Override
    @Nullable Event nextRelease(State state, long room, long nowMs) {
      if (failing && room == BROKEN) throw new IllegalStateException("a test");
      return super.nextRelease(state, room, nowMs);
    }
  }

  /** Rules that fail in one sale. */
  private final class FailingSale extends SaleRules {
    FailingSale() {
      super(RulesFixture.ROOMY, new RoomRules(RulesFixture.ROOMY));
    }

    @Override
    Event switched(SaleTables t, long sale, long hourMs) {
      if (failing && sale == BROKEN) throw new IllegalStateException("a test");
      return super.switched(t, sale, hourMs);
    }

    @Override
    Event lapsed(long claim) {
      if (failing && claim == 1) throw new IllegalStateException("a test");
      return super.lapsed(claim);
    }
  }

  private static RoomSettings settings(String name) {
    return new RoomSettings(name, RoomState.OPEN, 1, 10_000, 9, 60_000, 60_000);
  }

  private void twoRooms() {
    core.ask(new Command.CreateRoom(settings("broken")));
    core.ask(new Command.CreateRoom(settings("sound")));
    for (long user = 1; user <= 3; user++) {
      core.ask(new Command.Join(BROKEN, user));
      core.ask(new Command.Join(SOUND, user));
    }
  }

  private RoomState state(long room) {
    return core.state().rooms().get(room).settings().state();
  }

  private int called(long room) {
    return core.state().rooms().get(room).called();
  }

  @Test
  void a_rule_that_throws_in_the_sweep_puts_its_room_aside_and_the_rest_goes_on() {
    twoRooms();
    failing = true;
    core.pass(10_000);
    core.due();
    assertThat(state(BROKEN)).isEqualTo(RoomState.QUARANTINED);
    assertThat(called(BROKEN)).isEqualTo(1);
    assertThat(called(SOUND)).isEqualTo(2);
    assertThat(core.history().stream().map(CoreDriver.Happened::event))
        .anySatisfy(event ->
            assertThat(event)
                .isInstanceOfSatisfying(
                    Event.RoomQuarantined.class,
                    e -> assertThat(e.reason()).contains("a test", "QuarantineTest")));
  }

  @Test
  void a_rule_that_throws_behind_a_command_puts_its_room_aside_once() {
    twoRooms();
    failing = true;
    core.ask(new Command.Join(BROKEN, 4));
    assertThat(state(BROKEN)).isEqualTo(RoomState.QUARANTINED);
    long events = core.history().size();
    core.ask(new Command.Join(BROKEN, 4));
    core.pass(100_000);
    core.due();
    assertThat(core.history().stream().skip(events).map(CoreDriver.Happened::event))
        .allMatch(event -> !(event instanceof Event.OfRoom e && e.toString().contains("room=1,")));
  }

  @Test
  void in_quarantine_nobody_new_is_taken_nobody_leaves_and_who_waits_is_told_why() {
    twoRooms();
    PlaceInfo first = ((Result.Place) core.ask(new Command.Join(BROKEN, 1))).place();
    core.happen(new Event.RoomQuarantined(BROKEN, "a test"));
    TicketRef ticket = new TicketRef(BROKEN, first.epoch(), 1, first.number());
    assertThat(core.ask(new Command.Join(BROKEN, 9))).isEqualTo(new Result.Stopped());
    assertThat(core.ask(new Command.Look(0, 1, ticket))).isEqualTo(new Result.Stopped());
    assertThat(core.ask(new Command.Leave(ticket))).isEqualTo(new Result.Stopped());
    assertThat(core.ask(new Command.AskPlace(ticket))).isInstanceOf(Result.Place.class);
    assertThat(core.state().rooms().get(BROKEN).waitReason())
        .isEqualTo(WaitReason.ROOM_QUARANTINED);
    assertThat(core.rules().nextDueMs(core.state())).isGreaterThan(core.nowMs());
  }

  @Test
  void an_organiser_lifts_it_and_it_comes_back_while_the_rule_still_fails() {
    twoRooms();
    failing = true;
    core.pass(10_000);
    core.due();
    lift();
    core.due();
    assertThat(state(BROKEN)).isEqualTo(RoomState.QUARANTINED);
    failing = false;
    lift();
    core.due();
    assertThat(state(BROKEN)).isEqualTo(RoomState.OPEN);
    assertThat(called(BROKEN)).isEqualTo(2);
  }

  private void lift() {
    assertThat(
            core.decide(
                new Command.UpdateRoom(
                    BROKEN, RoomState.OPEN, null, null, null, null, null, null, null)))
        .isInstanceOf(Result.Done.class);
  }

  private void twoSales() {
    long nowMs = core.nowMs();
    for (String name : new String[] {"broken", "sound"}) {
      core.ask(new Command.CreateSale(name, nowMs, nowMs + 60_000, Entry.OPEN, 0));
    }
    for (long sale = BROKEN; sale <= SOUND; sale++) {
      core.ask(new Command.CreateOffer(sale, "units", 9, 5, 1, 1, 10_000));
      core.ask(new Command.Claim(sale, 1, 1, null, null));
    }
  }

  private void stopsAlone() {
    assertThat(core.state().sale().sales.state(BROKEN)).isEqualTo(SaleState.STOPPED);
    State restored = SnapshotRoundTrip.restarted(core.state(), 3);
    assertThat(restored.sale().sales.stopReason(BROKEN)).contains("a test");
    assertThat(core.history().stream().map(CoreDriver.Happened::event))
        .filteredOn(Event.SaleSwitched.class::isInstance)
        .last()
        .asString()
        .contains("a test", "QuarantineTest");
  }

  @Test
  void a_lapse_that_throws_in_the_sweep_stops_its_sale_and_the_rest_goes_on() {
    twoSales();
    failing = true;
    core.pass(10_000);
    core.due();
    stopsAlone();
    assertThat(core.state().sale().claims.state(1)).isEqualTo(ClaimState.HELD);
    assertThat(core.state().sale().claims.state(2)).isEqualTo(ClaimState.LAPSED);
    assertThat(core.rules().nextDueMs(core.state())).isGreaterThan(core.nowMs());

    failing = false;
    core.ask(new Command.ResumeStopped(BROKEN, SaleState.OPEN, "mended"));
    assertThat(core.state().sale().sales.stopReason(BROKEN)).isEmpty();
    core.due();
    assertThat(core.state().sale().claims.state(1)).isEqualTo(ClaimState.LAPSED);
  }

  @Test
  void an_opening_or_a_close_that_throws_in_the_sweep_stops_its_sale_and_the_rest_goes_on() {
    twoSales();
    core.pass(60_000);
    failing = true;
    core.due();
    assertThat(core.state().sale().sales.state(BROKEN)).isEqualTo(SaleState.STOPPED);
    assertThat(core.state().sale().sales.state(SOUND)).isEqualTo(SaleState.CLOSED);
  }

  @Test
  void nobody_puts_a_room_aside_by_hand() {
    twoRooms();
    assertThat(
            core.ask(
                new Command.UpdateRoom(
                    SOUND, RoomState.QUARANTINED, null, null, null, null, null, null, null)))
        .isNotInstanceOf(Result.Done.class);
  }

  @Test
  void a_snapshot_keeps_it_and_who_was_called_has_the_time_they_had_left_when_it_is_lifted() {
    twoRooms();
    PlaceInfo called = ((Result.Place) core.ask(new Command.Join(BROKEN, 1))).place();
    long leftMs = called.untilMs() - core.nowMs();
    core.happen(new Event.RoomQuarantined(BROKEN, "a test"));
    core.state(SnapshotRoundTrip.restarted(core.state(), 3));
    assertThat(state(BROKEN)).isEqualTo(RoomState.QUARANTINED);
    assertThat(core.state().rooms().quarantineReason(BROKEN)).isEqualTo("a test");
    assertThat(core.rules().nextDueMs(core.state())).isGreaterThan(core.nowMs());

    core.pass(10 * leftMs);
    core.due();
    lift();
    core.due();
    assertThat(core.state().rooms().quarantineReason(BROKEN)).isEmpty();
    PlaceInfo again = ((Result.Place) core.ask(new Command.Join(BROKEN, 1))).place();
    assertThat(again.standing()).isEqualTo(Result.Standing.CALLED);
    assertThat(again.untilMs() - core.nowMs()).isEqualTo(leftMs);
    core.pass(leftMs - 1);
    core.due();
    Event lapsed = new Event.CallLapsed(BROKEN, 1, again.number());
    assertThat(core.history()).extracting(CoreDriver.Happened::event).doesNotContain(lapsed);
    core.pass(1);
    core.due();
    assertThat(core.history()).extracting(CoreDriver.Happened::event).contains(lapsed);
  }

  /** An event with settings that say so would be of no format. */
  @Test
  void nothing_else_changes_in_quarantine() {
    core.ask(
        new Command.CreateRoom(
            settings("broken"),
            new Command.DrawPlan(0, core.nowMs() + 1, "a source", new Bytes32(1, 2, 3, 4))));
    core.pass(1);
    core.due();
    core.happen(new Event.RoomQuarantined(BROKEN, "a test"));
    assertThat(core.ask(new Command.UpdateRoom(BROKEN, null, 5, null, null, null, null)))
        .isInstanceOf(Result.Conflict.class);
    assertThat(
            core.ask(
                new Command.UpdateRoom(
                    BROKEN, RoomState.OPEN, null, null, null, null, null, null, core.nowMs() + 1)))
        .isInstanceOf(Result.Conflict.class);
    assertThat(core.ask(new Command.GiveBeacon(BROKEN, "7"))).isEqualTo(new Result.Stopped());
    lift();
    assertThat(state(BROKEN)).isEqualTo(RoomState.DRAWING);
    assertThat(core.ask(new Command.GiveBeacon(BROKEN, "7"))).isInstanceOf(Result.Done.class);
  }
}
