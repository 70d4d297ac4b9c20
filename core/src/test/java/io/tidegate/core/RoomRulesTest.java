package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.room.Cause;
import io.tidegate.core.room.RoomState;
import org.junit.jupiter.api.Test;

/** The rules of the waiting room, as sentences. */
class RoomRulesTest {

  private final Stage stage = new Stage();

  @Test
  void a_ticket_acts_for_the_user_it_names_and_no_other() {
    long room = stage.room("door", 10, 10);
    long offer = stage.coupons(stage.saleBehind(room), 10);
    TicketRef anna = stage.enter(room, 1);
    assertThat(stage.ask(new Command.Claim(offer, 2, 1, anna, null)))
        .isEqualTo(new Result.NotGenuine());
    assertThat(stage.ask(new Command.Look(0, 2, anna))).isEqualTo(new Result.NotGenuine());
    assertThat(stage.counts(offer)).isEqualTo("10/0/0");
  }

  @Test
  void a_ticket_shown_by_somebody_else_is_no_arrival() {
    long room = stage.room("door", 10, 10);
    TicketRef anna = stage.join(room, 1);
    stage.ask(new Command.Look(0, 2, anna));
    assertThat(stage.place(anna).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void a_slot_that_comes_free_is_due_at_once() {
    long room = stage.room("door", 5, 1);
    TicketRef anna = stage.enter(room, 1);
    TicketRef bob = stage.join(room, 2);
    State state = stage.core.state();
    assertThat(stage.core.rules().nextDueMs(state))
        .as("anna's visit")
        .isEqualTo(600_000 + Stage.START_MS);
    stage.core.state().apply(new Event.Ended(room, 1, anna.number(), Cause.PAID), Stage.START_MS);
    assertThat(stage.core.rules().nextDueMs(state)).isLessThanOrEqualTo(Stage.START_MS);
    assertThat(stage.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void a_full_room_makes_nothing_due_before_somebody_goes() {
    long room = stage.room("door", 1, 1);
    stage.enter(room, 1);
    stage.join(room, 2);
    stage.core.pass(20_000);
    stage.core.due();
    assertThat(stage.core.rules().nextDueMs(stage.core.state()))
        .isEqualTo(Stage.START_MS + 600_000);
  }

  @Test
  void a_paused_room_makes_nothing_due() {
    long room = stage.room("door", 1, 10);
    stage.turn(room, RoomState.PAUSED);
    stage.join(room, 1);
    assertThat(stage.core.rules().nextDueMs(stage.core.state())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_longer_interval_counts_what_counted_in_the_shorter_one_and_no_more() {
    long room = stage.room("door", 2, 10);
    stage.enter(room, 1);
    stage.core.pass(9_000);
    stage.enter(room, 2);
    stage.core.pass(1_000);
    interval(room, 20_000);
    stage.enter(room, 3);
    TicketRef last = stage.join(room, 4);
    stage.core.pass(18_999);
    assertThat(stage.place(last).standing()).isEqualTo(Standing.WAITING);
  }

  private void interval(long room, long ms) {
    stage.ask(new Command.UpdateRoom(room, null, null, ms, null, null, null));
  }
}
