package io.tidegate.gate.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.room.RoomStatus;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** When a room of mode full lets people by. */
class FreeWayTest {

  private static final long S = TimeUnit.SECONDS.toNanos(1);

  private final FreeWay way = new FreeWay(0);

  @Test
  void it_is_open_while_nobody_has_to_wait() {
    assertThat(way.isOpen(false, null, 0)).isTrue();
    assertThat(way.isOpen(false, room(RoomState.OPEN, 0), 0)).isTrue();
  }

  @Test
  void it_shuts_at_once_when_the_upstream_is_full_or_somebody_waits() {
    assertThat(way.isOpen(true, null, 0)).isFalse();
    assertThat(new FreeWay(0).isOpen(false, room(RoomState.OPEN, 1), 0)).isFalse();
    way.shut(10 * S);
    assertThat(way.isOpen(false, room(RoomState.OPEN, 0), 10 * S)).isFalse();
  }

  @Test
  void it_opens_three_seconds_after_the_last_sign_of_too_much() {
    assertThat(way.isOpen(true, null, S)).isFalse();
    assertThat(way.isOpen(false, null, 4 * S - 1)).isFalse();
    assertThat(way.isOpen(false, null, 4 * S)).isTrue();
    assertThat(way.isOpen(false, room(RoomState.OPEN, 1), 5 * S)).isFalse();
    assertThat(way.isOpen(false, room(RoomState.OPEN, 0), 8 * S - 1)).isFalse();
    assertThat(way.isOpen(false, room(RoomState.OPEN, 0), 8 * S)).isTrue();
  }

  @Test
  void an_upstream_that_is_full_now_and_then_does_not_make_it_flap() {
    SplittableRandom random = new SplittableRandom(7);
    int changes = 0;
    boolean before = true;
    for (int i = 0; i < 10_000; i++) { // a minute and a half, full for a tenth of the time
      boolean open = way.isOpen(random.nextInt(10) == 0, null, i * S / 100);
      if (open != before) changes++;
      before = open;
    }
    assertThat(changes).isEqualTo(1);
  }

  @Test
  void nobody_passes_by_a_room_that_is_paused_or_not_open() {
    assertThat(way.isOpen(false, room(RoomState.PAUSED, 0), 0)).isFalse();
    assertThat(way.isOpen(false, room(RoomState.GATHERING, 0), 0)).isFalse();
    assertThat(way.isOpen(false, room(RoomState.OPEN, 0), 0)).as("at once").isTrue();
  }

  private static RoomStatus room(RoomState state, int waiting) {
    RoomSettings settings = new RoomSettings("r", state, 50, 1_000, 10, 2_000, 60_000);
    return new RoomStatus(
        1, 0, 1, 1, settings, 50, 0, waiting, 0, waiting, 0, 0, 0, 0, 0, null, "");
  }
}
