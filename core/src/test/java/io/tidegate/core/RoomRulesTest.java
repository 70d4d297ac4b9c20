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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of the waiting room, as sentences. */
class RoomRulesTest {

  private static final long DAY_MS = 86_400_000L;

  private final RulesFixture rules = new RulesFixture();

  @Test
  void a_ticket_acts_for_the_user_it_names_and_no_other() {
    long room = rules.room("door", 10, 10);
    long offer = rules.coupons(rules.saleBehind(room), 10);
    TicketRef anna = rules.enter(room, 1);
    assertThat(rules.ask(new Command.Claim(offer, 2, 1, anna, null))).isEqualTo(new NotGenuine());
    assertThat(rules.ask(new Command.Look(0, 2, anna))).isEqualTo(new NotGenuine());
    assertThat(rules.counts(offer)).isEqualTo("10/0/0");
  }

  @Test
  void a_ticket_shown_by_somebody_else_is_no_arrival() {
    long room = rules.room("door", 10, 10);
    TicketRef anna = rules.join(room, 1);
    rules.ask(new Command.Look(0, 2, anna));
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void a_slot_that_comes_free_is_due_at_once() {
    long room = rules.room("door", 5, 1);
    TicketRef anna = rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    State state = rules.core.state();
    assertThat(rules.core.rules().nextDueMs(state))
        .as("anna's visit")
        .isEqualTo(600_000 + RulesFixture.START_MS);
    rules
        .core
        .state()
        .apply(new Event.Ended(room, 1, anna.number(), EndCause.PAID), RulesFixture.START_MS);
    assertThat(rules.core.rules().nextDueMs(state)).isLessThanOrEqualTo(RulesFixture.START_MS);
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void a_full_room_makes_nothing_due_before_somebody_goes() {
    long room = rules.room("door", 1, 1);
    rules.enter(room, 1);
    rules.join(room, 2);
    rules.core.pass(20_000);
    rules.core.due();
    assertThat(rules.core.rules().nextDueMs(rules.core.state()))
        .isEqualTo(RulesFixture.START_MS + 600_000);
  }

  @Test
  void a_paused_room_makes_nothing_due() {
    long room = rules.room("door", 1, 10);
    rules.turn(room, RoomState.PAUSED);
    rules.join(room, 1);
    assertThat(rules.core.rules().nextDueMs(rules.core.state())).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void a_longer_interval_counts_what_counted_in_the_shorter_one_and_no_more() {
    long room = rules.room("door", 2, 10);
    rules.enter(room, 1);
    rules.core.pass(9_000);
    rules.enter(room, 2);
    rules.core.pass(1_000);
    interval(room, 20_000);
    rules.enter(room, 3);
    TicketRef last = rules.join(room, 4);
    rules.core.pass(18_999);
    assertThat(rules.place(last).standing()).isEqualTo(Standing.WAITING);
  }

  private void interval(long room, long ms) {
    rules.ask(new Command.UpdateRoom(room, null, null, ms, null, null, null));
  }

  @Test
  void with_credit_free_a_newcomer_is_let_in_at_once() {
    long room = rules.room("door", 2, 10);
    assertThat(rules.place(rules.join(room, 1)).standing()).isEqualTo(Standing.CALLED);
    assertThat(rules.place(rules.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    PlaceInfo third = rules.place(rules.join(room, 3));
    assertThat(third.standing()).isEqualTo(Standing.WAITING);
    assertThat(third.etaMs()).isEqualTo(10_000);
  }

  @Test
  void joining_again_gives_the_same_number_while_waiting_called_and_inside() {
    long room = rules.room("door", 1, 1);
    TicketRef anna = rules.join(room, 1);
    TicketRef bob = rules.join(room, 2);
    assertThat(rules.join(room, 1)).as("called").isEqualTo(anna);
    rules.look(anna);
    assertThat(rules.join(room, 1)).as("inside").isEqualTo(anna);
    assertThat(rules.join(room, 2)).as("waiting").isEqualTo(bob);
  }

  @Test
  void joining_again_after_the_end_gives_a_new_number_at_the_end() {
    long room = rules.room("door", 1, 1);
    TicketRef anna = rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    rules.ask(new Command.Leave(anna));
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.ENDED);
    TicketRef again = rules.join(room, 1);
    assertThat(again.number()).isGreaterThan(bob.number());
    assertThat(rules.place(again).ahead()).isEqualTo(1);
  }

  @Test
  void the_first_guarded_call_after_being_called_is_the_arrival() {
    long room = rules.room("door", 5, 5);
    TicketRef anna = rules.join(room, 1);
    assertThat(rules.place(anna).untilMs()).isEqualTo(RulesFixture.START_MS + 2_000);
    rules.core.pass(1_999);
    assertThat(rules.look(anna)).isEqualTo(new Result.MayLook());
    assertThat(rules.place(anna).untilMs()).isEqualTo(RulesFixture.START_MS + 1_999 + 600_000);
  }

  @Test
  void entering_begins_the_visit_of_who_is_called_once() {
    long room = rules.room("door", 5, 5);
    TicketRef anna = rules.join(room, 1);
    rules.core.pass(1_000);
    PlaceInfo place = entered(anna);
    assertThat(place.standing()).isEqualTo(Standing.INSIDE);
    assertThat(place.untilMs()).isEqualTo(RulesFixture.START_MS + 1_000 + 600_000);
    rules.core.pass(1_000);
    assertThat(entered(anna)).isEqualTo(place);
  }

  @Test
  void who_may_not_enter_is_told_the_place() {
    long room = rules.room("door", 5, 1);
    TicketRef anna = rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    assertThat(entered(bob)).isEqualTo(rules.place(bob));
    assertThat(entered(bob).standing()).isEqualTo(Standing.WAITING);
    rules.ask(new Command.Leave(anna));
    assertThat(entered(anna).standing()).isEqualTo(Standing.ENDED);
    rules.core.pass(2_000);
    rules.core.due();
    assertThat(entered(bob).standing()).as("away, back and called").isEqualTo(Standing.INSIDE);
    TicketRef forged = new TicketRef(room, bob.epoch(), 2, bob.number() + 1);
    assertThat(rules.ask(new Command.Enter(forged))).isEqualTo(new NotGenuine());
  }

  @Test
  void a_renewed_visit_lasts_as_long_as_one_that_begins_now() {
    long room = rules.room("door", 5, 1);
    TicketRef anna = rules.enter(room, 1);
    rules.core.pass(599_999);
    PlaceInfo renewed = renewed(anna);
    assertThat(renewed.untilMs()).isEqualTo(RulesFixture.START_MS + 599_999 + 600_000);
    assertThat(rules.place(anna)).isEqualTo(renewed);
    rules.core.pass(599_999);
    rules.core.due();
    assertThat(rules.place(anna).standing()).as("a ms before").isEqualTo(Standing.INSIDE);
    rules.core.pass(1);
    rules.core.due();
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.ENDED);
    assertThat(renewed(anna).standing()).as("too late").isEqualTo(Standing.ENDED);
  }

  @Test
  void a_visit_is_renewed_once_a_tenth_of_its_length() {
    long room = rules.room("door", 5, 1);
    TicketRef anna = rules.enter(room, 1);
    rules.core.pass(59_999);
    assertThat(renewed(anna).untilMs()).isEqualTo(RulesFixture.START_MS + 600_000);
    rules.core.pass(1);
    assertThat(renewed(anna).untilMs()).isEqualTo(RulesFixture.START_MS + 60_000 + 600_000);
    assertThat(renewed(anna).untilMs()).isEqualTo(RulesFixture.START_MS + 60_000 + 600_000);
  }

  @Test
  void a_shorter_length_of_visits_takes_nothing_from_who_renews() {
    long room = rules.room("door", 5, 1);
    TicketRef anna = rules.enter(room, 1);
    rules.ask(new Command.UpdateRoom(room, null, null, null, null, null, 60_000L));
    assertThat(renewed(anna).untilMs()).isEqualTo(RulesFixture.START_MS + 600_000);
  }

  @Test
  void only_a_visit_is_renewed() {
    long room = rules.room("door", 5, 1);
    TicketRef anna = rules.join(room, 1);
    TicketRef bob = rules.join(room, 2);
    rules.core.pass(1_000);
    assertThat(renewed(anna)).as("called").isEqualTo(rules.place(anna));
    assertThat(renewed(anna).untilMs()).isEqualTo(RulesFixture.START_MS + 2_000);
    assertThat(renewed(bob).standing()).isEqualTo(Standing.WAITING);
    TicketRef forged = new TicketRef(room, bob.epoch(), 2, bob.number() + 1);
    assertThat(rules.ask(new Command.Renew(forged))).isEqualTo(new NotGenuine());
  }

  @Test
  void a_measured_bound_holds_beside_what_the_organiser_set_until_that_is_set_anew() {
    long room = rules.room("door", 3, 10);
    assertThat(rules.ask(new Command.MeasureRate(room, 1))).isEqualTo(new Result.Done());
    assertThat(rules.place(rules.join(room, 1)).standing()).isEqualTo(Standing.CALLED);
    TicketRef bob = rules.join(room, 2);
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.WAITING);
    assertThat(rules.place(bob).etaMs()).isEqualTo(10_000);
    rules.ask(new Command.MeasureRate(room, 2));
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.CALLED);
    rules.ask(new Command.MeasureRate(room, 50));
    assertThat(rules.place(rules.join(room, 3)).standing()).isEqualTo(Standing.CALLED);
    assertThat(rules.place(rules.join(room, 4)).standing())
        .as("3 in 10 s")
        .isEqualTo(Standing.WAITING);
    rules.ask(new Command.MeasureRate(room, 1));
    rules.ask(new Command.UpdateRoom(room, null, 4, null, null, null, null));
    assertThat(rules.core.state().rooms().get(room).people()).isEqualTo(4);
  }

  @Test
  void settings_that_are_set_to_what_they_are_lift_a_measured_bound() {
    long room = rules.room("door", 3, 10);
    rules.ask(new Command.MeasureRate(room, 1));
    rules.turn(room, RoomState.OPEN);
    assertThat(rules.core.state().rooms().get(room).people()).isEqualTo(3);
    assertThat(rules.ask(new Command.MeasureRate(room + 1, 1))).isInstanceOf(Result.Unknown.class);
  }

  private PlaceInfo renewed(TicketRef ticket) {
    return ((Result.Place) rules.ask(new Command.Renew(ticket))).place();
  }

  private PlaceInfo entered(TicketRef ticket) {
    return ((Result.Place) rules.ask(new Command.Enter(ticket))).place();
  }

  @Test
  void who_waits_is_told_the_place_and_not_let_through() {
    long room = rules.room("door", 1, 1);
    long offer = rules.coupons(rules.saleBehind(room), 5);
    rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    TicketRef carl = rules.join(room, 3);
    assertThat(rules.ask(new Command.Claim(offer, 3, 1, carl, null)))
        .isInstanceOfSatisfying(
            NotYourTurn.class, no -> assertThat(no.place().ahead()).isEqualTo(1));
    assertThat(rules.look(bob)).isInstanceOf(NotYourTurn.class);
  }

  @Test
  void a_sale_behind_a_room_needs_a_ticket_of_that_room() {
    long room = rules.room("door", 5, 5);
    long other = rules.room("other", 5, 5);
    long offer = rules.coupons(rules.saleBehind(room), 5);
    TicketRef elsewhere = rules.enter(other, 1);
    assertThat(rules.claim(offer, 1, 1)).isEqualTo(new TicketNeeded(room));
    assertThat(rules.ask(new Command.Claim(offer, 1, 1, elsewhere, null)))
        .isEqualTo(new OtherRoom(other));
    TicketRef right = rules.enter(room, 1);
    assertThat(rules.ask(new Command.Claim(offer, 1, 1, right, null))).isInstanceOf(Taken.class);
  }

  @Test
  void an_open_sale_asks_for_no_ticket() {
    long schedule = rules.schedule(rules.sale(), 2);
    TicketRef none = new TicketRef(99, 1, 1, 1);
    assertThat(rules.ask(new Command.Look(schedule, 1, none))).isEqualTo(new Result.MayLook());
    assertThat(rules.ask(new Command.Look(99, 1, none)))
        .isEqualTo(new Result.Unknown(Result.Kind.SCHEDULE, 99));
  }

  @Test
  void a_ticket_of_another_epoch_or_of_a_number_never_given_is_not_genuine() {
    long room = rules.room("door", 5, 5);
    TicketRef anna = rules.enter(room, 1);
    TicketRef otherEpoch = new TicketRef(room, 2, 1, anna.number());
    TicketRef future = new TicketRef(room, 1, 1, anna.number() + 1);
    TicketRef noRoom = new TicketRef(99, 1, 1, 1);
    for (TicketRef bad : List.of(otherEpoch, future, noRoom)) {
      assertThat(rules.look(bad)).isEqualTo(new NotGenuine());
      assertThat(rules.ask(new Command.AskPlace(bad))).isEqualTo(new NotGenuine());
      assertThat(rules.ask(new Command.Leave(bad))).isEqualTo(new NotGenuine());
    }
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.INSIDE);
  }

  @Test
  void an_ended_ticket_opens_nothing_and_is_not_the_new_one() {
    long room = rules.room("door", 5, 5);
    TicketRef old = rules.enter(room, 1);
    rules.ask(new Command.Leave(old));
    assertThat(rules.look(old)).isEqualTo(new VisitEnded());
    TicketRef anew = rules.join(room, 1);
    assertThat(rules.look(old)).isEqualTo(new VisitEnded());
    assertThat(rules.ask(new Command.Leave(old))).as("harmless").isEqualTo(new Result.Left());
    assertThat(rules.look(anew)).isEqualTo(new Result.MayLook());
  }

  @Test
  void a_visit_ends_by_paying_and_its_slot_is_free() {
    long room = rules.room("door", 5, 1);
    long offer = rules.units(rules.saleBehind(room), 5, 10, 1, 1, 5_000);
    TicketRef anna = rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    rules.topUp(1, 10);
    rules.ask(new Command.Claim(offer, 1, 1, anna, null));
    assertThat(rules.pay(1, 1)).isInstanceOf(Result.PaidFor.class);
    assertThat(rules.look(anna)).isEqualTo(new VisitEnded());
    assertThat(rules.look(bob)).isEqualTo(new Result.MayLook());
  }

  @Test
  void a_visit_ends_when_its_time_is_up() {
    long room = rules.room("door", 5, 1);
    TicketRef anna = rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    rules.core.pass(599_999);
    assertThat(rules.look(anna)).isEqualTo(new Result.MayLook());
    rules.core.pass(1);
    assertThat(rules.look(anna)).isEqualTo(new VisitEnded());
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void leaving_twice_is_leaving() {
    TicketRef anna = rules.enter(rules.room("door", 5, 1), 1);
    assertThat(rules.ask(new Command.Leave(anna))).isEqualTo(new Result.Left());
    assertThat(rules.ask(new Command.Leave(anna))).isEqualTo(new Result.Left());
  }

  @Test
  void who_leaves_the_line_moves_the_others_up() {
    long room = rules.room("door", 1, 1);
    rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    TicketRef carl = rules.join(room, 3);
    TicketRef dora = rules.join(room, 4);
    rules.ask(new Command.Leave(carl));
    assertThat(rules.place(bob).ahead()).isZero();
    assertThat(rules.place(dora).ahead()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nobody_is_put_back_but_by_those_who_missed_their_call_and_these_are_counted(long seed) {
    Random random = new Random(seed);
    long room = rules.room("door", 3, 5);
    Map<TicketRef, PlaceInfo> last = new LinkedHashMap<>();
    int putBack = 0;
    for (int i = 0; i < 1_000; i++) {
      int act = random.nextInt(10);
      List<TicketRef> people = List.copyOf(last.keySet());
      TicketRef one = people.isEmpty() ? null : people.get(random.nextInt(people.size()));
      if (act < 4 || one == null) {
        TicketRef joined = rules.join(room, i + 1);
        last.put(joined, rules.place(joined));
      } else if (act < 6) rules.ask(new Command.Leave(one));
      else if (act < 8) rules.look(one);
      else rules.core.pass(random.nextInt(60_000));
      rules.core.due();
      for (TicketRef each : List.copyOf(last.keySet())) {
        if (random.nextInt(4) > 0) continue; // who asks at once after a lapse is called at once
        PlaceInfo before = Objects.requireNonNull(last.get(each));
        PlaceInfo now = rules.place(each);
        last.put(each, now);
        if (now.standing() == Standing.ENDED) last.remove(each);
        if (now.turn() == 0 || before.turn() == 0) continue;
        assertThat(now.ahead() - now.returned())
            .isLessThanOrEqualTo(before.ahead() - before.returned());
        if (now.ahead() > before.ahead()) putBack++;
      }
    }
    assertThat(putBack).as("times that somebody was put back").isPositive();
  }

  @Test
  void a_full_room_takes_nobody_and_knows_those_it_has() {
    RulesFixture small = new RulesFixture(new Limits(9, 9, 9, 9, 9, 9, 9, 9, 2, 9, 9));
    long room = small.room("door", 1, 1);
    TicketRef anna = small.join(room, 1);
    small.join(room, 2);
    assertThat(small.ask(new Command.Join(room, 3))).isEqualTo(new Result.RoomFull());
    assertThat(small.join(room, 1)).isEqualTo(anna);
    small.ask(new Command.Leave(anna));
    assertThat(small.join(room, 3).number()).as("no number is skipped").isEqualTo(3);
  }

  @Test
  void who_was_called_and_did_not_come_may_come_back_for_a_day() {
    long room = rules.room("door", 2, 2);
    TicketRef anna = rules.join(room, 1);
    TicketRef bob = rules.join(room, 2);
    rules.core.pass(2_000);
    rules.core.due();
    rules.core.pass(DAY_MS - 1);
    rules.core.due();
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.CALLED);
    assertThat(rules.core.rules().nextDueMs(rules.core.state())).isEqualTo(rules.core.nowMs() + 1);
    rules.core.pass(1);
    rules.core.due();
    assertThat(rules.look(bob)).isEqualTo(new VisitEnded());
    assertThat(rules.look(anna)).isInstanceOf(Result.MayLook.class);
    assertThat(rules.join(room, 2).number()).isEqualTo(3);
  }

  @Test
  void a_room_that_stays_open_takes_people_for_ever_within_a_small_bound() {
    RulesFixture small = new RulesFixture(new Limits(9, 9, 9, 9, 9, 9, 9, 9, 26, 9, 9));
    long room = small.room("door", 1, 1);
    for (int user = 1; user <= 100 * 24; user++) {
      assertThat(small.join(room, user).number()).isEqualTo(user);
      small.core.pass(DAY_MS / 24);
      small.core.due();
    }
    assertThat(small.core.state().rooms().get(room).away()).isEqualTo(24);
    assertThat(small.core.state().rooms().ticketRows().end()).isLessThanOrEqualTo(26);
  }

  @Test
  void a_closed_room_takes_nobody_more_and_calls_nobody() {
    long room = rules.room("door", 1, 5);
    TicketRef anna = rules.enter(room, 1);
    TicketRef bob = rules.join(room, 2);
    rules.turn(room, RoomState.CLOSED);
    rules.core.pass(10_000);
    assertThat(rules.ask(new Command.Join(room, 3))).isEqualTo(new Result.RoomClosed());
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.WAITING);
    assertThat(rules.place(bob).etaMs()).as("nobody can say").isNegative();
    assertThat(rules.look(anna)).as("who is inside stays").isEqualTo(new Result.MayLook());
  }

  /** With the room full somebody has to go first, which takes as long as a visit over M. */
  @Test
  void nobody_is_told_now_while_the_room_is_full() {
    long room = rules.room("door", 100, 2);
    rules.enter(room, 1);
    rules.enter(room, 2);
    assertThat(rules.place(rules.join(room, 3)).etaMs()).isEqualTo(300_000);
    assertThat(rules.place(rules.join(room, 4)).etaMs()).isEqualTo(600_000);
  }

  @Test
  void a_called_user_who_leaves_gives_the_slot_once_and_keeps_the_release() {
    long room = rules.room("door", 2, 1);
    TicketRef anna = rules.join(room, 1);
    TicketRef bob = rules.join(room, 2);
    TicketRef carl = rules.join(room, 3);
    rules.ask(new Command.Leave(anna));
    assertThat(rules.place(bob).standing()).as("the slot").isEqualTo(Standing.CALLED);
    rules.ask(new Command.Leave(bob));
    assertThat(rules.place(carl).standing()).as("N are called").isEqualTo(Standing.WAITING);
  }

  @Test
  void who_waits_is_told_why_nobody_is_called_and_no_reason_while_somebody_may_be() {
    long room = rules.room("door", 9, 1);
    TicketRef first = rules.enter(room, 1);
    TicketRef anna = rules.join(room, 2);
    assertThat(reason(anna)).as("for something else than units").isNull();
    long sale = rules.saleBehind(room);
    long units = rules.units(sale, 1, 5, 1, 1, 5_000);
    assertThat(reason(anna)).isNull();
    rules.turn(sale, Command.Switch.PAUSE);
    assertThat(reason(anna)).isEqualTo(WaitReason.SALE_PAUSED);
    rules.turn(sale, Command.Switch.RESUME);
    rules.topUp(1, 5);
    rules.ask(new Command.Claim(units, 1, 1, first, null));
    assertThat(reason(anna)).as("may come back").isEqualTo(WaitReason.ALL_HELD);
    rules.core.pass(5_000);
    assertThat(reason(anna)).as("came back").isNull();
    Result taken = rules.ask(new Command.Claim(units, 1, 1, first, null));
    long claim = ((Result.Taken) taken).claim().claim();
    rules.pay(claim, 1);
    assertThat(reason(anna)).isEqualTo(WaitReason.SOLD_OUT);
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.WAITING);
    rules.ask(new Command.Restock(units, 2));
    rules.core.due();
    assertThat(rules.place(anna).standing()).as("not final").isEqualTo(Standing.CALLED);
    assertThat(reason(anna)).as("one is there for who is called").isNull();
    TicketRef bert = rules.join(room, 3);
    rules.turn(room, RoomState.PAUSED);
    assertThat(reason(bert)).isEqualTo(WaitReason.ROOM_PAUSED);
    rules.turn(room, RoomState.OPEN);
    rules.core.happen(new Event.SaleSwitched(sale, SaleState.STOPPED, "a test"));
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_STOPPED);
    rules.ask(new Command.ResumeStopped(sale, SaleState.CLOSED, "audited"));
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_OVER);
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 7));
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_OVER);
    saleLater(room);
    assertThat(reason(bert)).isEqualTo(WaitReason.SALE_NOT_OPEN);
  }

  @Test
  void who_is_called_or_inside_is_told_why_there_is_nothing_to_take_and_not_why_nobody_is_called() {
    long room = rules.room("door", 9, 2);
    TicketRef inside = rules.enter(room, 1);
    TicketRef called = rules.join(room, 2);
    long sale = rules.saleBehind(room);
    long units = rules.units(sale, 1, 5, 1, 1, 5_000);
    told(null, inside, called);
    rules.turn(sale, Command.Switch.PAUSE);
    told(WaitReason.SALE_PAUSED, inside, called);
    rules.turn(sale, Command.Switch.RESUME);
    rules.turn(room, RoomState.PAUSED);
    told(null, inside, called);
    rules.topUp(1, 5);
    Result taken = rules.ask(new Command.Claim(units, 1, 1, inside, null));
    told(WaitReason.ALL_HELD, inside, called);
    rules.pay(((Result.Taken) taken).claim().claim(), 1);
    told(WaitReason.SOLD_OUT, called);
    rules.turn(sale, Command.Switch.CLOSE);
    told(WaitReason.SALE_OVER, called);
    rules.core.happen(new Event.RoomQuarantined(room, "a test"));
    told(WaitReason.ROOM_QUARANTINED, called);
  }

  @Test
  void what_a_sale_that_is_not_open_has_left_is_nothing_to_take_now() {
    long room = rules.room("door", 9, 1);
    TicketRef inside = rules.enter(room, 1);
    TicketRef waits = rules.join(room, 2);
    long open = rules.saleBehind(room);
    long units = rules.units(open, 1, 5, 1, 1, 5_000);
    long later = saleLater(room);
    rules.units(later, 3, 5, 1, 1, 5_000);
    told(null, inside, waits);
    rules.topUp(1, 5);
    Result taken = rules.ask(new Command.Claim(units, 1, 1, inside, null));
    told(WaitReason.ALL_HELD, inside, waits);
    rules.pay(((Result.Taken) taken).claim().claim(), 1);
    rules.core.due();
    assertThat(rules.place(waits).standing())
        .as("there will be something")
        .isEqualTo(Standing.CALLED);
    TicketRef next = rules.join(room, 3);
    told(WaitReason.SALE_NOT_OPEN, waits, next);
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 7));
    told(WaitReason.SALE_NOT_OPEN, waits, next);
    long paused = rules.saleBehind(room);
    rules.turn(paused, Command.Switch.PAUSE);
    told(WaitReason.SALE_NOT_OPEN, waits, next);
    rules.units(paused, 1, 5, 1, 1, 5_000);
    told(WaitReason.SALE_PAUSED, waits, next);
    rules.turn(paused, Command.Switch.RESUME);
    told(null, waits, next);
  }

  private long saleLater(long room) {
    long opensAtMs = RulesFixture.START_MS * 2;
    Command command = new Command.CreateSale("later", opensAtMs, Long.MAX_VALUE, Entry.ROOM, room);
    return ((Result.Created) rules.ask(command)).id();
  }

  private void told(@Nullable WaitReason reason, TicketRef... tickets) {
    for (TicketRef ticket : tickets) assertThat(reason(ticket)).isEqualTo(reason);
  }

  private @Nullable WaitReason reason(TicketRef ticket) {
    return rules.place(ticket).reason();
  }
}
