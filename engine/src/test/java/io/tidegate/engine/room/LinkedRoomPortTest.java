package io.tidegate.engine.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.core.Command;
import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.engine.EngineFixture;
import io.tidegate.engine.room.RoomAnswer.Cause;
import io.tidegate.engine.room.RoomAnswer.Exists;
import io.tidegate.engine.room.RoomAnswer.Gathering;
import io.tidegate.engine.room.RoomAnswer.NotOpen;
import io.tidegate.engine.room.RoomAnswer.OfPlace;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomQuestion.AskPlace;
import io.tidegate.engine.room.RoomQuestion.Ensure;
import io.tidegate.engine.room.RoomQuestion.Join;
import io.tidegate.store.FaultyStore.Gate;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bad days of a port to an engine: its bounds, its deadlines, and an engine that fails. */
class LinkedRoomPortTest {

  private static final RoomPortConfig PATIENT = new RoomPortConfig(Duration.ofSeconds(30), 10);
  private static final RoomPortConfig HASTY = new RoomPortConfig(Duration.ofMillis(50), 10);

  @Test
  void a_call_that_nobody_answers_ends_with_its_deadline_and_its_answer_is_dropped()
      throws Exception {
    try (EngineHome home = new EngineHome(HASTY)) {
      long room = room(home);
      Gate commit = home.service.store.holdCommit();
      AskedCall<OfPlace> join = asked(home, new Join(room, 10));
      commit.reached();
      home.service.await(join::isAnswered);
      assertThat(join.answer()).isEqualTo(new Unavailable(Cause.LATE));
      assertThat(home.port().callsUnderWay()).isZero();
      commit.open();
      home.service.await(() -> status(home, room).lastNumber() == 1);
      assertThat(join.deliveries()).hasSize(1);
      assertThat(join.answer()).isEqualTo(new Unavailable(Cause.LATE));
    }
  }

  @Test
  void more_calls_than_the_bound_are_busy_at_once() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      Gate commit = home.service.store.holdCommit();
      List<AskedCall<OfPlace>> taken =
          IntStream.range(0, 10).mapToObj(i -> asked(home, new Join(room, 1 + i))).toList();
      commit.reached();
      AskedCall<OfPlace> shed = asked(home, new Join(room, 99));
      assertThat(shed.isAnswered()).isTrue();
      assertThat(shed.answer()).isEqualTo(new Unavailable(Cause.BUSY));
      assertThat(home.port().callsUnderWay()).isEqualTo(10);
      commit.open();
      for (AskedCall<OfPlace> call : taken) home.service.await(call::isAnswered);
      assertThat(answer(home, new Join(room, 99))).isInstanceOf(Waiting.class);
    }
  }

  @Test
  void calls_of_one_batch_come_to_their_sink_together_and_in_order() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      List<List<RoomCall<?>>> here = new ArrayList<>();
      RoomSink sink =
          answered -> {
            here.add(List.copyOf(answered));
            AskedCall.sink("here").deliver(answered);
          };
      Gate commit = home.service.store.holdCommit();
      AskedCall<OfPlace> first = asked(home, new Join(room, 1));
      commit.reached();
      List<AskedCall<OfPlace>> mine = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        AskedCall<OfPlace> call =
            i % 2 == 0
                ? new AskedCall<>(new Join(room, 2 + i), sink)
                : new AskedCall<>(new Join(room, 2 + i));
        home.port().ask(call);
        if (i % 2 == 0) mine.add(call);
      }
      commit.open();
      for (AskedCall<OfPlace> call : mine) home.service.await(call::isAnswered);
      home.service.await(first::isAnswered);
      assertThat(here).hasSize(1);
      assertThat(here.getFirst()).containsExactlyElementsOf(mine);
    }
  }

  @Test
  void a_sink_that_throws_costs_no_other_its_answers() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      RoomSink dead =
          _ -> {
            throw new IllegalStateException("the loop has ended");
          };
      Gate commit = home.service.store.holdCommit();
      asked(home, new Join(room, 1));
      commit.reached();
      home.port().ask(new AskedCall<>(new Join(room, 2), dead));
      AskedCall<OfPlace> other = asked(home, new Join(room, 3));
      commit.open();
      home.service.await(other::isAnswered);
      assertThat(other.answer()).isInstanceOf(Waiting.class);
    }
  }

  @Test
  void while_the_log_cannot_be_written_places_are_told_and_nobody_new_joins() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      answer(home, new Join(room, 1));
      Waiting place = (Waiting) answer(home, new Join(room, 2));
      home.service.store.full(true);
      Unavailable notWritable = new Unavailable(Cause.NOT_WRITABLE);
      assertThat(answer(home, new Join(room, 3))).isEqualTo(notWritable);
      assertThat(answer(home, new Ensure(settings("other"), null))).isEqualTo(notWritable);
      assertThat(answer(home, new AskPlace(place.ticket()))).isEqualTo(place);
      home.service.store.full(false);
      assertThat(answer(home, new Join(room, 3))).isInstanceOf(Waiting.class);
    }
  }

  @Test
  void an_engine_that_failed_is_unavailable_and_its_status_grows_old() throws Exception {
    EngineHome home = new EngineHome(PATIENT);
    long room = room(home);
    home.service.store.failCommit(new IOException("the disk is gone"));
    assertThat(answer(home, new Join(room, 1))).isEqualTo(new Unavailable(Cause.FAILED));
    home.service.await(() -> home.service.engine.failure() != null);
    assertThat(answer(home, new Join(room, 1))).isEqualTo(new Unavailable(Cause.BUSY));
    home.service.await(() -> status(home, room).ageMs() > 200);
    assertThat(status(home, room).lastNumber()).isZero();
    home.port().close();
  }

  @Test
  void the_status_of_an_engine_that_runs_is_young() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      home.service.await(() -> status(home, room).ageMs() < 50);
      home.pass(Duration.ofSeconds(3));
      home.service.await(() -> status(home, room).asOfMs() == EngineFixture.T0 + 3_000);
    }
  }

  @Test
  void a_closed_port_answers_what_was_under_way_and_takes_nothing_more() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      Gate commit = home.service.store.holdCommit();
      AskedCall<OfPlace> join = asked(home, new Join(room, 1));
      commit.reached();
      home.port().close();
      assertThat(join.answer()).isEqualTo(new Unavailable(Cause.LATE));
      assertThat(answer(home, new Join(room, 1))).isEqualTo(new Unavailable(Cause.BUSY));
      commit.open();
    }
  }

  @Test
  void who_comes_to_a_room_that_draws_gathers_from_its_hour_on() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long gathers = EngineFixture.T0 + 1_000;
      long opens = EngineFixture.T0 + 60_000;
      DrawPlan plan = new DrawPlan(gathers, opens, "", Bytes32.of(new byte[32]));
      RoomSettings settings = settings("evening").in(RoomState.IDLE);
      long room = ((Exists) answer(home, new Ensure(settings, plan))).room();
      assertThat(answer(home, new Join(room, 1))).isEqualTo(new NotOpen(gathers));
      home.pass(Duration.ofSeconds(1));
      home.service.await(() -> status(home, room).settings().state() == RoomState.GATHERING);
      Gathering place = (Gathering) answer(home, new Join(room, 1));
      assertThat(place.opensInMs()).isEqualTo(59_000);
      assertThat(place.others()).isZero();
      assertThat(status(home, room).opensAtMs()).isEqualTo(opens);
      DrawPlan late = new DrawPlan(0, EngineFixture.T0, "", Bytes32.of(new byte[32]));
      assertThat(answer(home, new Ensure(settings("late"), late)))
          .isEqualTo(new RoomAnswer.Unfit("opensAt", "has passed"));
    }
  }

  @Test
  void a_measured_rate_bounds_what_the_organiser_set() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      home.port().measured(room, 0.5);
      home.service.await(() -> status(home, room).people() == 5);
      assertThat(status(home, room).settings().people()).isEqualTo(10);
      int batches = home.service.store.batches().size();
      home.port().measured(room, 0.52);
      home.port().measured(room, 100);
      answer(home, new Join(room, 1));
      assertThat(home.service.store.batches().size()).as("joins alone").isEqualTo(batches + 1);
      home.organise(new Command.UpdateRoom(room, null, 4, null, null, null, null));
      assertThat(status(home, room).people()).as("the organiser's again").isEqualTo(4);
    }
  }

  @Test
  void a_rate_that_is_no_rate_is_a_bug_of_who_measures() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      long room = room(home);
      home.port().measured(room + 1, 1);
      for (double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY})
        assertThatThrownBy(() -> home.port().measured(room, wrong))
            .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void a_call_is_asked_once() throws Exception {
    try (EngineHome home = new EngineHome(PATIENT)) {
      AskedCall<OfPlace> call = asked(home, new Join(room(home), 1));
      assertThatThrownBy(() -> home.port().ask(call)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void the_bounds_of_a_port_are_checked() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new RoomPortConfig(Duration.ofMillis(9), 1))
        .hasMessage("deadline must be in [10 ms, 60 s], not PT0.009S");
    assertThatThrownBy(() -> new RoomPortConfig(Duration.ofMillis(60_001), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RoomPortConfig(second, 0))
        .hasMessage("callsMax must be in [1, 1048576], not 0");
    assertThatThrownBy(() -> new RoomPortConfig(second, 1_048_577))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static <A extends RoomAnswer> AskedCall<A> asked(
      EngineHome home, RoomQuestion<A> question) {
    AskedCall<A> call = new AskedCall<>(question);
    home.port().ask(call);
    return call;
  }

  private static <A extends RoomAnswer> A answer(EngineHome home, RoomQuestion<A> question)
      throws InterruptedException {
    AskedCall<A> call = asked(home, question);
    home.service.await(call::isAnswered);
    return call.answer();
  }

  private static RoomStatus status(EngineHome home, long room) {
    @Nullable RoomStatus status = home.port().status(room);
    return Objects.requireNonNull(status);
  }

  private static long room(EngineHome home) throws InterruptedException {
    return ((Exists) answer(home, new Ensure(settings("default"), null))).room();
  }

  /** One person inside, ten in 10 s. */
  private static RoomSettings settings(String name) {
    return new RoomSettings(name, RoomState.OPEN, 10, 10_000, 1, 2_000, 600_000);
  }
}
