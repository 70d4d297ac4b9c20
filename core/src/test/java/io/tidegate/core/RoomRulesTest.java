package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.NotGenuine;
import io.tidegate.core.Result.NotYourTurn;
import io.tidegate.core.Result.OtherRoom;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.Result.Taken;
import io.tidegate.core.Result.TicketNeeded;
import io.tidegate.core.Result.VisitEnded;
import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules of the waiting room, as sentences. */
class RoomRulesTest {

  private final Stage stage = new Stage();

  @Test
  void a_ticket_acts_for_the_user_it_names_and_no_other() {
    long room = stage.room("door", 10, 10);
    long offer = stage.coupons(stage.saleBehind(room), 10);
    TicketRef anna = stage.enter(room, 1);
    assertThat(stage.ask(new Command.Claim(offer, 2, 1, anna, null))).isEqualTo(new NotGenuine());
    assertThat(stage.ask(new Command.Look(0, 2, anna))).isEqualTo(new NotGenuine());
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
    stage
        .core
        .state()
        .apply(new Event.Ended(room, 1, anna.number(), EndCause.PAID), Stage.START_MS);
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

  @Test
  void with_credit_free_a_newcomer_is_let_in_at_once() {
    long room = stage.room("door", 2, 10);
    assertThat(stage.place(stage.join(room, 1)).standing()).isEqualTo(Standing.CALLED);
    assertThat(stage.place(stage.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    PlaceInfo third = stage.place(stage.join(room, 3));
    assertThat(third.standing()).isEqualTo(Standing.WAITING);
    assertThat(third.etaMs()).isEqualTo(10_000);
  }

  @Test
  void joining_again_gives_the_same_number_while_waiting_called_and_inside() {
    long room = stage.room("door", 1, 1);
    TicketRef anna = stage.join(room, 1);
    TicketRef bob = stage.join(room, 2);
    assertThat(stage.join(room, 1)).as("called").isEqualTo(anna);
    stage.look(anna);
    assertThat(stage.join(room, 1)).as("inside").isEqualTo(anna);
    assertThat(stage.join(room, 2)).as("waiting").isEqualTo(bob);
  }

  @Test
  void joining_again_after_the_end_gives_a_new_number_at_the_end() {
    long room = stage.room("door", 1, 1);
    TicketRef anna = stage.enter(room, 1);
    TicketRef bob = stage.join(room, 2);
    stage.ask(new Command.Leave(anna));
    assertThat(stage.place(anna).standing()).isEqualTo(Standing.ENDED);
    TicketRef again = stage.join(room, 1);
    assertThat(again.number()).isGreaterThan(bob.number());
    assertThat(stage.place(again).ahead()).isEqualTo(1);
  }

  @Test
  void the_first_guarded_call_after_being_called_is_the_arrival() {
    long room = stage.room("door", 5, 5);
    TicketRef anna = stage.join(room, 1);
    assertThat(stage.place(anna).untilMs()).isEqualTo(Stage.START_MS + 2_000);
    stage.core.pass(1_999);
    assertThat(stage.look(anna)).isEqualTo(new Result.MayLook());
    assertThat(stage.place(anna).untilMs()).isEqualTo(Stage.START_MS + 1_999 + 600_000);
  }

  @Test
  void who_waits_is_told_the_place_and_not_let_through() {
    long room = stage.room("door", 1, 1);
    long offer = stage.coupons(stage.saleBehind(room), 5);
    stage.enter(room, 1);
    TicketRef bob = stage.join(room, 2);
    TicketRef carl = stage.join(room, 3);
    assertThat(stage.ask(new Command.Claim(offer, 3, 1, carl, null)))
        .isInstanceOfSatisfying(
            NotYourTurn.class, no -> assertThat(no.place().ahead()).isEqualTo(1));
    assertThat(stage.look(bob)).isInstanceOf(NotYourTurn.class);
  }

  @Test
  void a_sale_behind_a_room_needs_a_ticket_of_that_room() {
    long room = stage.room("door", 5, 5);
    long other = stage.room("other", 5, 5);
    long offer = stage.coupons(stage.saleBehind(room), 5);
    TicketRef elsewhere = stage.enter(other, 1);
    assertThat(stage.claim(offer, 1, 1)).isEqualTo(new TicketNeeded(room));
    assertThat(stage.ask(new Command.Claim(offer, 1, 1, elsewhere, null)))
        .isEqualTo(new OtherRoom(other));
    TicketRef right = stage.enter(room, 1);
    assertThat(stage.ask(new Command.Claim(offer, 1, 1, right, null))).isInstanceOf(Taken.class);
  }

  @Test
  void an_open_sale_asks_for_no_ticket() {
    long schedule = stage.schedule(stage.sale(), 2);
    TicketRef none = new TicketRef(99, 1, 1, 1);
    assertThat(stage.ask(new Command.Look(schedule, 1, none))).isEqualTo(new Result.MayLook());
    assertThat(stage.ask(new Command.Look(99, 1, none)))
        .isEqualTo(new Result.Unknown(Result.Kind.SCHEDULE, 99));
  }

  @Test
  void a_ticket_of_another_epoch_or_of_a_number_never_given_is_not_genuine() {
    long room = stage.room("door", 5, 5);
    TicketRef anna = stage.enter(room, 1);
    TicketRef otherEpoch = new TicketRef(room, 2, 1, anna.number());
    TicketRef future = new TicketRef(room, 1, 1, anna.number() + 1);
    TicketRef noRoom = new TicketRef(99, 1, 1, 1);
    for (TicketRef bad : List.of(otherEpoch, future, noRoom)) {
      assertThat(stage.look(bad)).isEqualTo(new NotGenuine());
      assertThat(stage.ask(new Command.AskPlace(bad))).isEqualTo(new NotGenuine());
      assertThat(stage.ask(new Command.Leave(bad))).isEqualTo(new NotGenuine());
    }
    assertThat(stage.place(anna).standing()).isEqualTo(Standing.INSIDE);
  }

  @Test
  void an_ended_ticket_opens_nothing_and_is_not_the_new_one() {
    long room = stage.room("door", 5, 5);
    TicketRef old = stage.enter(room, 1);
    stage.ask(new Command.Leave(old));
    assertThat(stage.look(old)).isEqualTo(new VisitEnded());
    TicketRef anew = stage.join(room, 1);
    assertThat(stage.look(old)).isEqualTo(new VisitEnded());
    assertThat(stage.ask(new Command.Leave(old))).as("harmless").isEqualTo(new Result.Left());
    assertThat(stage.look(anew)).isEqualTo(new Result.MayLook());
  }

  @Test
  void a_visit_ends_by_paying_and_its_slot_is_free() {
    long room = stage.room("door", 5, 1);
    long offer = stage.units(stage.saleBehind(room), 5, 10, 1, 1, 5_000);
    TicketRef anna = stage.enter(room, 1);
    TicketRef bob = stage.join(room, 2);
    stage.topUp(1, 10);
    stage.ask(new Command.Claim(offer, 1, 1, anna, null));
    assertThat(stage.pay(1, 1)).isInstanceOf(Result.PaidFor.class);
    assertThat(stage.look(anna)).isEqualTo(new VisitEnded());
    assertThat(stage.look(bob)).isEqualTo(new Result.MayLook());
  }

  @Test
  void a_visit_ends_when_its_time_is_up() {
    long room = stage.room("door", 5, 1);
    TicketRef anna = stage.enter(room, 1);
    TicketRef bob = stage.join(room, 2);
    stage.core.pass(599_999);
    assertThat(stage.look(anna)).isEqualTo(new Result.MayLook());
    stage.core.pass(1);
    assertThat(stage.look(anna)).isEqualTo(new VisitEnded());
    assertThat(stage.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void leaving_twice_is_leaving() {
    TicketRef anna = stage.enter(stage.room("door", 5, 1), 1);
    assertThat(stage.ask(new Command.Leave(anna))).isEqualTo(new Result.Left());
    assertThat(stage.ask(new Command.Leave(anna))).isEqualTo(new Result.Left());
  }

  @Test
  void who_leaves_the_line_moves_the_others_up() {
    long room = stage.room("door", 1, 1);
    stage.enter(room, 1);
    TicketRef bob = stage.join(room, 2);
    TicketRef carl = stage.join(room, 3);
    TicketRef dora = stage.join(room, 4);
    stage.ask(new Command.Leave(carl));
    assertThat(stage.place(bob).ahead()).isZero();
    assertThat(stage.place(dora).ahead()).isEqualTo(1);
  }

  @Test
  void a_full_room_takes_nobody_and_knows_those_it_has() {
    Stage small = new Stage(new Limits(9, 9, 9, 9, 9, 9, 9, 9, 2, 9, 9));
    long room = small.room("door", 1, 1);
    TicketRef anna = small.join(room, 1);
    small.join(room, 2);
    assertThat(small.ask(new Command.Join(room, 3))).isEqualTo(new Result.RoomFull());
    assertThat(small.join(room, 1)).isEqualTo(anna);
    small.ask(new Command.Leave(anna));
    assertThat(small.join(room, 3).number()).as("no number is skipped").isEqualTo(3);
  }

  @Test
  void a_closed_room_takes_nobody_more_and_calls_nobody() {
    long room = stage.room("door", 1, 5);
    TicketRef anna = stage.enter(room, 1);
    TicketRef bob = stage.join(room, 2);
    stage.turn(room, RoomState.CLOSED);
    stage.core.pass(10_000);
    assertThat(stage.ask(new Command.Join(room, 3))).isEqualTo(new Result.RoomClosed());
    assertThat(stage.place(bob).standing()).isEqualTo(Standing.WAITING);
    assertThat(stage.place(bob).etaMs()).as("nobody can say").isNegative();
    assertThat(stage.look(anna)).as("who is inside stays").isEqualTo(new Result.MayLook());
  }

  /** With the room full somebody has to go first, which takes as long as a visit over M. */
  @Test
  void nobody_is_told_now_while_the_room_is_full() {
    long room = stage.room("door", 100, 2);
    stage.enter(room, 1);
    stage.enter(room, 2);
    assertThat(stage.place(stage.join(room, 3)).etaMs()).isEqualTo(300_000);
    assertThat(stage.place(stage.join(room, 4)).etaMs()).isEqualTo(600_000);
  }

  @Test
  void a_called_user_who_leaves_gives_the_slot_once_and_keeps_the_release() {
    long room = stage.room("door", 2, 1);
    TicketRef anna = stage.join(room, 1);
    TicketRef bob = stage.join(room, 2);
    TicketRef carl = stage.join(room, 3);
    stage.ask(new Command.Leave(anna));
    assertThat(stage.place(bob).standing()).as("the slot").isEqualTo(Standing.CALLED);
    stage.ask(new Command.Leave(bob));
    assertThat(stage.place(carl).standing()).as("N are called").isEqualTo(Standing.WAITING);
  }

  @Test
  void who_waits_is_told_why_nobody_is_called_and_no_reason_while_somebody_may_be() {
    long room = stage.room("door", 9, 1);
    TicketRef first = stage.enter(room, 1);
    TicketRef anna = stage.join(room, 2);
    assertThat(reason(anna)).as("for something else than units").isNull();
    long sale = stage.saleBehind(room);
    long units = stage.units(sale, 1, 5, 1, 1, 5_000);
    assertThat(reason(anna)).isNull();
    stage.turn(sale, Command.Switch.PAUSE);
    assertThat(reason(anna)).isEqualTo(WaitReason.SALE_PAUSED);
    stage.turn(sale, Command.Switch.RESUME);
    stage.topUp(1, 5);
    stage.ask(new Command.Claim(units, 1, 1, first, null));
    assertThat(reason(anna)).as("may come back").isEqualTo(WaitReason.ALL_HELD);
    stage.core.pass(5_000);
    assertThat(reason(anna)).as("came back").isNull();
    Result taken = stage.ask(new Command.Claim(units, 1, 1, first, null));
    long claim = ((Result.Taken) taken).claim().claim();
    stage.pay(claim, 1);
    assertThat(reason(anna)).isEqualTo(WaitReason.SOLD_OUT);
    assertThat(stage.place(anna).standing()).isEqualTo(Standing.WAITING);
    stage.ask(new Command.Restock(units, 2));
    stage.core.due();
    assertThat(stage.place(anna).standing()).as("not final").isEqualTo(Standing.CALLED);
    assertThat(reason(anna)).as("one is there for who is called").isNull();
    TicketRef bert = stage.join(room, 3);
    stage.turn(room, RoomState.PAUSED);
    assertThat(reason(bert)).isEqualTo(WaitReason.ROOM_PAUSED);
    stage.turn(room, RoomState.OPEN);
    stage.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_STOPPED);
    stage.ask(new Command.ResumeStopped(sale, SaleState.CLOSED, "audited"));
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_OVER);
    stage.core.state(Restoring.restarted(stage.core.state(), 7));
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_OVER);
    stage.ask(
        new Command.CreateSale("later", Stage.START_MS * 2, Long.MAX_VALUE, Entry.ROOM, room));
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_NOT_OPEN);
  }

  @Test
  void who_is_called_or_inside_is_told_why_there_is_nothing_to_take_and_not_why_nobody_is_called() {
    long room = stage.room("door", 9, 2);
    TicketRef inside = stage.enter(room, 1);
    TicketRef called = stage.join(room, 2);
    long sale = stage.saleBehind(room);
    long units = stage.units(sale, 1, 5, 1, 1, 5_000);
    told(null, inside, called);
    stage.turn(sale, Command.Switch.PAUSE);
    told(WaitReason.SALE_PAUSED, inside, called);
    stage.turn(sale, Command.Switch.RESUME);
    stage.turn(room, RoomState.PAUSED);
    told(null, inside, called);
    stage.topUp(1, 5);
    Result taken = stage.ask(new Command.Claim(units, 1, 1, inside, null));
    told(WaitReason.ALL_HELD, inside, called);
    stage.pay(((Result.Taken) taken).claim().claim(), 1);
    told(WaitReason.SOLD_OUT, called);
    stage.turn(sale, Command.Switch.CLOSE);
    told(WaitReason.SALE_OVER, called);
    stage.core.happen(new Event.RoomQuarantined(room, "a test"));
    told(WaitReason.ROOM_QUARANTINED, called);
  }

  private void told(@Nullable WaitReason reason, TicketRef... tickets) {
    for (TicketRef ticket : tickets) assertThat(reason(ticket)).isEqualTo(reason);
  }

  private @Nullable WaitReason reason(TicketRef ticket) {
    return stage.place(ticket).reason();
  }
}
