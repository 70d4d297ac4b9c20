package io.tidegate.engine.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.Result;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import io.tidegate.core.room.WaitReason;
import io.tidegate.engine.room.RoomAnswer.Called;
import io.tidegate.engine.room.RoomAnswer.Ended;
import io.tidegate.engine.room.RoomAnswer.Exists;
import io.tidegate.engine.room.RoomAnswer.Inside;
import io.tidegate.engine.room.RoomAnswer.NotGenuine;
import io.tidegate.engine.room.RoomAnswer.OfPlace;
import io.tidegate.engine.room.RoomAnswer.Refusal;
import io.tidegate.engine.room.RoomAnswer.Refused;
import io.tidegate.engine.room.RoomAnswer.Unavailable;
import io.tidegate.engine.room.RoomAnswer.Waiting;
import io.tidegate.engine.room.RoomQuestion.AskPlace;
import io.tidegate.engine.room.RoomQuestion.Ensure;
import io.tidegate.engine.room.RoomQuestion.Enter;
import io.tidegate.engine.room.RoomQuestion.Join;
import io.tidegate.engine.room.RoomQuestion.Leave;
import io.tidegate.engine.room.RoomQuestion.Renew;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link RoomPort} promises, wherever its rooms live and whatever happens on the way. A
 * test of a port extends it and says where its rooms are.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RoomPortContract {

  private static final int CALL_MS = 2_000;
  private static final int VISIT_MS = 600_000;
  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(30);

  /** Rooms with a port to them, empty at first. */
  public interface Home extends AutoCloseable {

    /** The port. */
    RoomPort port();

    /** Does what an organiser asks for, not through the port. */
    Result organise(Command command) throws Exception;

    /** Time passes in the rooms. */
    void pass(Duration time);

    /** Lets what is under way go on for a moment. */
    void goOn();

    /** From here on nothing is lost, and nothing of before is under way any more. */
    void heal();

    @Override
    void close();
  }

  /** Opens rooms; the seed says what goes wrong on the way to them. */
  protected abstract Home home(long seed) throws Exception;

  /** With which seeds each sentence is tried. */
  protected abstract LongStream seeds();

  /** With which seeds visitors come at random. */
  protected abstract LongStream crowdSeeds();

  @ParameterizedTest
  @MethodSource("seeds")
  void a_room_is_made_once_and_stays_as_it_is(long seed) throws Exception {
    try (Home home = home(seed)) {
      Exists first = (Exists) ask(home, new Ensure(settings(100, 10), null));
      Exists again = (Exists) ask(home, new Ensure(settings(7, 7), null));
      assertThat(again).isEqualTo(first);
      await(home, () -> home.port().status(first.room()) != null);
      assertThat(status(home, first.room()).settings()).isEqualTo(settings(100, 10));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_name_that_no_room_can_have_is_unfit(long seed) throws Exception {
    try (Home home = home(seed)) {
      Ensure nameless = new Ensure(settings(1, 1).named("  "), null);
      assertThat(ask(home, nameless)).isInstanceOf(RoomAnswer.Unfit.class);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void joining_again_gives_the_same_number(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 1, 1);
      TicketRef inside = ticket(ask(home, new Join(room, 11)));
      assertThat(ticket(ask(home, new Join(room, 11)))).as("called").isEqualTo(inside);
      ask(home, new Enter(inside));
      TicketRef waits = ticket(ask(home, new Join(room, 12)));
      assertThat(ticket(ask(home, new Join(room, 11)))).as("inside").isEqualTo(inside);
      assertThat(ticket(ask(home, new Join(room, 12)))).as("waiting").isEqualTo(waits);
      assertThat(waits.number()).isEqualTo(inside.number() + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void who_joins_later_stands_behind(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 1, 1);
      ask(home, new Join(room, 10));
      for (int ahead = 0; ahead < 5; ahead++) {
        Waiting place = (Waiting) ask(home, new Join(room, 20 + ahead));
        assertThat(place.ahead()).isEqualTo(ahead);
        assertThat(place.turn()).isEqualTo(place.ticket().number()).isEqualTo(ahead + 2);
        assertThat(ask(home, new AskPlace(place.ticket()))).isEqualTo(place);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void who_is_called_enters_once_and_is_told_for_how_long(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 1, 1);
      Called called = (Called) ask(home, new Join(room, 10));
      assertThat(called.leftMs()).isEqualTo(CALL_MS);
      assertThat(ask(home, new AskPlace(called.ticket()))).isInstanceOf(Called.class);
      Inside inside = (Inside) ask(home, new Enter(called.ticket()));
      assertThat(inside.ticket()).isEqualTo(called.ticket());
      assertThat(inside.leftMs()).isEqualTo(VISIT_MS);
      home.pass(Duration.ofMinutes(1));
      await(home, () -> asOf(home, room) >= inside.untilMs() - VISIT_MS + 60_000);
      Inside again = (Inside) ask(home, new Enter(called.ticket()));
      assertThat(again.untilMs()).isEqualTo(inside.untilMs());
      assertThat(again.leftMs()).isEqualTo(VISIT_MS - 60_000);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void who_waits_does_not_enter_until_somebody_leaves(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 100, 1);
      TicketRef anna = ticket(ask(home, new Join(room, 10)));
      ask(home, new Enter(anna));
      TicketRef bob = ticket(ask(home, new Join(room, 11)));
      assertThat(ask(home, new Enter(bob))).isInstanceOf(Waiting.class);
      assertThat(ask(home, new Leave(anna))).isEqualTo(new Ended(anna));
      assertThat(ask(home, new Enter(bob))).isInstanceOf(Inside.class);
      assertThat(ask(home, new Enter(anna))).isEqualTo(new Ended(anna));
      assertThat(ask(home, new Leave(anna))).as("again").isEqualTo(new Ended(anna));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_call_that_ran_out_is_made_again_when_its_visitor_asks(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 100, 1);
      Called called = (Called) ask(home, new Join(room, 10));
      home.pass(Duration.ofMillis(CALL_MS));
      await(home, () -> asOf(home, room) >= called.untilMs());
      Called again = (Called) ask(home, new AskPlace(called.ticket()));
      assertThat(again.ticket()).isEqualTo(called.ticket());
      assertThat(again.untilMs()).isEqualTo(called.untilMs() + CALL_MS);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_visit_ends_with_its_time(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 100, 1);
      Inside inside = (Inside) ask(home, new Enter(ticket(ask(home, new Join(room, 10)))));
      home.pass(Duration.ofMillis(VISIT_MS));
      await(home, () -> asOf(home, room) >= inside.untilMs());
      assertThat(ask(home, new AskPlace(inside.ticket()))).isEqualTo(new Ended(inside.ticket()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_renewed_visit_lasts_as_long_as_one_that_begins_now(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 100, 1);
      Inside inside = (Inside) ask(home, new Enter(ticket(ask(home, new Join(room, 10)))));
      home.pass(Duration.ofMillis(VISIT_MS / 2));
      await(home, () -> asOf(home, room) >= inside.untilMs() - VISIT_MS / 2);
      Inside renewed = (Inside) ask(home, new Renew(inside.ticket()));
      assertThat(renewed.untilMs()).isEqualTo(inside.untilMs() + VISIT_MS / 2);
      assertThat(renewed.leftMs()).isEqualTo(VISIT_MS);
      assertThat(ask(home, new Renew(inside.ticket()))).as("again").isEqualTo(renewed);
      assertThat(ask(home, new AskPlace(inside.ticket()))).isEqualTo(renewed);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_ticket_of_another_epoch_room_or_number_is_not_genuine(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 1, 1);
      TicketRef ticket = ticket(ask(home, new Join(room, 10)));
      TicketRef ahead = new TicketRef(room, ticket.epoch(), 10, 1_000);
      TicketRef elsewhere = new TicketRef(room + 1, ticket.epoch(), 10, ticket.number());
      assertThat(ask(home, new Enter(ahead))).isEqualTo(new NotGenuine());
      assertThat(ask(home, new AskPlace(elsewhere))).isEqualTo(new NotGenuine());
      home.organise(new Command.BeginEpoch(room));
      assertThat(ask(home, new Enter(ticket))).isEqualTo(new NotGenuine());
      assertThat(ask(home, new Leave(ticket))).isEqualTo(new NotGenuine());
      await(home, () -> status(home, room).epoch() == ticket.epoch() + 1);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void a_room_that_calls_nobody_says_why(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 1, 1);
      home.organise(turn(room, RoomState.PAUSED));
      Waiting place = (Waiting) ask(home, new Join(room, 10));
      assertThat(place.reason()).isEqualTo(WaitReason.ROOM_PAUSED);
      await(home, () -> status(home, room).waiting() == 1);
      assertThat(status(home, room).reason()).isEqualTo(WaitReason.ROOM_PAUSED);
      assertThat(status(home, room).bound()).isEqualTo(RoomBound.PAUSED);
      home.organise(turn(room, RoomState.CLOSED));
      assertThat(ask(home, new Join(room, 11))).isEqualTo(new Refused(Refusal.CLOSED));
      assertThat(ask(home, new Join(room + 1, 11))).isEqualTo(new Refused(Refusal.NO_SUCH_ROOM));
      assertThat(home.port().status(room + 1)).isNull();
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void each_call_is_answered_once_on_its_own_sink(long seed) throws Exception {
    try (Home home = home(seed)) {
      long room = room(home, 1_000, 1_000);
      RoomSink here = AskedCall.sink("here");
      RoomSink there = AskedCall.sink("there");
      List<AskedCall<OfPlace>> asked = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        asked.add(new AskedCall<>(new Join(room, 1 + i / 2), i % 2 == 0 ? here : there));
        home.port().ask(asked.getLast());
      }
      for (AskedCall<?> call : asked) await(home, call::isAnswered);
      home.heal();
      for (int i = 0; i < 100; i++)
        assertThat(asked.get(i).deliveries()).containsExactly(i % 2 == 0 ? "here" : "there");
    }
  }

  @ParameterizedTest
  @MethodSource("crowdSeeds")
  void what_visitors_are_told_is_so_whatever_happens_on_the_way(long seed) throws Exception {
    try (Home home = home(seed)) {
      new Crowd(home, room(home, 4, 3), seed).come();
    }
  }

  /** Visitors who ask at random, and what they know. No time passes meanwhile. */
  private static final class Crowd {

    private static final int VISITORS = 8;
    private static final int CALLS = 60;

    private final Home home;
    private final long room;
    private final Random random;
    private final Map<Long, TicketRef> tickets = new HashMap<>(); // by visitor, while they have one
    private final Map<Long, Long> visitors = new HashMap<>(); // by number
    private final Set<Long> inside = new HashSet<>();
    private long highest;

    Crowd(Home home, long room, long seed) {
      this.home = home;
      this.room = room;
      random = new Random(seed);
    }

    void come() {
      for (int i = 0; i < CALLS; i++) {
        long visitor = 1L + random.nextInt(VISITORS);
        RoomQuestion<OfPlace> question = question(visitor);
        boolean first = !tickets.containsKey(visitor);
        // Who leaves insists on it: else a visitor might join again before it comes true.
        OfPlace answer = question instanceof Leave ? ask(home, question) : once(home, question);
        if (answer instanceof Unavailable) continue;
        if (answer instanceof Ended) gone(visitor);
        else place(visitor, answer, first);
      }
      home.heal();
      count();
    }

    private RoomQuestion<OfPlace> question(long visitor) {
      TicketRef ticket = tickets.get(visitor);
      if (ticket == null) return new Join(room, visitor);
      return switch (random.nextInt(6)) {
        case 0 -> new Leave(ticket);
        case 1 -> new Join(room, visitor);
        case 2 -> new AskPlace(ticket);
        case 3 -> new Renew(ticket);
        default -> new Enter(ticket);
      };
    }

    private void gone(long visitor) {
      tickets.remove(visitor);
      inside.remove(visitor);
    }

    private void place(long visitor, OfPlace answer, boolean first) {
      TicketRef ticket = ticket(answer);
      assertThat(ticket.user()).isEqualTo(visitor);
      assertThat(ticket.room()).isEqualTo(room);
      if (!first) assertThat(ticket).as("one number").isEqualTo(tickets.get(visitor));
      tickets.put(visitor, ticket);
      assertThat(visitors.computeIfAbsent(ticket.number(), _ -> visitor))
          .as("a number is one visitor's")
          .isEqualTo(visitor);
      highest = Math.max(highest, ticket.number());
      if (answer instanceof Inside) inside.add(visitor);
      assertThat(inside.size()).as("inside at most").isLessThanOrEqualTo(3);
    }

    /** Nothing is under way: what each is told adds up to the room's status. */
    private void count() {
      int waiting = 0;
      int called = 0;
      int now = 0;
      for (long visitor = 1; visitor <= VISITORS; visitor++) {
        OfPlace answer = ask(home, new Join(room, visitor));
        place(visitor, answer, !tickets.containsKey(visitor));
        if (answer instanceof Waiting) waiting++;
        if (answer instanceof Called) called++;
        if (answer instanceof Inside) now++;
      }
      assertThat(waiting + called + now).isEqualTo(VISITORS);
      RoomStatus[] last = new RoomStatus[1];
      String told = waiting + " wait, " + called + " called, " + now + " inside";
      await(
          home,
          () -> {
            last[0] = status(home, room);
            return last[0].waiting() + last[0].called() + last[0].inside() == VISITORS;
          });
      assertThat(last[0].inside()).as(told).isEqualTo(now);
      assertThat(last[0].waiting()).as(told).isEqualTo(waiting);
      assertThat(last[0].lastNumber()).isGreaterThanOrEqualTo(highest);
    }
  }

  /** Asks once; the answer may be that none is available. */
  private static <A extends RoomAnswer> A once(Home home, RoomQuestion<A> question) {
    AskedCall<A> asked = new AskedCall<>(question);
    home.port().ask(asked);
    await(home, asked::isAnswered);
    return asked.answer();
  }

  /** Asks until there is an answer. */
  private static <A extends RoomAnswer> A ask(Home home, RoomQuestion<A> question) {
    for (long endNs = System.nanoTime() + WAIT_NS; System.nanoTime() - endNs < 0; ) {
      A answer = once(home, question);
      if (!(answer instanceof Unavailable)) return answer;
    }
    throw new AssertionError("never available: " + question);
  }

  private static void await(Home home, BooleanSupplier wanted) {
    for (long endNs = System.nanoTime() + WAIT_NS; System.nanoTime() - endNs < 0; home.goOn())
      if (wanted.getAsBoolean()) return;
    throw new AssertionError("it never came about");
  }

  private static RoomStatus status(Home home, long room) {
    @Nullable RoomStatus[] found = new RoomStatus[1];
    await(home, () -> (found[0] = home.port().status(room)) != null);
    RoomStatus status = found[0];
    if (status == null) throw new AssertionError("no status");
    return status;
  }

  private static long asOf(Home home, long room) {
    return status(home, room).asOfMs();
  }

  /** The ticket that a place has. */
  private static TicketRef ticket(OfPlace answer) {
    return switch (answer) {
      case Waiting place -> place.ticket();
      case RoomAnswer.Gathering place -> place.ticket();
      case Called place -> place.ticket();
      case Inside place -> place.ticket();
      case Ended _, NotGenuine _, RoomAnswer.NotOpen _, Refused _, Unavailable _ ->
          throw new AssertionError("no place: " + answer);
    };
  }

  private static long room(Home home, int people, int insideMax) {
    return ((Exists) ask(home, new Ensure(settings(people, insideMax), null))).room();
  }

  private static RoomSettings settings(int people, int insideMax) {
    return new RoomSettings(
        "default", RoomState.OPEN, people, 3_600_000, insideMax, CALL_MS, VISIT_MS);
  }

  private static Command turn(long room, RoomState to) {
    return new Command.UpdateRoom(room, to, null, null, null, null, null);
  }
}
