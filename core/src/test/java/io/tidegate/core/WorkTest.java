package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.room.CountedRooms;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.sale.SaleTables;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a batch costs does not grow with the number of rooms: rooms looked at are counted. */
class WorkTest {

  private static final int ROOMS = 1_000;

  /** A lookup each by rule, check and event, and ways through a heap of a thousand. */
  private static final long LOOKS_MAX = 64;

  private final CountedRooms rooms = new CountedRooms();
  private final CoreDriver core = new CoreDriver(RulesFixture.ROOMY, RulesFixture.START_MS);
  private long looks;
  private int events;

  /** In each room one person is inside, and one waits. */
  @BeforeEach
  void aThousandRooms() {
    core.state(new State(new SaleTables(1), rooms.tables(1)));
    for (int room = 1; room <= ROOMS; room++) {
      core.happen(new Event.RoomCreated(room, 1, settings("room " + room, 1)));
      for (long user = 1; user <= 2; user++) core.ask(new Command.Join(room, user));
      core.pass(1);
    }
    begin();
  }

  private static RoomSettings settings(String name, int people) {
    return new RoomSettings(name, RoomState.OPEN, people, 600_000, 100_000, 600_000, 600_000);
  }

  private void begin() {
    looks = rooms.looks();
    events = core.history().size();
  }

  private void assertFewLooks(int eventsWanted) {
    int happened = core.history().size() - events;
    assertThat(happened).isEqualTo(eventsWanted);
    assertThat((rooms.looks() - looks) / happened).as("rooms an event").isLessThan(LOOKS_MAX);
  }

  /** As the loop ends each batch. */
  private void batch(Command command) {
    core.ask(command);
    assertThat(core.rules().idleMs(core.state(), core.now())).isPositive();
    assertThat(core.state().anybodyLives()).isTrue();
  }

  @Test
  void a_batch_looks_at_its_own_room_alone() {
    for (long user = 3; user < 1_003; user++) batch(new Command.Join(ROOMS, user));
    assertFewLooks(1_000);
  }

  @Test
  void so_does_a_sweep_that_calls_everybody_in_one_room() {
    for (long user = 3; user < 1_003; user++) core.ask(new Command.Join(ROOMS, user));
    core.happen(new Event.RoomUpdated(ROOMS, settings("room", 5_000)));
    begin();
    core.due();
    assertFewLooks(1_001);
  }

  @Test
  void and_one_that_ends_a_call_in_every_room_looks_at_each_once() {
    core.pass(600_000);
    begin();
    core.due();
    // Each call lapses, which lets the next be called.
    assertFewLooks(2 * ROOMS);
  }

  @Test
  void nor_does_whether_anybody_lives_where_nobody_does() {
    core.pass(600_000);
    core.due();
    core.pass(600_000);
    core.due();
    begin();
    assertThat(core.state().anybodyLives()).isFalse();
    core.due();
    assertThat(rooms.looks() - looks).isLessThan(LOOKS_MAX);
  }
}
