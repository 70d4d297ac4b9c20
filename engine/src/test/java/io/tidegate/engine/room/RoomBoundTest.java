package io.tidegate.engine.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which of a room's bounds decides how many people it calls. */
class RoomBoundTest {

  @Test
  void with_space_inside_the_rate_binds_and_a_measured_one_where_it_is_less() {
    assertThat(bound(RoomState.OPEN, 50, 0, null)).isEqualTo(RoomBound.RATE);
    assertThat(bound(RoomState.OPEN, 50, 9, null)).isEqualTo(RoomBound.RATE);
    assertThat(bound(RoomState.OPEN, 49, 9, null)).isEqualTo(RoomBound.MEASURED);
  }

  @Test
  void who_is_called_takes_space_like_who_is_inside() {
    assertThat(bound(RoomState.OPEN, 50, 10, null)).isEqualTo(RoomBound.SPACE);
    assertThat(bound(RoomState.OPEN, 1, 10, null)).isEqualTo(RoomBound.SPACE);
  }

  @Test
  void where_nothing_is_left_stock_binds_and_held_units_bind_nothing() {
    for (WaitReason nothing :
        new WaitReason[] {WaitReason.SOLD_OUT, WaitReason.SALE_OVER, WaitReason.SALE_STOPPED})
      assertThat(bound(RoomState.OPEN, 50, 10, nothing)).isEqualTo(RoomBound.STOCK);
    for (WaitReason some :
        new WaitReason[] {WaitReason.ALL_HELD, WaitReason.SALE_PAUSED, WaitReason.SALE_NOT_OPEN})
      assertThat(bound(RoomState.OPEN, 50, 0, some)).isEqualTo(RoomBound.RATE);
  }

  @Test
  void a_room_that_is_not_open_is_bound_by_that() {
    for (RoomState early : new RoomState[] {RoomState.IDLE, RoomState.GATHERING, RoomState.DRAWING})
      assertThat(bound(early, 1, 10, null)).isEqualTo(RoomBound.NOT_OPEN);
    for (RoomState shut :
        new RoomState[] {RoomState.PAUSED, RoomState.CLOSED, RoomState.QUARANTINED})
      assertThat(bound(shut, 1, 10, null)).isEqualTo(RoomBound.PAUSED);
  }

  /** Of a room of 50 people a second and 10 inside, five of whom are called. */
  private static RoomBound bound(
      RoomState state, int people, int inside, @Nullable WaitReason reason) {
    RoomSettings settings = new RoomSettings("r", state, 50, 1_000, 10, 2_000, 60_000);
    int called = inside / 2;
    return new RoomStatus(
            1,
            0,
            1,
            1,
            settings,
            people,
            0,
            20,
            10,
            10,
            called,
            inside - called,
            0,
            0,
            0,
            reason,
            null)
        .bound();
  }
}
