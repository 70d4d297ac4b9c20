package io.tidegate.engine.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Event;
import io.tidegate.core.Limits;
import io.tidegate.core.Rules;
import io.tidegate.core.State;
import io.tidegate.core.room.RoomTables;
import io.tidegate.core.sale.CountedSeats;
import io.tidegate.core.sale.Entry;
import io.tidegate.core.sale.SaleState;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A schedule's view is patched seat by seat, and is what a view made anew would be. */
class SeatsOfViewTest {

  private static final long NOW_MS = 1_700_000_000_000L;
  private static final int SEATS = 26;

  private final CountedSeats seats = new CountedSeats();
  private final State state = new State(seats.tables(7), new RoomTables(7));
  private final Rules rules = new Rules(Limits.DEFAULT);
  private final Views views = new Views();
  private long nowMs = NOW_MS;
  private long batch;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void seats_patched_batch_by_batch_are_as_seats_looked_up(long seed) {
    Random random = new Random(seed);
    stage();
    views.publish(state, ++batch, nowMs);
    for (int i = 0; i < 400; i++) {
      ScheduleView before = schedule(views, 1);
      byte[] seatsBefore = before.seats().clone();
      for (int n = random.nextInt(4); n > 0; n--) ask(command(random));
      nowMs += random.nextInt(20_000);
      for (Event due; (due = rules.nextDue(state, nowMs)) != null; ) happen(due);
      views.publish(state, ++batch, nowMs);
      Views anew = new Views();
      anew.rebuild(state, batch, nowMs);
      for (long id = 1; id <= 2; id++)
        assertThat(schedule(views, id).seats()).isEqualTo(schedule(anew, id).seats());
      assertThat(before.seats()).as("what readers have stays").isEqualTo(seatsBefore);
    }
  }

  @Test
  void a_batch_looks_at_the_seats_it_touched_alone() {
    stage();
    views.publish(state, ++batch, nowMs);
    ask(new Command.HoldSeats(0, 0, new long[] {3, 4}, 1, null, null));
    ask(new Command.HoldSeats(0, 0, new long[] {9}, 2, null, null));
    long before = seats.looks();
    views.publish(state, ++batch, nowMs);
    assertThat(seats.looks() - before).isEqualTo(3);
    happen(new Event.ScheduleUpdated(1, nowMs, nowMs * 2, nowMs * 2));
    before = seats.looks();
    views.publish(state, ++batch, nowMs);
    assertThat(seats.looks() - before).isZero();
  }

  @Test
  void what_left_memory_is_in_no_view_and_no_concert_names_a_date_of_it() {
    stage();
    happen(new Event.SaleCreated(2, "other", NOW_MS, Long.MAX_VALUE, Entry.OPEN, 0));
    long end = NOW_MS * 2;
    happen(
        new Event.ScheduleCreated(
            3, 3, 1, 2, end, NOW_MS, end, 1, SEATS, 1 + 2 * SEATS, 0, 60_000, 9, 9));
    views.publish(state, ++batch, nowMs);
    happen(new Event.SaleSwitched(1, SaleState.CLOSED, ""));
    happen(new Event.SalesRetired(new long[] {1}));
    views.publish(state, ++batch, nowMs);
    assertThat(views.sale(1)).isNull();
    assertThat(views.offers()).singleElement().returns(3L, OfferView::offer);
    assertThat(views.schedule(1)).isNull();
    assertThat(Objects.requireNonNull(views.concert(1)).schedules()).containsExactly(3);
    happen(new Event.SaleSwitched(2, SaleState.CLOSED, ""));
    happen(new Event.SalesRetired(new long[] {2}));
    views.publish(state, ++batch, nowMs);
    assertThat(views.concerts()).isEmpty();
    assertThat(views.concertsVersion()).isEqualTo(batch);
  }

  private static Command command(Random random) {
    long user = 1L + random.nextInt(4);
    long claim = 1L + random.nextInt(60);
    return switch (random.nextInt(4)) {
      case 0 -> new Command.Pay(claim, user, 0, 0, null);
      case 1 -> new Command.Cancel(claim, user);
      default -> {
        long first = 1L + random.nextInt(2 * SEATS - 1);
        long[] seats = random.nextBoolean() ? new long[] {first} : new long[] {first, first + 1};
        yield new Command.HoldSeats(0, 0, seats, user, null, null);
      }
    };
  }

  private void stage() {
    happen(new Event.SaleCreated(1, "s", NOW_MS, Long.MAX_VALUE, Entry.OPEN, 0));
    happen(new Event.SaleSwitched(1, SaleState.OPEN, ""));
    happen(new Event.ConcertCreated(1, "c", "p"));
    long end = NOW_MS * 2;
    for (int i = 0; i < 2; i++)
      happen(
          new Event.ScheduleCreated(
              i + 1, i + 1, 1, 1, end, NOW_MS, end, 1, SEATS, 1 + i * SEATS, 0, 60_000, 9, 9));
  }

  private void ask(Command command) {
    rules.decide(state, command, nowMs).events().forEach(this::happen);
  }

  private void happen(Event event) {
    state.apply(event, nowMs);
    views.touch(state, event);
  }

  private static ScheduleView schedule(Views views, long id) {
    return Objects.requireNonNull(views.schedule(id));
  }
}
