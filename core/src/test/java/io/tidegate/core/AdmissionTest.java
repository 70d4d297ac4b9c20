package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result.MayLook;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Who is called when: N people an interval in every window, M inside or called, what the stock
 * allows, in the order of the line, and never later than these allow.
 */
class AdmissionTest {

  private final Stage stage = new Stage();

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 200})
  void every_window_holds_and_nobody_waits_who_may_be_called(int firstSeed) {
    for (int seed = firstSeed; seed < firstSeed + 100; seed++) new Crowd(seed).live();
  }

  /** People who come, go, answer or do not, and come back, with restarts in between. */
  private static final class Crowd {
    private static final int USERS = 40;

    private final int seed;
    private final Random random;
    private final Stage stage = new Stage();
    private final AdmissionWatch watch = new AdmissionWatch();
    private final Map<Long, TicketRef> tickets = new HashMap<>();
    private final long room;
    private final int patience;
    private int watched;

    Crowd(int seed) {
      this.seed = seed;
      random = new Random(seed);
      patience = 1 + random.nextInt(6);
      int people = 1 + random.nextInt(6);
      int insideMax = 1 + random.nextInt(20);
      long interval = 1_000 + 500L * random.nextInt(10);
      long call = 1_000 + 500L * random.nextInt(8);
      long inside = 1_000L + random.nextInt(20_000);
      room =
          stage.room(
              new RoomSettings("door", RoomState.OPEN, people, interval, insideMax, call, inside));
    }

    void live() {
      try {
        for (int step = 0; step < 300; step++) {
          stage.core.pass(random.nextInt(3) == 0 ? random.nextInt(1_500) : random.nextInt(40));
          stage.core.due();
          look();
          for (int left = random.nextInt(4); left > 0; left--) act(1 + random.nextInt(USERS));
          if (step % 25 == 0)
            stage.core.state(Restoring.restarted(stage.core.state(), random.nextLong()));
        }
        watch.assertEveryWindow(room);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }

    private void act(long user) {
      TicketRef ticket = tickets.get(user);
      if (ticket == null) tickets.put(user, stage.join(room, user));
      else if (random.nextInt(12) == 0) leave(user, ticket);
      else if (random.nextInt(patience) == 0) visit(user, ticket);
      else stage.place(ticket);
      look();
    }

    private void leave(long user, TicketRef ticket) {
      stage.ask(new Command.Leave(ticket));
      tickets.remove(user);
    }

    private void visit(long user, TicketRef ticket) {
      if (stage.look(ticket) instanceof Result.VisitEnded) tickets.remove(user);
    }

    private void look() {
      for (; watched < stage.core.history().size(); watched++)
        watch.saw(stage.core.history().get(watched));
      watch.assertNobodyWaitsWhoMayBeCalled(stage.core.state(), stage.core.nowMs());
    }
  }

  @Test
  void a_lapsed_call_gives_its_release_to_the_next_once() {
    long room = stage.room("door", 1, 10);
    TicketRef anna = stage.join(room, 1);
    TicketRef bob = stage.join(room, 2);
    TicketRef carl = stage.join(room, 3);
    stage.core.pass(2_000);
    assertThat(stage.place(bob).standing()).as("in anna's stead").isEqualTo(Standing.CALLED);
    assertThat(stage.place(carl).standing()).isEqualTo(Standing.WAITING);
    stage.look(bob);
    stage.core.pass(9_999);
    assertThat(stage.place(carl).standing()).isEqualTo(Standing.WAITING);
    stage.core.pass(1);
    assertThat(stage.place(carl).standing()).isEqualTo(Standing.CALLED);
    assertThat(stage.place(anna).standing()).as("away").isEqualTo(Standing.WAITING);
  }

  @Test
  void a_lapse_is_not_saved_up_for_a_later_window() {
    long room = stage.room(new RoomSettings("door", RoomState.OPEN, 1, 1_000, 9, 1_500, 9_000));
    stage.join(room, 1);
    stage.core.pass(1_500);
    stage.core.due();
    assertThat(stage.place(stage.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    assertThat(stage.place(stage.join(room, 3)).standing()).isEqualTo(Standing.WAITING);
  }

  @Test
  void who_missed_the_call_comes_back_before_all_new_numbers() {
    long room = stage.room("door", 1, 1);
    TicketRef anna = stage.join(room, 1);
    stage.core.pass(2_000);
    TicketRef bob = stage.enter(room, 2);
    TicketRef carl = stage.join(room, 3);
    assertThat(stage.place(anna).ahead()).isZero();
    assertThat(stage.place(carl).ahead()).as("behind the returner").isEqualTo(1);
    stage.core.pass(10_000);
    stage.ask(new Command.Leave(bob));
    assertThat(stage.look(carl)).isInstanceOf(Result.NotYourTurn.class);
    assertThat(stage.look(anna)).isEqualTo(new MayLook());
  }

  @Test
  void the_place_is_never_lost_however_late_the_next_ask() {
    long room = stage.room("door", 1, 1);
    TicketRef anna = stage.join(room, 1);
    stage.core.pass(30L * 86_400_000);
    TicketRef again = stage.join(room, 1);
    assertThat(again).isEqualTo(anna);
    assertThat(stage.look(anna)).isEqualTo(new MayLook());
  }

  @Test
  void a_call_can_be_missed_many_times_and_entered_once() {
    long room = stage.room("door", 1, 1);
    TicketRef anna = stage.join(room, 1);
    for (int i = 0; i < 5; i++) {
      stage.core.pass(20_000);
      assertThat(stage.place(anna).standing()).isEqualTo(Standing.CALLED);
    }
    assertThat(stage.look(anna)).isEqualTo(new MayLook());
    long entries =
        stage.core.history().stream().filter(h -> h.event() instanceof Event.Entered).count();
    assertThat(entries).isEqualTo(1);
  }

  @Test
  void a_script_that_joins_idles_joins_again_waits_and_reads_dates_gets_in() {
    long room = stage.room("door", 2, 100);
    long schedule = stage.schedule(stage.saleBehind(room), 9);
    for (long user = 100; user < 110; user++) stage.join(room, user);
    TicketRef first = stage.join(room, 1);
    stage.core.pass(7 * 60_000);
    TicketRef second = stage.join(room, 1);
    assertThat(second).isEqualTo(first);
    while (stage.place(second).standing() == Standing.WAITING) stage.core.pass(1_000);
    assertThat(stage.look(second)).isEqualTo(new MayLook());
    assertThat(stage.ask(new Command.Look(schedule, 1, second))).isEqualTo(new MayLook());
    assertThat(stage.core.nowMs()).isLessThan(Stage.START_MS + 20 * 60_000);
  }

  @Test
  void releases_count_over_a_restart() {
    long room = stage.room("door", 2, 100);
    stage.enter(room, 1);
    stage.enter(room, 2);
    TicketRef carl = stage.join(room, 3);
    stage.core.state(Restoring.restarted(stage.core.state(), 9));
    stage.core.pass(9_999);
    assertThat(stage.place(carl).standing()).isEqualTo(Standing.WAITING);
    stage.core.pass(1);
    assertThat(stage.place(carl).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void nobody_is_called_when_nothing_is_left_and_somebody_is_when_a_unit_comes_back() {
    long room = stage.room("door", 5, 5);
    long coupons = stage.coupons(stage.saleBehind(room), 1);
    TicketRef anna = stage.enter(room, 1);
    stage.ask(new Command.Claim(coupons, 1, 1, anna, null));
    TicketRef bob = stage.join(room, 2);
    stage.core.pass(60_000);
    assertThat(stage.place(bob).standing()).isEqualTo(Standing.WAITING);
    assertThat(stage.place(bob).etaMs()).as("nobody can say").isNegative();
    stage.cancel(1, 1);
    stage.core.due();
    assertThat(stage.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void units_that_are_held_may_return_so_people_are_still_called() {
    long room = stage.room("door", 5, 5);
    long units = stage.units(stage.saleBehind(room), 1, 10, 1, 1, 5_000);
    TicketRef anna = stage.enter(room, 1);
    stage.ask(new Command.Claim(units, 1, 1, anna, null));
    assertThat(stage.place(stage.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    stage.topUp(1, 10);
    stage.pay(1, 1);
    assertThat(stage.place(stage.join(room, 3)).standing()).isEqualTo(Standing.WAITING);
  }

  @Test
  void a_restock_or_a_new_offer_calls_again() {
    long room = stage.room("door", 5, 5);
    long sale = stage.saleBehind(room);
    long coupons = stage.coupons(sale, 1);
    TicketRef anna = stage.enter(room, 1);
    stage.ask(new Command.Claim(coupons, 1, 1, anna, null));
    TicketRef bob = stage.join(room, 2);
    stage.ask(new Command.Restock(coupons, 2));
    assertThat(stage.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void what_a_sale_has_left_counts_no_more_once_it_is_over() {
    long room = stage.room("door", 5, 5);
    long left = stage.saleBehind(room);
    stage.coupons(left, 10);
    long gone = stage.coupons(stage.saleBehind(room), 1);
    TicketRef anna = stage.enter(room, 1);
    stage.ask(new Command.Claim(gone, 1, 1, anna, null));
    assertThat(stage.place(stage.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    stage.turn(left, Command.Switch.CLOSE);
    assertThat(stage.place(stage.join(room, 3)).standing()).isEqualTo(Standing.WAITING);
    stage.core.state(Restoring.restarted(stage.core.state(), 4));
    assertThat(stage.place(stage.join(room, 4)).standing()).isEqualTo(Standing.WAITING);
  }

  @Test
  void a_paused_room_lines_people_up_and_calls_them_when_it_opens() {
    long room = stage.room("door", 5, 5);
    stage.turn(room, RoomState.PAUSED);
    TicketRef anna = stage.join(room, 1);
    stage.core.pass(3_600_000);
    assertThat(stage.place(anna).standing()).isEqualTo(Standing.WAITING);
    stage.turn(room, RoomState.OPEN);
    stage.core.due();
    assertThat(stage.place(anna).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void fewer_people_inside_at_most_sends_nobody_out_and_calls_nobody() {
    long room = stage.room("door", 5, 5);
    TicketRef anna = stage.enter(room, 1);
    TicketRef bob = stage.enter(room, 2);
    stage.ask(new Command.UpdateRoom(room, null, null, null, 1, null, null));
    TicketRef carl = stage.join(room, 3);
    stage.ask(new Command.Leave(anna));
    assertThat(stage.look(bob)).isEqualTo(new MayLook());
    assertThat(stage.place(carl).standing()).isEqualTo(Standing.WAITING);
    stage.ask(new Command.Leave(bob));
    assertThat(stage.place(carl).standing()).isEqualTo(Standing.CALLED);
  }
}
