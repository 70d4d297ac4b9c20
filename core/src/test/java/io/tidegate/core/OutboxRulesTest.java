package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.KeepLetter;
import io.tidegate.core.Command.LookUpClaims;
import io.tidegate.core.Command.MoveCursor;
import io.tidegate.core.Command.RemoveSink;
import io.tidegate.core.Command.ResetCursor;
import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Full;
import io.tidegate.core.Result.ManyClaims;
import io.tidegate.core.Result.Sinks;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.outbox.LetterState;
import io.tidegate.core.outbox.SinkTable;
import org.junit.jupiter.api.Test;

/** Cursors go forward, except where an operator says so; sinks and letters are bounded. */
class OutboxRulesTest {

  private static final Done DONE = new Done();

  private final RulesFixture rules = new RulesFixture(Limits.DEFAULT);

  private SinkTable sinks() {
    return rules.core.state().sinks();
  }

  private static KeepLetter letter(int index) {
    return new KeepLetter("shop", 1, index, 1, 500, LetterState.WAITING, "no");
  }

  @Test
  void a_cursor_goes_forward_and_never_back_by_itself() {
    assertThat(rules.ask(new MoveCursor("shop", 7))).isEqualTo(DONE);
    assertThat(rules.ask(new MoveCursor("shop", 9))).isEqualTo(DONE);
    assertThat(rules.ask(new MoveCursor("shop", 8))).isInstanceOf(Conflict.class);
    assertThat(sinks().cursor(sinks().find("shop"))).isEqualTo(9);
    assertThat(Invariants.broken(rules.core.state(), new Event.CursorMoved("shop", 8))).isNotNull();
  }

  @Test
  void an_operator_takes_it_back() {
    rules.ask(new MoveCursor("shop", 7));
    assertThat(rules.ask(new ResetCursor("shop", 2))).isEqualTo(DONE);
    assertThat(sinks().cursor(sinks().find("shop"))).isEqualTo(2);
    assertThat(rules.ask(new ResetCursor("stock", 2))).isInstanceOf(Unfit.class);
  }

  @Test
  void sixty_four_sinks_are_known_and_one_more_when_one_has_gone() {
    for (int i = 1; i <= SinkTable.SINKS_MAX; i++)
      assertThat(rules.ask(new MoveCursor("sink-" + i, 1))).isEqualTo(DONE);
    assertThat(rules.ask(new MoveCursor("late", 1))).isEqualTo(new Full("sinks"));
    assertThat(Invariants.broken(rules.core.state(), new Event.CursorMoved("late", 1))).isNotNull();
    assertThat(rules.ask(new RemoveSink("sink-5"))).isEqualTo(DONE);
    assertThat(rules.ask(new MoveCursor("late", 1))).isEqualTo(DONE);
    assertThat(sinks().find("late")).isEqualTo(5);
  }

  @Test
  void a_sink_has_so_many_letters_and_a_letter_is_kept_once() {
    rules.ask(new MoveCursor("shop", 1));
    for (int i = 0; i < SinkTable.LETTERS_MAX; i++)
      assertThat(rules.ask(letter(i))).isEqualTo(DONE);
    assertThat(rules.ask(letter(0))).isEqualTo(DONE);
    assertThat(rules.ask(letter(SinkTable.LETTERS_MAX))).isEqualTo(new Full("letters"));
    assertThat(rules.ask(new Command.DropLetter("shop", 1, 3))).isEqualTo(DONE);
    assertThat(rules.ask(letter(SinkTable.LETTERS_MAX))).isEqualTo(DONE);
    assertThat(sinks().sink(1).letters()).hasSize(SinkTable.LETTERS_MAX);
  }

  @Test
  void whoever_asks_is_told_of_all_sinks_and_their_letters() {
    rules.ask(new MoveCursor("shop", 1));
    rules.ask(letter(0));
    assertThat(rules.ask(new Command.AskSinks()))
        .isInstanceOfSatisfying(
            Sinks.class,
            known -> {
              assertThat(known.sinks()).extracting(SinkTable.Sink::name).containsExactly("shop");
              assertThat(known.sinks().getFirst().letters()).hasSize(1);
            });
  }

  @Test
  void letters_leave_with_their_sink() {
    rules.ask(new MoveCursor("shop", 1));
    rules.ask(letter(0));
    rules.ask(new RemoveSink("shop"));
    rules.ask(new MoveCursor("shop", 1));
    assertThat(sinks().sink(1).letters()).isEmpty();
  }

  @Test
  void a_name_is_one_that_can_stand_in_a_path() {
    for (String name : new String[] {"", "Shop", "1", "a b", "a/b", "ä", "a".repeat(33)})
      assertThat(rules.ask(new MoveCursor(name, 1))).as(name).isInstanceOf(Unfit.class);
  }

  @Test
  void claims_that_nobody_made_are_left_out_of_the_facts() {
    assertThat(rules.ask(new LookUpClaims(new long[] {1, 2})))
        .isInstanceOfSatisfying(ManyClaims.class, found -> assertThat(found.claims()).isEmpty());
    assertThat(rules.ask(new LookUpClaims(new long[1_001]))).isInstanceOf(Unfit.class);
  }
}
