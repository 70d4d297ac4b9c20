package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.room.EndCause;
import io.tidegate.core.room.Line;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.table.Rows;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What does not grow however long it runs. */
class MemoryTest {

  /** With every change kept, each one would look at all before it: minutes instead of a blink. */
  @Test
  @Timeout(20)
  void a_sale_that_is_renamed_for_ever_costs_no_more_each_time() {
    RulesFixture rules = new RulesFixture();
    Command.CreateSale planned =
        new Command.CreateSale(
            "sale", RulesFixture.START_MS + 1, RulesFixture.START_MS + 2, Entry.OPEN, 0);
    rules.ask(planned);
    for (int i = 0; i < 200_000; i++)
      rules
          .core
          .state()
          .apply(
              new Event.SaleUpdated(
                  1, "sale " + i, RulesFixture.START_MS + 1, RulesFixture.START_MS + 2),
              RulesFixture.START_MS);
    assertThat(rules.core.rules().nextDueMs(rules.core.state()))
        .isEqualTo(RulesFixture.START_MS + 1);
  }

  /** Millions pass, a few thousand stand: what is kept follows those who stand. */
  @Test
  void a_line_that_millions_pass_through_stays_as_small_as_those_who_stand_in_it() {
    Line line = new Line();
    for (long number = 1; number <= 5_000_000; number++) {
      line.add(number, (int) number);
      if (number > 3_000) line.remove(number - 3_000);
    }
    assertThat(line.size()).isEqualTo(3_000);
    assertThat(line.ahead(Long.MAX_VALUE)).isEqualTo(3_000);
    assertThat(bytesOf(line)).isLessThan(200_000);
  }

  /** Sold out or paused: the first stays, and a trace of commands joins and leaves behind it. */
  @Test
  void millions_who_came_and_left_behind_somebody_who_waits_cost_next_to_nothing() {
    Line line = new Line();
    line.add(1, 1);
    for (long number = 2; number <= 5_000_000; number++) {
      line.add(number, 2);
      line.remove(number);
    }
    assertThat(line.firstTicket()).isEqualTo(1);
    assertThat(line.ahead(6_000_000)).isEqualTo(1);
    assertThat(bytesOf(line)).isLessThan(2_500_000);
  }

  /** One fills the heap in tests of 1 GB if nothing is given back. */
  @Test
  void people_who_join_and_leave_for_ever_leave_nothing_behind() {
    RulesFixture rules = new RulesFixture();
    long room = rules.room("door", 5, 5);
    State state = rules.core.state();
    long now = RulesFixture.START_MS;
    for (long number = 1; number <= 1_000_000; number++) {
      long user = number % 1_000 + 1;
      state.apply(new Event.Joined(room, user, number), now);
      state.apply(new Event.Called(room, user, number, now + 2_000), now);
      state.apply(new Event.Ended(room, user, number, EndCause.LEFT), now);
      now += 10;
    }
    assertThat(state.rooms().ticketRows().end()).isEqualTo(1);
    assertThat(state.rooms().get(room).nextEndMs()).isEqualTo(Long.MAX_VALUE);
    assertThat(state.rooms().get(room).releases().freeze()).hasSizeLessThanOrEqualTo(2 * 1_000);
    assertThat(bytesOf(state.rooms().get(room))).isLessThan(200_000);
  }

  @Test
  void holds_that_are_taken_and_given_back_for_ever_leave_only_their_claims() {
    RulesFixture rules = new RulesFixture(Limits.DEFAULT);
    long units = rules.units(rules.sale(), 5, 0, 1, 1, 3_600_000);
    State state = rules.core.state();
    for (long claim = 1; claim <= 200_000; claim++) {
      long user = claim % 5 + 1;
      state.apply(
          new Event.Claimed(
              claim, units, user, 1, 0, RulesFixture.START_MS + claim, new long[0], null),
          RulesFixture.START_MS);
      state.apply(new Event.Cancelled(claim, user, 0), RulesFixture.START_MS);
    }
    assertThat(state.sale().claims.nextDueMs()).isEqualTo(Long.MAX_VALUE);
    assertThat(rows(state, "taken").end()).isEqualTo(1);
    assertThat(rows(state, "users").end()).isEqualTo(5);
  }

  private static Rows rows(State state, String name) {
    return Objects.requireNonNull(state.sale().rows().get(name));
  }

  /** What an object keeps alive, about: the lengths of the primitive arrays reachable from it. */
  private static long bytesOf(Object root) {
    return RetainedSize.arrayBytes(root);
  }
}
