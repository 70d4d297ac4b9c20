package io.tidegate.api.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.document.Document;
import io.tidegate.core.Event;
import io.tidegate.core.State;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.view.Views;
import io.tidegate.http.stream.ServerEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When the status of a room is made anew, on a clock that the test moves. */
class RoomStatusTest {

  private static final long SECOND_NS = 1_000_000_000;
  private static final RoomSettings ROOM =
      new RoomSettings("default", RoomState.OPEN, 2, 10_000, 3, 5_000, 30_000);

  private final State state = new State(1);
  private final Views views = new Views();
  private long sequence;
  private long users;
  private final RoomStatus status;

  RoomStatusTest() {
    happen(new Event.RoomCreated(1, 1, ROOM));
    status = new RoomStatus(views, Objects.requireNonNull(views.room(1)));
  }

  private void happen(Event event) {
    state.apply(event, 1_000);
    views.touch(state, event);
    views.publish(state, ++sequence, 1_000);
  }

  private void join() {
    users++;
    happen(new Event.Joined(1, users, users));
  }

  private byte[] now() {
    return StatusJson.of(Objects.requireNonNull(views.room(1)));
  }

  /** A status that was true until a time. */
  private record PastStatus(byte[] json, long untilNs) {}

  /**
   * Whoever asks, and however long nobody did, is told what was true at some moment of the last
   * second; and it is made anew no more than once a second.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nobody_is_told_what_was_over_a_second_ago(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Deque<PastStatus> old = new ArrayDeque<>();
    Set<Document> told = new HashSet<>();
    long nowNs = random.nextLong(); // nanoTime begins anywhere
    long beginNs = nowNs;
    for (int step = 0; step < 2_000; step++) {
      nowNs += random.nextLong(random.nextInt(20) == 0 ? 5 * SECOND_NS : SECOND_NS / 20);
      if (random.nextInt(3) == 0) {
        old.addLast(new PastStatus(now(), nowNs));
        join();
      }
      while (!old.isEmpty() && nowNs - old.peekFirst().untilNs > SECOND_NS) old.removeFirst();
      Document document = status.document(nowNs);
      assertThat(saysAny(document, old)).as("seed %d step %d", seed, step).isTrue();
      told.add(document);
    }
    assertThat((long) told.size()).isBetween(50L, (nowNs - beginNs) / SECOND_NS + 1);
  }

  private boolean saysAny(Document document, Deque<PastStatus> old) {
    if (document.says(now())) return true;
    for (Iterator<PastStatus> each = old.iterator(); each.hasNext(); )
      if (document.says(each.next().json)) return true;
    return false;
  }

  @Test
  void polls_and_streams_are_told_the_same_and_the_event_is_the_same_object_until_it_changes() {
    Document first = status.document(0);
    ServerEvent event = status.newest(SECOND_NS / 2);
    assertThat(status.newest(5 * SECOND_NS)).isSameAs(event);
    assertThat(status.document(6 * SECOND_NS)).isSameAs(first);
    join();
    assertThat(status.newest(6 * SECOND_NS + SECOND_NS / 2)).isSameAs(event);
    ServerEvent next = status.newest(7 * SECOND_NS);
    assertThat(next).isNotSameAs(event);
    assertThat(next.id()).isNotEqualTo(event.id());
    assertThat(status.document(7 * SECOND_NS + 1).says(now())).isTrue();
  }

  @Test
  void what_is_true_again_has_its_id_again() {
    String id = status.newest(0).id();
    happen(new Event.RoomUpdated(1, settings(RoomState.PAUSED)));
    assertThat(status.newest(SECOND_NS).id()).isNotEqualTo(id);
    happen(new Event.RoomUpdated(1, ROOM));
    assertThat(status.newest(2 * SECOND_NS).id()).isEqualTo(id);
    assertThat(new RoomStatus(views, Objects.requireNonNull(views.room(1))).newest(0).id())
        .isEqualTo(id);
  }

  @Test
  void who_still_streams_a_room_that_left_memory_keeps_what_it_was() {
    happen(new Event.RoomUpdated(1, settings(RoomState.CLOSED)));
    byte[] last = now();
    assertThat(status.document(SECOND_NS).says(last)).isTrue();
    happen(new Event.RoomsRetired(new long[] {1}));
    assertThat(views.room(1)).isNull();
    assertThat(views.roomNamed("default")).isNull();
    assertThat(status.document(2 * SECOND_NS).says(last)).isTrue();
  }

  private static RoomSettings settings(RoomState state) {
    return new RoomSettings("default", state, 2, 10_000, 3, 5_000, 30_000);
  }
}
