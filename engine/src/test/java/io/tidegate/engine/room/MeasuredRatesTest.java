package io.tidegate.engine.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.MeasureRate;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.view.RoomView;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which measured rates become events. */
class MeasuredRatesTest {

  private final MeasuredRates rates = new MeasuredRates();

  @Test
  void a_bound_that_moves_by_less_than_a_tenth_stays() {
    assertThat(people(rates.change(room(1, 1_000, 100), 10.9, 0))).isNull();
    assertThat(people(rates.change(room(1, 1_000, 100), 9.1, 0))).isNull();
    assertThat(people(rates.change(room(1, 1_000, 100), 11, 0))).isEqualTo(110);
    assertThat(people(rates.change(room(2, 1_000, 100), 9, 0))).isEqualTo(90);
  }

  @Test
  void what_the_organiser_set_is_bounded_by_less_alone() {
    assertThat(people(rates.change(room(1, 100, 0), 10, 0))).isNull();
    assertThat(people(rates.change(room(1, 100, 0), 1_000, 0))).isNull();
    assertThat(people(rates.change(room(1, 100, 0), 5, 0))).isEqualTo(50);
    assertThat(people(rates.change(room(2, 100, 50), 1_000, 0))).as("lifted").isEqualTo(10_000);
    assertThat(people(rates.change(room(3, 100, 10_000), 500, 0))).isNull();
  }

  @Test
  void a_room_changes_at_most_every_five_seconds_and_rooms_do_not_wait_for_one_another() {
    long fiveNs = TimeUnit.SECONDS.toNanos(5);
    assertThat(people(rates.change(room(1, 1_000, 100), 20, 0))).isEqualTo(200);
    assertThat(people(rates.change(room(1, 1_000, 200), 40, fiveNs - 1))).isNull();
    assertThat(people(rates.change(room(2, 1_000, 100), 40, fiveNs - 1))).isEqualTo(400);
    assertThat(people(rates.change(room(1, 1_000, 200), 40, fiveNs))).isEqualTo(400);
  }

  @Test
  void people_are_whole_and_within_what_a_room_may_call() {
    assertThat(people(rates.change(room(1, 100, 0), 0.59, 0))).isEqualTo(5);
    assertThat(people(rates.change(room(2, 100, 0), 0, 0))).isEqualTo(1);
    assertThat(people(rates.change(room(3, 100, 5), 0.59, 0))).as("the same people").isNull();
    assertThat(people(rates.change(room(4, 1_000_000, 10), 1e300, 0))).isEqualTo(1_000_000);
  }

  @Test
  void a_room_in_quarantine_is_left_alone() {
    assertThat(rates.change(room(1, 100, 0, RoomState.QUARANTINED), 5, 0)).isNull();
    assertThat(rates.change(room(1, 100, 0, RoomState.PAUSED), 5, 0))
        .isEqualTo(new MeasureRate(1, 50));
  }

  private static @Nullable Integer people(@Nullable MeasureRate change) {
    return change == null ? null : change.people();
  }

  private static RoomView room(long id, int people, int measured) {
    return room(id, people, measured, RoomState.OPEN);
  }

  /** Of an interval of 10 s. */
  private static RoomView room(long id, int people, int measured, RoomState state) {
    RoomSettings settings = new RoomSettings("r", state, people, 10_000, 10, 2_000, 600_000);
    int most = measured == 0 ? people : Math.min(measured, people);
    return new RoomView(
        1, 1, id, 1, settings, measured, most, 0, 0, 0, 0, 0, 0, 0, 0, null, "", null);
  }
}
