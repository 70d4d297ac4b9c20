package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static io.tidegate.testkit.ServiceUnderTest.with;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The line as those who wait in it see it. */
class RoomTest {

  private ServiceFixture service;
  private long room;
  private long sale;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    room = service.room("default", 2, 100);
    sale = service.roomSale(room);
  }

  @AfterEach
  void close() throws Exception {
    service.close();
  }

  @Test
  void those_behind_see_how_many_are_ahead_and_move_up_as_people_are_called() {
    service.coupon(sale, 100);
    List<String[]> crowd = new ArrayList<>();
    for (long user = 1; user <= 7; user++) crowd.add(with(service.ticket(user, "default")));
    assertThat(place(crowd.get(1))).containsEntry("num", 0L).containsEntry("state", "ACTIVE");
    assertThat(place(crowd.get(2)))
        .containsEntry("num", 1L)
        .containsEntry("ahead", 0L)
        .containsEntry("state", "WAITING")
        .containsEntry("etaSeconds", 60L);
    assertThat(place(crowd.get(6))).containsEntry("num", 5L).containsEntry("ahead", 4L);
    service.delete("/user/queue/token", crowd.get(3)).is(204);
    assertThat(place(crowd.get(6))).containsEntry("ahead", 3L);
    service.clock.pass(Duration.ofSeconds(60));
    assertThat(place(crowd.get(4))).containsEntry("num", 0L);
    assertThat(place(crowd.get(6))).containsEntry("ahead", 1L);
    service.postJson("/offers/1/claims", "{}", crowd.get(6)).is(problem(ProblemType.NOT_YOUR_TURN));
    service.postJson("/offers/1/claims", "{}", crowd.get(4)).is(201);
  }

  @Test
  void who_is_near_is_told_to_ask_again_soon_and_who_is_far_later_and_not_all_at_once() {
    Set<Object> different = new HashSet<>();
    long last = 0;
    for (long user = 1; user <= 200; user++) {
      Reply place = service.get("/user/queue/token/query", with(service.ticket(user, "default")));
      long ask = place.is(200).number("askAgainInMs");
      if (place.word("state").equals("ACTIVE")) assertThat(ask).isZero();
      else assertThat(ask).isBetween(2_000L, 30_000L);
      if (user > 100) different.add(ask);
      last = ask;
    }
    assertThat(last).isGreaterThan(24_000);
    assertThat(different).hasSizeGreaterThan(90);
  }

  @Test
  void nobody_says_how_long_it_takes_while_the_room_is_paused() {
    for (long user = 1; user <= 3; user++) service.ticket(user, "default");
    service.ask(
        new Command.UpdateRoom(
            room, io.tidegate.core.room.RoomState.PAUSED, null, null, null, null, null));
    assertThat(place(with(service.ticket(3, "default")))).containsEntry("etaSeconds", null);
    Reply turn = service.get("/concert/" + dated() + "/date", with(service.ticket(3, "default")));
    assertThat(turn.is(problem(ProblemType.NOT_YOUR_TURN)).object())
        .containsEntry("etaSeconds", null);
  }

  private long dated() {
    long concert = service.concert("Equinox Ensemble");
    service.schedule(concert, sale, 1);
    return concert;
  }

  @Test
  void the_status_tells_everybody_the_same_in_one_small_document() {
    service.coupon(sale, 2);
    for (long user = 1; user <= 5; user++) service.ticket(user, "default");
    service.postJson("/offers/1/claims", "{}", with(service.ticket(1, "default"))).is(201);
    Reply status = service.get("/rooms/default/status").is(200);
    assertThat(status.object())
        .isEqualTo(
            Map.ofEntries(
                Map.entry("roomId", room),
                Map.entry("room", "default"),
                Map.entry("state", "open"),
                Map.entry("calledUpTo", 2L),
                Map.entry("lastNumber", 5L),
                Map.entry("waiting", 3L),
                Map.entry("called", 1L),
                Map.entry("inside", 1L),
                Map.entry("insideMax", 100L),
                Map.entry("rate", Map.of("people", 2L, "everySeconds", 60L)),
                Map.entry("stock", "available"),
                Map.entry("units", 2L),
                Map.entry("unitsLeft", 1L),
                Map.entry("unitsAvailable", 1L),
                Map.entry("unitsHeld", 0L),
                Map.entry("unitsIssued", 1L)));
    assertThat(service.get("/rooms/1/status").text()).isEqualTo(status.text());
    assertThat(status.bytes()).hasSizeLessThan(400);
  }

  @Test
  void the_status_says_within_a_second_that_all_is_held_and_then_sold_out() {
    service.created(new Command.CreateOffer(sale, "One", 1, 5, 1, 1, 60_000));
    String[] mine = with(service.ticket(1, "default"));
    service.patch("/pay/charge?amount=5", mine).is(200);
    assertThat(stock()).isEqualTo("available");
    service.postJson("/offers/1/claims", "{}", mine).is(201);
    Wait.until(() -> stock().equals("all-held"));
    service.post("/claims/1/pay", mine).is(200);
    Wait.until(() -> stock().equals("sold-out"));
  }

  /** However many ask in one second, they get the same bytes under the same tag. */
  @Test
  void the_status_is_renewed_once_a_second_and_not_for_each_who_asks() {
    long beginNs = System.nanoTime();
    String tag = service.get("/rooms/default/status").header("ETag");
    service.ticket(1, "default");
    String after = service.get("/rooms/default/status").header("ETag");
    if (System.nanoTime() - beginNs < 900_000_000) assertThat(after).isEqualTo(tag);
    Wait.until(() -> !service.get("/rooms/default/status").header("ETag").equals(tag));
  }

  @Test
  void who_joins_idles_for_minutes_joins_again_and_waits_gets_in_with_the_number_of_before() {
    String dates = "/concert/" + dated() + "/date";
    Reply first = service.post("/user/1/queue/token/issue").is(200);
    for (long user = 2; user <= 4; user++) service.ticket(user, "default");
    service.clock.pass(Duration.ofMinutes(7));
    Reply again = service.post("/user/1/queue/token/issue").is(200);
    assertThat(again.number("number")).isEqualTo(first.number("number"));
    service.clock.pass(Duration.ofMinutes(1));
    service.get(dates, with(again.word("waitingToken"))).is(200);
  }

  @Test
  void who_was_called_and_away_comes_back_by_asking_for_what_is_inside() {
    String dates = "/concert/" + dated() + "/date";
    String[] mine = with(service.ticket(1, "default"));
    service.clock.pass(Duration.ofMinutes(3));
    service.get(dates, mine).is(200);
  }

  @Test
  void a_room_that_is_not_asked_about_is_the_default_one() {
    service.room("other", 10, 10);
    Reply issued = service.post("/user/1/queue/token/issue").is(200);
    assertThat(roomOf(issued)).isEqualTo(room);
    Reply named = service.post("/user/1/queue/token/issue?room=2").is(200);
    assertThat(roomOf(named)).isEqualTo(2);
  }

  private long roomOf(Reply issued) {
    return requireNonNull(service.tickets.decode(issued.word("waitingToken"))).room();
  }

  private Map<String, Object> place(String[] ticket) {
    return service.get("/user/queue/token/query", ticket).is(200).object();
  }

  private String stock() {
    return service.get("/rooms/default/status").is(200).word("stock");
  }
}
