package io.tidegate.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.core.Command.DrawPlan;
import io.tidegate.core.Command.TicketRef;
import io.tidegate.core.CoreDriver.Happened;
import io.tidegate.core.Event.CohortClosed;
import io.tidegate.core.Event.Drawn;
import io.tidegate.core.Event.EpochBegan;
import io.tidegate.core.Result.Conflict;
import io.tidegate.core.Result.Done;
import io.tidegate.core.Result.Kind;
import io.tidegate.core.Result.NotGenuine;
import io.tidegate.core.Result.NotOpen;
import io.tidegate.core.Result.PlaceInfo;
import io.tidegate.core.Result.RoomClosed;
import io.tidegate.core.Result.Standing;
import io.tidegate.core.Result.Unfit;
import io.tidegate.core.Result.Unknown;
import io.tidegate.core.draw.Bytes32;
import io.tidegate.core.draw.Cohort;
import io.tidegate.core.draw.CommitmentVersion;
import io.tidegate.core.draw.Draw;
import io.tidegate.core.draw.DrawOrder;
import io.tidegate.core.room.Room;
import io.tidegate.core.room.RoomSettings;
import io.tidegate.core.room.RoomState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Gathering, the draw, and epochs, as sentences. */
class DrawRulesTest {

  private static final Bytes32 SECRET = new Bytes32(11, 22, 33, 44);
  private static final long OPENS = RulesFixture.START_MS + 60_000;

  private final RulesFixture rules = new RulesFixture();

  private long gathering(int people, String beacon) {
    return planned(people, 0, OPENS, beacon);
  }

  private long planned(int people, long gathersAtMs, long opensAtMs, String beacon) {
    Result made = rules.ask(create(people, gathersAtMs, opensAtMs, beacon));
    if (made instanceof Result.Created(long id)) return id;
    throw new AssertionError("no room: " + made);
  }

  private static Command create(int people, long gathersAtMs, long opensAtMs, String beacon) {
    RoomSettings settings =
        new RoomSettings("door", RoomState.OPEN, people, 10_000, 10_000, 5_000, 600_000);
    return new Command.CreateRoom(settings, new DrawPlan(gathersAtMs, opensAtMs, beacon, SECRET));
  }

  private RoomState stateOf(long room) {
    return rules.core.state().rooms().get(room).settings().state();
  }

  private List<TicketRef> join(long room, int people) {
    List<TicketRef> tickets = new ArrayList<>();
    for (int user = 1; user <= people; user++) tickets.add(rules.join(room, user));
    return tickets;
  }

  private void open() {
    rules.core.at(OPENS);
    rules.core.due();
  }

  private <E extends Event> List<E> happened(Class<E> type) {
    return rules.core.history().stream()
        .map(Happened::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  private List<Long> callsInOrder() {
    return happened(Event.Called.class).stream().map(Event.Called::number).toList();
  }

  @Test
  void who_comes_early_gathers_and_nobody_is_called_before_the_opening() {
    long room = gathering(100, "");
    List<TicketRef> tickets = join(room, 5);
    rules.core.at(OPENS - 1);
    rules.core.due();
    PlaceInfo place = rules.place(tickets.getFirst());
    assertThat(place.standing()).isEqualTo(Standing.GATHERING);
    assertThat(place.turn()).isZero();
    assertThat(place.ahead()).as("the worst a draw can give").isEqualTo(4);
    assertThat(place.etaMs()).isEqualTo(1);
    assertThat(callsInOrder()).isEmpty();
    assertThat(stateOf(room)).isEqualTo(RoomState.GATHERING);
  }

  @Test
  void people_are_called_in_the_order_of_the_draw_and_then_as_they_came() {
    long room = gathering(100, "");
    join(room, 20);
    open();
    for (int user = 21; user <= 25; user++) rules.join(room, user);
    long[] numbers = LongStream.rangeClosed(1, 20).toArray();
    int[] order = DrawOrder.of(20, SECRET, Cohort.of(numbers).digest(), "");
    List<Long> wanted = new ArrayList<>();
    for (int i : order) wanted.add(numbers[i]);
    assertThat(wanted).as("a draw").isNotEqualTo(wanted.stream().sorted().toList());
    wanted.addAll(List.of(21L, 22L, 23L, 24L, 25L));
    assertThat(callsInOrder()).isEqualTo(wanted);
    assertThat(stateOf(room)).isEqualTo(RoomState.OPEN);
  }

  @Test
  void the_cohort_is_who_was_there_at_the_opening() {
    long room = gathering(1, "");
    List<TicketRef> tickets = join(room, 6);
    rules.ask(new Command.Leave(tickets.get(1)));
    rules.ask(new Command.Leave(tickets.get(4)));
    open();
    CohortClosed closed = happened(CohortClosed.class).getFirst();
    assertThat(closed.size()).isEqualTo(4);
    assertThat(closed.digest()).isEqualTo(Cohort.of(new long[] {1, 3, 4, 6}).digest());
    Room there = rules.core.state().rooms().get(room);
    assertThat(there.lastNumber()).isEqualTo(6);
    List<Long> turns = new ArrayList<>();
    for (int i : new int[] {0, 2, 3, 5}) turns.add(rules.place(tickets.get(i)).turn());
    turns.add(there.calledUpTo()); // one of them was called, and is in no line any more
    assertThat(turns).containsExactlyInAnyOrder(0L, 1L, 3L, 4L, 6L);
  }

  @Test
  void ahead_is_exact_after_the_draw() {
    long room = gathering(1, "");
    List<TicketRef> tickets = join(room, 30);
    open();
    List<Integer> ahead = new ArrayList<>();
    for (TicketRef ticket : tickets) {
      PlaceInfo place = rules.place(ticket);
      if (place.standing() == Standing.WAITING) ahead.add(place.ahead());
    }
    assertThat(ahead).hasSize(29).doesNotHaveDuplicates().allMatch(n -> n >= 0 && n < 29);
  }

  @Test
  void an_empty_cohort_is_drawn_too_and_the_room_is_open() {
    long room = gathering(5, "");
    open();
    assertThat(happened(Drawn.class)).hasSize(1);
    assertThat(rules.place(rules.join(room, 1)).standing()).isEqualTo(Standing.CALLED);
  }

  @Test
  void who_comes_behind_an_empty_cohort_while_a_beacon_is_awaited_is_called_as_they_came() {
    long room = gathering(5, "round 7");
    open();
    for (int user = 1; user <= 2_000; user++) rules.join(room, user);
    rules.ask(new Command.GiveBeacon(room, "x"));
    rules.core.due();
    assertThat(callsInOrder()).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(rules.place(new TicketRef(room, 1, 2_000, 2_000)).ahead()).isEqualTo(1_994);
  }

  @Test
  void a_room_draws_at_the_first_moment_it_can_after_its_hour_and_never_again() {
    long room = gathering(5, "");
    join(room, 3);
    rules.core.at(OPENS + 3_600_000);
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 9));
    rules.core.due();
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 10));
    rules.core.pass(86_400_000);
    rules.core.due();
    assertThat(happened(CohortClosed.class)).hasSize(1);
    assertThat(happened(Drawn.class)).hasSize(1);
    assertThat(stateOf(room)).isEqualTo(RoomState.OPEN);
  }

  @Test
  void a_room_that_gathers_later_takes_nobody_yet_and_says_when() {
    long gathers = RulesFixture.START_MS + 5_000;
    long room = planned(5, gathers, OPENS, "");
    assertThat(rules.ask(new Command.Join(room, 1))).isEqualTo(new NotOpen(gathers));
    rules.core.at(gathers);
    assertThat(rules.place(rules.join(room, 1)).standing()).isEqualTo(Standing.GATHERING);
  }

  @Test
  void a_draw_with_a_beacon_waits_for_its_value() {
    long room = gathering(100, "round 7");
    Command value = new Command.GiveBeacon(room, "8f3a");
    assertThat(rules.ask(value)).isEqualTo(new NotOpen(OPENS));
    List<TicketRef> tickets = join(room, 8);
    open();
    assertThat(stateOf(room)).isEqualTo(RoomState.DRAWING);
    TicketRef late = rules.join(room, 9);
    assertThat(rules.place(late).standing()).isEqualTo(Standing.WAITING);
    assertThat(rules.place(late).ahead()).isEqualTo(8);
    assertThat(rules.place(tickets.getFirst()).standing()).isEqualTo(Standing.GATHERING);
    rules.ask(new Command.Leave(tickets.get(2)));
    assertThat(callsInOrder()).isEmpty();
    assertThat(rules.ask(value)).isEqualTo(new Done());
    rules.core.due();
    long[] numbers = LongStream.rangeClosed(1, 8).toArray();
    List<Long> wanted = new ArrayList<>();
    for (int i : DrawOrder.of(8, SECRET, Cohort.of(numbers).digest(), "8f3a"))
      if (i != 2) wanted.add(numbers[i]);
    wanted.add(9L);
    assertThat(callsInOrder()).isEqualTo(wanted);
    assertThat(rules.ask(value)).as("said twice").isEqualTo(new Done());
    Result other = rules.ask(new Command.GiveBeacon(room, "else"));
    assertThat(other).isInstanceOf(Conflict.class);
    assertThat(happened(Drawn.class)).hasSize(1);
  }

  @Test
  void a_value_is_for_a_room_that_named_a_beacon() {
    assertThat(rules.ask(new Command.GiveBeacon(gathering(1, ""), "x")))
        .isInstanceOf(Conflict.class);
    assertThat(rules.ask(new Command.GiveBeacon(9, "x"))).isEqualTo(new Unknown(Kind.ROOM, 9));
  }

  @Test
  void hours_move_until_they_come_and_the_secret_stays() {
    long room = gathering(1, "");
    assertThat(hours(room, null, OPENS + 5_000)).isEqualTo(new Done());
    assertThat(hours(room, null, RulesFixture.START_MS)).isInstanceOf(Unfit.class);
    assertThat(hours(room, OPENS + 1, null)).as("it gathers").isInstanceOf(Conflict.class);
    open();
    assertThat(stateOf(room)).isEqualTo(RoomState.GATHERING);
    rules.core.pass(5_000);
    rules.core.due();
    assertThat(stateOf(room)).isEqualTo(RoomState.OPEN);
    assertThat(hours(room, null, OPENS + 50_000)).as("drawn").isInstanceOf(Conflict.class);
    assertThat(happened(Event.DrawPlanned.class))
        .extracting(Event.DrawPlanned::secret)
        .containsExactly(SECRET, SECRET);
    assertThat(hours(rules.room("plain", 1, 1), null, OPENS)).isInstanceOf(Conflict.class);
  }

  private Result hours(long room, @Nullable Long gathersAtMs, @Nullable Long opensAtMs) {
    return rules.ask(
        new Command.UpdateRoom(room, null, null, null, null, null, null, gathersAtMs, opensAtMs));
  }

  @Test
  void a_room_that_will_draw_has_its_hour_to_come() {
    assertThat(rules.ask(create(1, 0, RulesFixture.START_MS, ""))).isInstanceOf(Unfit.class);
    assertThat(rules.ask(create(1, OPENS + 1, OPENS, ""))).isInstanceOf(Unfit.class);
    RoomSettings gathers = new RoomSettings("x", RoomState.GATHERING, 1, 1_000, 1, 1_000, 1_000);
    assertThat(rules.ask(new Command.CreateRoom(gathers))).isInstanceOf(Unfit.class);
  }

  @Test
  void before_the_draw_a_room_may_be_closed_and_opened_to_where_it_was() {
    long room = gathering(1, "");
    assertThat(rules.turn(room, RoomState.OPEN)).isInstanceOf(Conflict.class);
    assertThat(rules.turn(room, RoomState.PAUSED)).isInstanceOf(Conflict.class);
    rules.turn(room, RoomState.CLOSED);
    assertThat(rules.ask(new Command.Join(room, 9))).isEqualTo(new RoomClosed());
    rules.turn(room, RoomState.OPEN);
    assertThat(stateOf(room)).isEqualTo(RoomState.GATHERING);
  }

  @Test
  void a_closed_room_is_drawn_at_its_hour_and_calls_nobody_until_it_is_opened() {
    long room = gathering(1, "");
    join(room, 3);
    rules.turn(room, RoomState.CLOSED);
    open();
    assertThat(happened(CohortClosed.class)).extracting(CohortClosed::size).containsExactly(3L);
    assertThat(happened(Drawn.class)).hasSize(1);
    assertThat(stateOf(room)).isEqualTo(RoomState.CLOSED);
    assertThat(callsInOrder()).isEmpty();
    rules.turn(room, RoomState.OPEN);
    rules.core.due();
    assertThat(stateOf(room)).isEqualTo(RoomState.OPEN);
    assertThat(callsInOrder()).hasSize(1);
  }

  @Test
  void a_room_that_is_closed_before_it_gathers_is_drawn_at_its_hour_too() {
    long room = planned(1, RulesFixture.START_MS + 1_000, OPENS, "round 7");
    rules.turn(room, RoomState.CLOSED);
    open();
    assertThat(happened(CohortClosed.class)).hasSize(1);
    assertThat(rules.ask(new Command.GiveBeacon(room, "x"))).isEqualTo(new Done());
    assertThat(stateOf(room)).isEqualTo(RoomState.CLOSED);
  }

  @Test
  void with_a_beacon_the_cohort_is_fixed_at_its_hour_whatever_an_organiser_does() {
    long room = gathering(10, "round 7");
    join(room, 4);
    assertThat(hours(room, null, OPENS + 1)).as("later").isInstanceOf(Conflict.class);
    assertThat(hours(room, OPENS + 1, OPENS + 1)).isInstanceOf(Conflict.class);
    rules.turn(room, RoomState.CLOSED);
    rules.core.at(OPENS);
    // Whatever is asked at that moment comes behind the close.
    rules.ask(new Command.BeginEpoch(room));
    assertThat(happened(CohortClosed.class)).extracting(CohortClosed::size).containsExactly(4L);
    assertThat(hours(room, null, OPENS + 9)).isInstanceOf(Conflict.class);
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 9));
    rules.turn(room, RoomState.OPEN);
    assertThat(stateOf(room)).isEqualTo(RoomState.DRAWING);
    assertThat(rules.ask(new Command.GiveBeacon(room, "x"))).isEqualTo(new Done());
    assertThat(happened(CohortClosed.class)).hasSize(1);
  }

  @Test
  void with_a_beacon_the_hour_may_come_earlier_and_every_move_is_kept() {
    long room = gathering(1, "round 7");
    assertThat(hours(room, null, OPENS - 10)).isEqualTo(new Done());
    rules.core.pass(5);
    assertThat(hours(room, null, OPENS - 20)).isEqualTo(new Done());
    assertThat(hours(room, null, OPENS - 10)).as("back").isInstanceOf(Conflict.class);
    Draw draw = Objects.requireNonNull(rules.core.state().rooms().get(room).draw());
    assertThat(draw.firstOpensAtMs()).isEqualTo(OPENS);
    assertThat(draw.moves())
        .containsExactly(
            new Draw.Move(RulesFixture.START_MS, OPENS - 10),
            new Draw.Move(RulesFixture.START_MS + 5, OPENS - 20));
    rules.core.state(SnapshotRoundTrip.restarted(rules.core.state(), 9));
    assertThat(rules.core.state().rooms().get(room).draw()).isEqualTo(draw);
  }

  @Test
  void an_hour_moves_a_hundred_times_and_no_more() {
    long room = gathering(1, "");
    for (int i = 1; i <= 100; i++) assertThat(hours(room, null, OPENS + i)).isEqualTo(new Done());
    assertThat(hours(room, null, OPENS)).isInstanceOf(Conflict.class);
  }

  @Test
  void the_commitment_binds_all_that_was_published_first() {
    long room = gathering(1, "round 7");
    Draw draw = Objects.requireNonNull(rules.core.state().rooms().get(room).draw());
    Bytes32 noted = draw.commitment(room, "door");
    assertThat(draw.commits()).isEqualTo(CommitmentVersion.PLAN);
    hours(room, null, OPENS - 10);
    Draw moved = Objects.requireNonNull(rules.core.state().rooms().get(room).draw());
    assertThat(moved.commitment(room, "door")).as("the first hour").isEqualTo(noted);
    assertThat(
            Stream.of(
                CommitmentVersion.PLAN.of(SECRET, room, "door", "round 8", OPENS),
                CommitmentVersion.PLAN.of(SECRET, room, "door", "round 7", OPENS + 1),
                CommitmentVersion.PLAN.of(SECRET, room + 1, "door", "round 7", OPENS),
                CommitmentVersion.PLAN.of(SECRET, room, "doorround", " 7", OPENS),
                CommitmentVersion.PLAN.of(SECRET, room, "door", "", OPENS),
                CommitmentVersion.PLAN.of(
                    new Bytes32(11, 22, 33, 45), room, "door", "round 7", OPENS),
                CommitmentVersion.SECRET.of(SECRET, room, "door", "round 7", OPENS)))
        .doesNotContain(noted)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_draw_that_was_planned_with_another_version_keeps_its_commitment() {
    long room = rules.room(new RoomSettings("old", RoomState.IDLE, 1, 1_000, 1, 1_000, 1_000));
    Event.DrawPlanned first =
        new Event.DrawPlanned(room, CommitmentVersion.SECRET, 0, OPENS, "", SECRET);
    rules.core.happen(first);
    rules.core.due();
    assertThat(hours(room, null, OPENS + 5)).isEqualTo(new Done());
    assertThat(happened(Event.DrawPlanned.class))
        .containsExactly(
            first, new Event.DrawPlanned(room, CommitmentVersion.SECRET, 0, OPENS + 5, "", SECRET));
    Draw draw = Objects.requireNonNull(rules.core.state().rooms().get(room).draw());
    assertThat(draw.commitment(room, "old")).isEqualTo(SECRET.sha256());
  }

  @Test
  void the_value_of_a_beacon_is_spelled_in_one_way() {
    long room = gathering(1, "round 7");
    open();
    for (String spelled : List.of(" x", "x ", "x\u3000"))
      assertThat(rules.ask(new Command.GiveBeacon(room, spelled))).isInstanceOf(Unfit.class);
    assertThat(rules.ask(new Command.GiveBeacon(room, "x y"))).isEqualTo(new Done());
  }

  @Test
  void an_epoch_ends_every_ticket_wherever_it_stands() {
    long room = rules.room("door", 2, 2);
    TicketRef inside = rules.enter(room, 1);
    TicketRef called = rules.join(room, 2);
    TicketRef waiting = rules.join(room, 3);
    long elsewhere = rules.room("other", 2, 2);
    TicketRef other = rules.enter(elsewhere, 1);
    assertThat(rules.ask(new Command.BeginEpoch(room))).isEqualTo(new Done());
    for (TicketRef ended : List.of(inside, called, waiting)) {
      assertThat(rules.look(ended)).isEqualTo(new NotGenuine());
      assertThat(rules.ask(new Command.AskPlace(ended))).isEqualTo(new NotGenuine());
    }
    assertThat(rules.look(other)).isInstanceOf(Result.MayLook.class);
    assertThat(rules.core.state().rooms().get(room).tickets()).isZero();
    TicketRef again = rules.join(room, 1);
    assertThat(again.epoch()).isEqualTo(2);
    assertThat(again.number()).as("numbers go on").isEqualTo(4);
    assertThat(happened(EpochBegan.class)).containsExactly(new EpochBegan(room, 2));
    assertThat(rules.ask(new Command.BeginEpoch(9))).isEqualTo(new Unknown(Kind.ROOM, 9));
  }

  @Test
  void a_line_that_moved_on_while_it_was_drawn_loses_nobody() {
    long room = gathering(100_000, "round 7");
    List<TicketRef> tickets = join(room, 3_000);
    open();
    for (TicketRef ticket : tickets.subList(0, 2_990)) rules.ask(new Command.Leave(ticket));
    for (int user = 3_001; user <= 9_000; user++) rules.join(room, user);
    rules.ask(new Command.GiveBeacon(room, "x"));
    rules.core.due();
    assertThat(callsInOrder()).hasSize(10 + 6_000);
    assertThat(callsInOrder().subList(0, 10)).allMatch(number -> number > 2_990);
    assertThat(callsInOrder().subList(10, 6_010)).isSorted();
  }
}
