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

  private final RulesFixture rules = new RulesFixture();

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
    private final RulesFixture rules = new RulesFixture();
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
          rules.room(
              new RoomSettings("door", RoomState.OPEN, people, interval, insideMax, call, inside));
    }

    void live() {
      try {
        for (int step = 0; step < 300; step++) {
          rules.core.pass(random.nextInt(3) == 0 ? random.nextInt(1_500) : random.nextInt(40));
          rules.core.due();
          look();
          for (int left = random.nextInt(4); left > 0; left--) act(1 + random.nextInt(USERS));
          if (step % 25 == 0)
            rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), random.nextLong()));
        }
        watch.assertEveryWindow(room);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }

    private void act(long user) {
      TicketRef ticket = tickets.get(user);
      if (ticket == null) tickets.put(user, rules.join(room, user));
      else if (random.nextInt(12) == 0) leave(user, ticket);
      else if (random.nextInt(patience) == 0) visit(user, ticket);
      else rules.place(ticket);
      look();
    }

    private void leave(long user, TicketRef ticket) {
      rules.ask(new Command.Leave(ticket));
      tickets.remove(user);
    }

    private void visit(long user, TicketRef ticket) {
      if (rules.look(ticket) instanceof Result.VisitEnded) tickets.remove(user);
    }

    private void look() {
      for (; watched < rules.core.history().size(); watched++)
        watch.saw(rules.core.history().get(watched));
      watch.assertNobodyWaitsWhoMayBeCalled(rules.core.state(), rules.core.nowMs());
    }
  }

  @Test
  void a_lapsed_call_gives_its_release_to_the_next_once() {
    long room = rules.room("door", 1, 10);
    TicketRef anna = rules.join(room, 1);
    TicketRef bob = rules.join(room, 2);
    TicketRef carl = rules.join(room, 3);
    rules.core.pass(2_000);
    assertThat(rules.place(bob).standing()).as("in anna's stead").isEqualTo(Standing.CALLED);
    assertThat(rules.place(carl).standing()).isEqualTo(Standing.WAITING);
    rules.look(bob);
    rules.core.pass(9_999);
    assertThat(rules.place(carl).standing()).isEqualTo(Standing.WAITING);
    rules.core.pass(1);
    assertThat(rules.place(carl).standing()).isEqualTo(Standing.CALLED);
    assertThat(rules.place(anna).standing()).as("away").isEqualTo(Standing.WAITING);
  }

  @Test
  void a_lapse_is_not_saved_up_for_a_later_window() {
    long room = rules.room(new RoomSettings("door", RoomState.OPEN, 1, 1_000, 9, 1_500, 9_000));
    rules.join(room, 1);
    rules.core.pass(1_500);
    rules.core.due();
    assertThat(rules.place(rules.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    assertThat(rules.place(rules.join(room, 3)).standing()).isEqualTo(Standing.WAITING);
  }

  @Test
  void who_missed_the_call_comes_back_before_all_new_numbers() {
    long room = rules.room("door", 1, 1);
    TicketRef anna = rules.join(room, 1);
    rules.core.pass(2_000);
    TicketRef bob = rules.enter(room, 2);
    TicketRef carl = rules.join(room, 3);
    assertThat(rules.place(anna).ahead()).isZero();
    assertThat(rules.place(carl).ahead()).as("behind the returner").isEqualTo(1);
    rules.core.pass(10_000);
    rules.ask(new Command.Leave(bob));
    assertThat(rules.look(carl)).isInstanceOf(Result.NotYourTurn.class);
    assertThat(rules.look(anna)).isEqualTo(new MayLook());
  }

  @Test
  void the_place_is_never_lost_however_late_the_next_ask() {
    long room = rules.room("door", 1, 1);
    TicketRef anna = rules.join(room, 1);
    rules.core.pass(30L * 86_400_000);
    TicketRef again = rules.join(room, 1);
    assertThat(again).isEqualTo(anna);
    assertThat(rules.look(anna)).isEqualTo(new MayLook());
  }

  @Test
  void a_call_can_be_missed_many_times_and_entered_once() {
    long room = rules.room("door", 1, 1);
    TicketRef anna = rules.join(room, 1);
    for (int i = 0; i < 5; i++) {
      rules.core.pass(20_000);
      assertThat(rules.place(anna).standing()).isEqualTo(Standing.CALLED);
    }
    assertThat(rules.look(anna)).isEqualTo(new MayLook());
    long entries =
        rules.core.history().stream().filter(h -> h.event() instanceof Event.Entered).count();
    assertThat(entries).isEqualTo(1);
  }

  @Test
  void a_script_that_joins_idles_joins_again_waits_and_reads_dates_gets_in() {
    long room = rules.room("door", 2, 100);
    long schedule = rules.schedule(rules.saleBehind(room), 9);
    for (long user = 100; user < 110; user++) rules.join(room, user);
    TicketRef first = rules.join(room, 1);
    rules.core.pass(7 * 60_000);
    TicketRef second = rules.join(room, 1);
    assertThat(second).isEqualTo(first);
    while (rules.place(second).standing() == Standing.WAITING) rules.core.pass(1_000);
    assertThat(rules.look(second)).isEqualTo(new MayLook());
    assertThat(rules.ask(new Command.Look(schedule, 1, second))).isEqualTo(new MayLook());
    assertThat(rules.core.nowMs()).isLessThan(RulesFixture.START_MS + 20 * 60_000);
  }

  @Test
  void releases_count_over_a_restart() {
    long room = rules.room("door", 2, 100);
    rules.enter(room, 1);
    rules.enter(room, 2);
    TicketRef carl = rules.join(room, 3);
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 9));
    rules.core.pass(9_999);
    assertThat(rules.place(carl).standing()).isEqualTo(Standing.WAITING);
    rules.core.pass(1);
    assertThat(rules.place(carl).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void nobody_is_called_when_nothing_is_left_and_somebody_is_when_a_unit_comes_back() {
    long room = rules.room("door", 5, 5);
    long coupons = rules.coupons(rules.saleBehind(room), 1);
    TicketRef anna = rules.enter(room, 1);
    rules.ask(new Command.Claim(coupons, 1, 1, anna, null));
    TicketRef bob = rules.join(room, 2);
    rules.core.pass(60_000);
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.WAITING);
    assertThat(rules.place(bob).etaMs()).as("nobody can say").isNegative();
    rules.cancel(1, 1);
    rules.core.due();
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void units_that_are_held_may_return_so_people_are_still_called() {
    long room = rules.room("door", 5, 5);
    long units = rules.units(rules.saleBehind(room), 1, 10, 1, 1, 5_000);
    TicketRef anna = rules.enter(room, 1);
    rules.ask(new Command.Claim(units, 1, 1, anna, null));
    assertThat(rules.place(rules.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    rules.topUp(1, 10);
    rules.pay(1, 1);
    assertThat(rules.place(rules.join(room, 3)).standing()).isEqualTo(Standing.WAITING);
  }

  @Test
  void a_restock_or_a_new_offer_calls_again() {
    long room = rules.room("door", 5, 5);
    long sale = rules.saleBehind(room);
    long coupons = rules.coupons(sale, 1);
    TicketRef anna = rules.enter(room, 1);
    rules.ask(new Command.Claim(coupons, 1, 1, anna, null));
    TicketRef bob = rules.join(room, 2);
    rules.ask(new Command.Restock(coupons, 2));
    assertThat(rules.place(bob).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void what_a_sale_has_left_counts_no_more_once_it_is_over() {
    long room = rules.room("door", 5, 5);
    long left = rules.saleBehind(room);
    rules.coupons(left, 10);
    long gone = rules.coupons(rules.saleBehind(room), 1);
    TicketRef anna = rules.enter(room, 1);
    rules.ask(new Command.Claim(gone, 1, 1, anna, null));
    assertThat(rules.place(rules.join(room, 2)).standing()).isEqualTo(Standing.CALLED);
    rules.turn(left, Command.Switch.CLOSE);
    assertThat(rules.place(rules.join(room, 3)).standing()).isEqualTo(Standing.WAITING);
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 4));
    assertThat(rules.place(rules.join(room, 4)).standing()).isEqualTo(Standing.WAITING);
  }

  @Test
  void a_paused_room_lines_people_up_and_calls_them_when_it_opens() {
    long room = rules.room("door", 5, 5);
    rules.turn(room, RoomState.PAUSED);
    TicketRef anna = rules.join(room, 1);
    rules.core.pass(3_600_000);
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.WAITING);
    rules.turn(room, RoomState.OPEN);
    rules.core.due();
    assertThat(rules.place(anna).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void fewer_people_inside_at_most_sends_nobody_out_and_calls_nobody() {
    long room = rules.room("door", 5, 5);
    TicketRef anna = rules.enter(room, 1);
    TicketRef bob = rules.enter(room, 2);
    rules.ask(new Command.UpdateRoom(room, null, null, null, 1, null, null));
    TicketRef carl = rules.join(room, 3);
    rules.ask(new Command.Leave(anna));
    assertThat(rules.look(bob)).isEqualTo(new MayLook());
    assertThat(rules.place(carl).standing()).isEqualTo(Standing.WAITING);
    rules.ask(new Command.Leave(bob));
    assertThat(rules.place(carl).standing()).isEqualTo(Standing.CALLED);
  }
}
