package io.tidegate.audit;

import static io.tidegate.audit.SoundJournal.NOW_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.audit.draw.Commitment;
import io.tidegate.audit.ledger.Breach;
import io.tidegate.audit.ledger.Figures;
import io.tidegate.audit.ledger.Rule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Room 2 gathers, closes its cohort, draws. The secret and the order are those of the vector
 * "seven" of {@code docs/draw-vectors.txt}, or "beacon" where one is named.
 */
class DrawBreachTest {
  private static final byte[] SECRET = new byte[32];
  private static final long OPENS_MS = NOW_MS;
  private static final String BEACON = "drand round 4711";
  private static final String BEACON_VALUE = "drand round 4711: 8f3ac2";
  private static final long UNTIL_MS = SoundJournal.CALLED_MS;
  private static final int IDLE = 0;
  private static final int GATHERING = 1;
  private static final int OPEN = 2;
  private static final int CLOSED = 4;
  private static final int DRAWING = 5;

  /** What the Python of the docs made of numbers 1 to 7, without a beacon and with one. */
  private static final int[] ORDER = {1, 7, 6, 4, 3, 5, 2};

  private static final int[] ORDER_WITH_BEACON = {1, 3, 5, 4, 7, 6, 2};

  static {
    for (int i = 0; i < SECRET.length; i++) SECRET[i] = (byte) i;
  }

  @TempDir Path path;

  private static byte[] digest(int... cohort) {
    StringBuilder text = new StringBuilder();
    for (int number : cohort) text.append(number).append('\n');
    return FolderWriter.sha(text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static final int[] SEVEN = {1, 2, 3, 4, 5, 6, 7};

  private static Body planned(String beacon) {
    return new Body().roomCreated(2, GATHERING).drawPlanned(2, 0, OPENS_MS, beacon, SECRET);
  }

  /** Users 101 to 107 have numbers 1 to 7. */
  private static Body gathered(String beacon) {
    Body body = planned(beacon);
    for (int number = 1; number <= 7; number++) body.joined(2, 100 + number, number);
    return body;
  }

  private static Body closed(String beacon) {
    return gathered(beacon).cohortClosed(2, 7, digest(SEVEN));
  }

  private static Body drawn() {
    return closed("").drawn(2, "");
  }

  private static Body call(Body body, int number) {
    return body.called(2, 100 + number, number, UNTIL_MS);
  }

  private static Arguments breach(Rule rule, String event, String what, Body body) {
    return Arguments.of(rule, event, what, body);
  }

  static Stream<Arguments> oneBreach() {
    byte[] other = SECRET.clone();
    other[31] ^= 1;
    return Stream.of(
        breach(
            Rule.DRAWS,
            "DrawPlanned",
            "room 2 changes the secret of its draw",
            gathered("").drawPlanned(2, 0, OPENS_MS, "", other)),
        breach(
            Rule.DRAWS,
            "DrawPlanned",
            "room 2 changes the beacon of its draw",
            gathered(BEACON).drawPlanned(2, 0, OPENS_MS, "another", SECRET)),
        breach(
            Rule.DRAWS,
            "DrawPlanned",
            "room 2 plans a draw while it lets people in",
            new Body().roomCreated(2, OPEN).drawPlanned(2, 0, OPENS_MS, "", SECRET)),
        breach(
            Rule.DRAWS,
            "DrawPlanned",
            "room 2 plans a draw behind its draw",
            drawn().drawPlanned(2, 0, OPENS_MS, "", SECRET)),
        breach(
            Rule.DRAWS,
            "CohortClosed",
            "room 2 closes a cohort without a plan",
            new Body().roomCreated(2, GATHERING).cohortClosed(2, 0, digest())),
        breach(
            Rule.DRAWS,
            "CohortClosed",
            "room 2 closes its cohort again",
            closed("").cohortClosed(2, 7, digest(SEVEN))),
        breach(
            Rule.DRAWS,
            "CohortClosed",
            "room 2 closes its cohort again",
            drawn().cohortClosed(2, 7, digest(SEVEN))),
        breach(
            Rule.DRAWS,
            "CohortClosed",
            "room 2 closes a cohort and was not gathering",
            new Body()
                .roomCreated(2, IDLE)
                .drawPlanned(2, 0, OPENS_MS, "", SECRET)
                .cohortClosed(2, 0, digest())),
        breach(
            Rule.DRAWS,
            "CohortClosed",
            "room 2 closes its cohort before it opens at " + (NOW_MS + 1),
            gathered("")
                .drawPlanned(2, 0, NOW_MS + 1, "", SECRET)
                .cohortClosed(2, 7, digest(SEVEN))),
        breach(
            Rule.DRAWS,
            "CohortClosed",
            "room 2 says 6 are its cohort, where 7 wait",
            gathered("").cohortClosed(2, 6, digest(SEVEN))),
        breach(
            Rule.DRAWS,
            "CohortClosed",
            "room 2 gives a digest that is not its cohort's",
            gathered("").ended(2, 103, 3, 1).cohortClosed(2, 6, digest(SEVEN))),
        breach(Rule.DRAWS, "Drawn", "room 2 draws without a cohort", gathered("").drawn(2, "")),
        breach(Rule.DRAWS, "Drawn", "room 2 draws again", drawn().drawn(2, "")),
        breach(
            Rule.DRAWS,
            "DrawPlanned",
            "room 2 changes the version of its draw",
            gathered("").drawPlannedAnew(2, 0, OPENS_MS, "", SECRET)),
        breach(
            Rule.DRAWS,
            "DrawPlanned",
            "room 2 moves its hour later, and has named a beacon for it",
            new Body()
                .roomCreated(2, GATHERING)
                .drawPlannedAnew(2, 0, NOW_MS + 5, BEACON, SECRET)
                .drawPlannedAnew(2, 0, NOW_MS + 6, BEACON, SECRET)),
        breach(
            Rule.DRAWS,
            "Drawn",
            "room 2 mixes in a beacon it never named",
            closed("").drawn(2, "value")),
        breach(Rule.DRAWS, "Drawn", "room 2 leaves out its beacon", closed(BEACON).drawn(2, "")),
        breach(
            Rule.DRAWS,
            "RoomUpdated",
            "room 2 is drawing without a cohort",
            gathered("").roomUpdated(2, DRAWING, 2, 10_000, 3)),
        breach(
            Rule.DRAWS,
            "RoomUpdated",
            "room 2 opens without drawing",
            closed("").roomUpdated(2, OPEN, 2, 10_000, 3)),
        breach(
            Rule.DRAWS,
            "RoomUpdated",
            "room 2 opens without drawing",
            gathered("").roomUpdated(2, OPEN, 2, 10_000, 3)),
        breach(
            Rule.DRAWS,
            "DrawPlanned",
            "room 2 gathers, and is to from " + (NOW_MS + 1),
            new Body()
                .roomCreated(2, GATHERING)
                .drawPlanned(2, NOW_MS + 1, NOW_MS + 2, "", SECRET)),
        breach(
            Rule.DRAWS,
            "RoomUpdated",
            "room 2 gathers before " + (NOW_MS + 1),
            new Body()
                .roomCreated(2, IDLE)
                .drawPlanned(2, NOW_MS + 1, NOW_MS + 2, "", SECRET)
                .roomUpdated(2, GATHERING, 2, 10_000, 3)),
        breach(
            Rule.DRAWS,
            "RoomUpdated",
            "room 2 gathers without a draw ahead",
            new Body().roomCreated(2, IDLE).roomUpdated(2, GATHERING, 2, 10_000, 3)),
        breach(
            Rule.DRAWS,
            "RoomUpdated",
            "room 2 gathers without a draw ahead",
            closed("").roomUpdated(2, GATHERING, 2, 10_000, 3)),
        breach(
            Rule.TICKETS,
            "Joined",
            "number 1 joins, and the room takes nobody in",
            new Body()
                .roomCreated(2, IDLE)
                .drawPlanned(2, NOW_MS + 1, NOW_MS + 2, "", SECRET)
                .joined(2, 101, 1)),
        breach(
            Rule.DRAWS,
            "EpochBegan",
            "epoch 3 of room 2 comes behind epoch 1",
            gathered("").epochBegan(2, 3)),
        breach(
            Rule.DRAWS,
            "EpochBegan",
            "epoch 2 of room 2 comes behind epoch 2",
            gathered("").epochBegan(2, 2).epochBegan(2, 2)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 1 of user 101, waiting, is called, and the room is not open",
            call(gathered(""), 1)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 1 of user 101, waiting, is called, and the room is not open",
            call(closed(""), 1)),
        breach(
            Rule.TICKETS,
            "Called",
            "number 1 of user 101, ended, is called",
            call(gathered("").epochBegan(2, 2), 1)),
        breach(
            Rule.ORDER,
            "Called",
            name(ORDER[1]) + " is called before " + name(ORDER[0]),
            call(drawn(), ORDER[1])),
        breach(
            Rule.ORDER,
            "Called",
            "number 8 of user 108, waiting, is called before " + name(ORDER[1]),
            call(call(drawn().joined(2, 108, 8), ORDER[0]), 8)),
        breach(
            Rule.ORDER,
            "Called",
            name(ORDER[1]) + " is called before " + name(ORDER_WITH_BEACON[1]),
            call(call(closed(BEACON).drawn(2, BEACON_VALUE), ORDER[0]), ORDER[1])),
        breach(Rule.IDS, "DrawPlanned", noRoom(), new Body().drawPlanned(9, 0, 0, "", SECRET)),
        breach(Rule.IDS, "CohortClosed", noRoom(), new Body().cohortClosed(9, 0, digest())),
        breach(Rule.IDS, "Drawn", noRoom(), new Body().drawn(9, "")),
        breach(Rule.IDS, "EpochBegan", noRoom(), new Body().epochBegan(9, 2)));
  }

  private static String noRoom() {
    return "there is no room 9";
  }

  private static String name(int number) {
    return "number " + number + " of user " + (100 + number) + ", waiting,";
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("oneBreach")
  void one_event_against_one_rule_is_exactly_one_breach(
      Rule rule, String event, String what, Body body) throws IOException {
    AuditReport report = audit(body);

    assertThat(report.breaches()).containsExactly(new Breach(2, body.count(), event, rule, what));
    assertThat(report.breachCount()).isEqualTo(1);
  }

  private AuditReport audit(Body body) throws IOException {
    return Auditor.audit(SoundJournal.begin(path).batch(NOW_MS, body).write());
  }

  private static Figures.RoomFigures room(AuditReport report) {
    return report.figures().rooms().get(1);
  }

  private static Figures.DrawFigures draw(AuditReport report) {
    return Objects.requireNonNull(room(report).draw());
  }

  @Test
  void the_drawn_are_called_in_the_order_of_the_draw_and_who_joined_later_behind_them()
      throws IOException {
    FolderWriter story =
        SoundJournal.begin(path).batch(NOW_MS, drawn().joined(2, 108, 8).joined(2, 109, 9));
    long nowMs = NOW_MS;
    for (int number : ORDER) story.batch(nowMs += 5_000, visit(number, nowMs));
    for (int number = 8; number <= 9; number++) story.batch(nowMs += 5_000, visit(number, nowMs));
    AuditReport report = Auditor.audit(story.write());

    assertThat(report.breaches()).isEmpty();
    assertThat(room(report).endedLeft()).isEqualTo(9);
    assertThat(report.ledger().order(2)).isEqualTo(ORDER);
    assertThat(report.ledger().cohort(2)).isEqualTo(SEVEN);
  }

  /** Called, entered, ended, all at once. */
  private static Body visit(int number, long nowMs) {
    return new Body()
        .called(2, 100 + number, number, nowMs + SoundJournal.CALL_MS)
        .entered(2, 100 + number, number, nowMs + SoundJournal.VISIT_MS)
        .ended(2, 100 + number, number, 1);
  }

  @Test
  void who_leaves_between_close_and_draw_keeps_the_turns_of_the_others() throws IOException {
    Body body = closed(BEACON).ended(2, 100 + ORDER_WITH_BEACON[0], ORDER_WITH_BEACON[0], 1);
    body.joined(2, 108, 8).drawn(2, BEACON_VALUE);
    AuditReport report = audit(call(call(body, ORDER_WITH_BEACON[1]), ORDER_WITH_BEACON[2]));

    assertThat(report.breaches()).isEmpty();
    assertThat(draw(report).size()).isEqualTo(7);
    assertThat(draw(report).beaconValue()).isEqualTo(BEACON_VALUE);
  }

  @Test
  void who_left_before_the_close_is_not_in_the_cohort() throws IOException {
    int[] six = {1, 2, 4, 5, 6, 7};
    AuditReport report =
        audit(gathered("").ended(2, 103, 3, 1).cohortClosed(2, 6, digest(six)).drawn(2, ""));

    assertThat(report.breaches()).isEmpty();
    assertThat(report.ledger().cohort(2)).isEqualTo(six);
    assertThat(report.ledger().order(2)).containsExactlyInAnyOrder(six);
  }

  @Test
  void the_return_lane_goes_before_drawn_turns() throws IOException {
    int user = 100 + ORDER[0];
    Body back = new Body().callLapsed(2, user, ORDER[0]).returned(2, user, ORDER[0], 1);
    long untilMs = UNTIL_MS + SoundJournal.CALL_MS;
    Body inTurn = new Body(back).called(2, user, ORDER[0], untilMs);
    inTurn.called(2, 100 + ORDER[1], ORDER[1], untilMs);
    assertThat(awayThen(inTurn).breaches()).isEmpty();

    Body pastTheLane = new Body(back).called(2, 100 + ORDER[1], ORDER[1], untilMs);
    assertThat(awayThen(pastTheLane).breaches())
        .extracting(Breach::what)
        .containsExactly(
            name(ORDER[1])
                + " is called before number "
                + ORDER[0]
                + " of user "
                + user
                + ", returned,");
  }

  /** The first of the order is called and does not come. */
  private AuditReport awayThen(Body body) throws IOException {
    FolderWriter story = SoundJournal.begin(path).batch(NOW_MS, call(drawn(), ORDER[0]));
    return Auditor.audit(story.batch(UNTIL_MS, body).write());
  }

  @Test
  void nobody_may_gather_and_the_room_still_draws() throws IOException {
    AuditReport report = audit(planned("").cohortClosed(2, 0, digest()).drawn(2, ""));

    assertThat(report.breaches()).isEmpty();
    assertThat(report.ledger().order(2)).isEmpty();
    assertThat(draw(report).size()).isZero();
  }

  @Test
  void an_epoch_ends_every_ticket_and_numbers_go_on() throws IOException {
    Body body = call(call(drawn(), ORDER[0]), ORDER[1]);
    body.entered(2, 100 + ORDER[0], ORDER[0], SoundJournal.INSIDE_MS).epochBegan(2, 2);
    body.joined(2, 101, 8).joined(2, 102, 9).epochBegan(2, 3).joined(2, 101, 10);
    AuditReport report = audit(body);

    assertThat(report.breaches()).isEmpty();
    assertThat(room(report).epoch()).isEqualTo(3);
    assertThat(room(report).endedByEpoch()).isEqualTo(9);
    assertThat(room(report).waiting()).isEqualTo(1);
    assertThat(room(report).inside()).isZero();
    assertThat(room(report).called()).isZero();
  }

  @Test
  void a_room_that_was_closed_without_a_draw_may_plan_one() throws IOException {
    Body body = new Body().roomCreated(2, OPEN).roomUpdated(2, CLOSED, 2, 10_000, 3);
    body.drawPlanned(2, 0, OPENS_MS, "", SECRET).roomUpdated(2, GATHERING, 2, 10_000, 3);
    body.joined(2, 101, 1).cohortClosed(2, 1, digest(1)).drawn(2, "");

    assertThat(audit(call(body, 1)).breaches()).isEmpty();
  }

  @Test
  void the_secret_is_told_only_once_it_is_drawn() throws IOException {
    String secret = HexFormat.of().formatHex(SECRET);
    for (Body body : new Body[] {gathered(BEACON), closed(BEACON)}) {
      AuditReport report = audit(body);
      assertThat(report.sound()).isTrue();
      assertThat(report.toJson() + report.toText()).doesNotContain(secret);
      assertThat(draw(report).secret()).isNull();
    }
    assertThat(audit(drawn()).toJson()).contains("\"secret\":\"" + secret + "\"");
  }

  @Test
  void each_stage_of_a_draw_has_its_figures_and_its_line() throws IOException {
    String commitment = "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd";
    AuditReport planned = audit(gathered(BEACON));
    assertThat(draw(planned))
        .isEqualTo(
            new Figures.DrawFigures(
                1,
                "planned",
                0,
                NOW_MS,
                NOW_MS,
                List.of(),
                commitment,
                BEACON,
                null,
                null,
                null,
                null,
                null,
                null,
                0));
    assertThat(planned.toText()).contains("planned for 2023-11-14T22:13:21Z", commitment);

    AuditReport closed = audit(closed(BEACON));
    assertThat(draw(closed).state()).isEqualTo("closed");
    assertThat(draw(closed).size()).isEqualTo(7);
    assertThat(draw(closed).digest()).isEqualTo(HexFormat.of().formatHex(digest(SEVEN)));
    assertThat(closed.toText()).contains("not yet, the cohort closed at 2023-11-14T22:13:21Z");

    AuditReport drawn = audit(drawn());
    assertThat(draw(drawn).drawnMs()).isEqualTo(NOW_MS);
    assertThat(drawn.toText()).contains("done at 2023-11-14T22:13:21Z");
    assertThat(Arrays.asList(draw(drawn).beacon(), draw(drawn).beaconValue())).containsOnlyNulls();
  }

  @Test
  void a_draw_of_version_2_commits_to_room_beacon_and_first_hour() throws IOException {
    Body body = new Body().roomCreated(2, GATHERING);
    body.drawPlannedAnew(2, 0, NOW_MS + 9, BEACON, SECRET);
    AuditReport report = audit(body.drawPlannedAnew(2, 0, NOW_MS + 5, BEACON, SECRET));

    assertThat(report.breaches()).isEmpty();
    assertThat(draw(report).version()).isEqualTo(2);
    assertThat(draw(report).firstOpensMs()).isEqualTo(NOW_MS + 9);
    assertThat(draw(report).moves()).containsExactly(new Figures.MoveFigures(NOW_MS, NOW_MS + 5));
    assertThat(draw(report).commitment())
        .isEqualTo(
            HexFormat.of().formatHex(Commitment.of(SECRET, 2, "default", BEACON, NOW_MS + 9)));
    assertThat(report.toText()).contains("version 2", "moved 1 times");
  }

  @Test
  void a_closed_room_is_drawn_and_stays_closed() throws IOException {
    Body body = gathered("").roomUpdated(2, CLOSED, 2, 10_000, 3);
    AuditReport report = audit(body.cohortClosed(2, 7, digest(SEVEN)).drawn(2, ""));

    assertThat(report.breaches()).isEmpty();
    assertThat(report.ledger().order(2)).isEqualTo(ORDER);
    Body called = gathered("").roomUpdated(2, CLOSED, 2, 10_000, 3);
    call(called.cohortClosed(2, 7, digest(SEVEN)).drawn(2, ""), ORDER[0]);
    assertThat(audit(called).breaches()).as("calls nobody").hasSize(1);
  }

  @Test
  void who_joins_or_leaves_behind_the_hour_and_before_the_close_is_counted() throws IOException {
    FolderWriter story =
        SoundJournal.begin(path).batch(NOW_MS, gathered("").drawPlanned(2, 0, NOW_MS, "", SECRET));
    story.batch(NOW_MS + 5, new Body().joined(2, 108, 8).ended(2, 108, 8, 1));
    AuditReport report =
        Auditor.audit(
            story.batch(NOW_MS + 9, new Body().cohortClosed(2, 7, digest(SEVEN))).write());

    assertThat(report.breaches()).isEmpty();
    assertThat(draw(report).changesLate()).isEqualTo(2);
    assertThat(report.toText()).contains("2 joined or left behind its hour");
  }
}
