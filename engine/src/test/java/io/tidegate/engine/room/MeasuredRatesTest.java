package io.tidegate.engine.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.UpdateRoom;
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
  void a_rate_that_moves_by_less_than_a_tenth_changes_nothing() {
    assertThat(people(rates.change(room(1, 100, 10_000), 10.9, 0))).isNull();
    assertThat(people(rates.change(room(1, 100, 10_000), 9.1, 0))).isNull();
    assertThat(people(rates.change(room(1, 100, 10_000), 11, 0))).isEqualTo(110);
    assertThat(people(rates.change(room(2, 100, 10_000), 9, 0))).isEqualTo(90);
  }

  @Test
  void a_room_changes_at_most_every_five_seconds_and_rooms_do_not_wait_for_one_another() {
    long fiveNs = TimeUnit.SECONDS.toNanos(5);
    assertThat(people(rates.change(room(1, 100, 10_000), 20, 0))).isEqualTo(200);
    assertThat(people(rates.change(room(1, 200, 10_000), 40, fiveNs - 1))).isNull();
    assertThat(people(rates.change(room(2, 100, 10_000), 40, fiveNs - 1))).isEqualTo(400);
    assertThat(people(rates.change(room(1, 200, 10_000), 40, fiveNs))).isEqualTo(400);
  }

  @Test
  void people_are_whole_and_within_what_a_room_may_call() {
    assertThat(people(rates.change(room(1, 10, 1_000), 5.9, 0))).isEqualTo(5);
    assertThat(people(rates.change(room(2, 10, 1_000), 0, 0))).isEqualTo(1);
    assertThat(people(rates.change(room(3, 5, 1_000), 5.9, 0))).as("the same people").isNull();
    assertThat(people(rates.change(room(4, 10, 1_000), 1e300, 0))).isEqualTo(1_000_000);
  }

  @Test
  void a_room_in_quarantine_is_left_alone() {
    RoomView room = room(1, 100, 10_000);
    assertThat(rates.change(in(room, RoomState.QUARANTINED), 20, 0)).isNull();
    assertThat(rates.change(in(room, RoomState.PAUSED), 20, 0))
        .isEqualTo(new UpdateRoom(1, null, 200, null, null, null, null));
  }

  private static @Nullable Integer people(@Nullable UpdateRoom change) {
    return change == null ? null : change.people();
  }

  private static RoomView room(long id, int people, long intervalMs) {
    RoomSettings settings =
        new RoomSettings("r", RoomState.OPEN, people, intervalMs, 10, 2_000, 600_000);
    return view(id, settings);
  }

  private static RoomView in(RoomView room, RoomState state) {
    return view(room.room(), room.settings().in(state));
  }

  private static RoomView view(long id, RoomSettings settings) {
    return new RoomView(1, 1, id, 1, settings, 0, 0, 0, 0, 0, 0, 0, 0, null, "", null);
  }
}
