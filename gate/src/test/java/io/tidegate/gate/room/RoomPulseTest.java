package io.tidegate.gate.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import io.tidegate.engine.room.RoomStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RoomPulseTest {

  private static final RoomSettings SETTINGS =
      new RoomSettings("r", RoomState.OPEN, 50, 1_000, 1_000, 120_000, 600_000);

  private final RoomPulse pulse = new RoomPulse();

  private void see(long seconds, long calledUpTo, int waiting, @Nullable WaitReason reason) {
    pulse.see(status(seconds, calledUpTo, waiting, reason));
  }

  static RoomStatus status(
      long seconds, long calledUpTo, int waiting, @Nullable WaitReason reason) {
    return new RoomStatus(
        seconds * 1_000,
        0,
        1,
        1,
        SETTINGS,
        50,
        0,
        9_999,
        calledUpTo,
        waiting,
        0,
        10,
        0,
        0,
        0,
        reason,
        null);
  }

  @Test
  void how_fast_a_line_moves_is_known_after_ten_seconds_of_it_and_follows_the_last_minute() {
    for (int s = 1; s <= 10; s++) see(s, 5L * s, 100, null);
    assertThat(pulse.perMinute()).isEqualTo(RoomPulse.UNKNOWN);
    for (int s = 11; s <= 200; s++) see(s, 5L * s, 100, null);
    assertThat(pulse.perMinute()).isEqualTo(300);
    for (int s = 201; s <= 230; s++) see(s, 1_000, 100, null);
    assertThat(pulse.perMinute()).isBetween(145, 155);
    for (int s = 231; s <= 270; s++) see(s, 1_000, 100, null);
    assertThat(pulse.perMinute()).isZero();
  }

  @Test
  void without_a_line_it_shows_only_who_came_and_says_nothing() {
    for (int s = 1; s <= 100; s++) see(s, s, 0, null);
    assertThat(pulse.perMinute()).isEqualTo(RoomPulse.UNKNOWN);
    for (int s = 101; s <= 105; s++) see(s, 100, 5_000, null);
    assertThat(pulse.perMinute()).as("a line that just began").isEqualTo(RoomPulse.UNKNOWN);
  }

  @Test
  void a_pause_counts_for_nothing_afterwards() {
    for (int s = 1; s <= 60; s++) see(s, 5L * s, 100, null);
    for (int s = 61; s <= 600; s++) see(s, 300, 100, WaitReason.ROOM_PAUSED);
    for (int s = 601; s <= 620; s++) see(s, 300 + 5L * (s - 600), 100, null);
    assertThat(pulse.perMinute()).isEqualTo(300);
  }

  @Test
  void since_when_it_is_paused_is_known_to_who_saw_it_begin_and_to_nobody_else() {
    see(100, 1, 5, WaitReason.ROOM_PAUSED);
    assertThat(pulse.sinceMs()).isZero();
    see(101, 1, 5, null);
    see(103, 1, 5, WaitReason.ROOM_PAUSED);
    see(150, 1, 5, WaitReason.ROOM_PAUSED);
    assertThat(pulse.sinceMs()).isEqualTo(103_000);
    see(200, 1, 5, null);
    see(300, 1, 5, WaitReason.ROOM_PAUSED);
    assertThat(pulse.sinceMs()).as("nobody looked for 100 s").isZero();
  }

  @Test
  void an_estimate_is_what_the_room_says_or_longer_where_fewer_are_called() {
    RoomStatus status = status(1, 1, 5, null);
    assertThat(facts(RoomPulse.UNKNOWN, status).etaMs(600, 12_000)).isEqualTo(12_000);
    assertThat(facts(60, status).etaMs(600, 12_000)).isEqualTo(600_000);
    assertThat(facts(60_000, status).etaMs(600, 12_000)).isEqualTo(12_000);
    assertThat(facts(0, status).etaMs(600, 12_000)).as("nobody is called").isNegative();
    assertThat(facts(60, status).etaMs(600, -1)).isNegative();
  }

  private static RoomFacts facts(int perMinute, RoomStatus status) {
    return new RoomFacts(PlaceView.State.WAITING, perMinute, 0, status, RoomMessage.NONE);
  }
}
