package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static io.tidegate.testkit.ServiceUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A visitor's way through the service, over HTTP, with every field it shows on the way. */
class VisitTest {

  private ServiceFixture service;
  private long concert;
  private long schedule;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    service.coupon(service.openSale(), 1_000);
    long room = service.room("default", 1_000, 24_000);
    concert = service.concert("Tidal Strings");
    schedule = service.schedule(concert, service.roomSale(room), 1).schedule();
  }

  @AfterEach
  void close() throws Exception {
    service.close();
  }

  @Test
  void a_visitor_lines_up_looks_reserves_tops_up_pays_and_takes_a_coupon() {
    Reply issued = service.post("/user/7/queue/token/issue").is(200);
    assertThat(issued.object())
        .containsOnlyKeys("waitingToken", "number", "ahead", "etaSeconds", "state")
        .containsEntry("number", 1L)
        .containsEntry("ahead", 0L)
        .containsEntry("etaSeconds", 0L)
        .containsEntry("state", "ACTIVE");
    assertThat(issued.header("Cache-Control")).isEqualTo("no-store");
    String[] mine = with(issued.word("waitingToken"));

    assertThat(service.get("/user/queue/token/query", mine).is(200).object())
        .isEqualTo(
            Map.of(
                "num", 0L, "state", "ACTIVE", "ahead", 0L, "etaSeconds", 0L, "askAgainInMs", 0L));
    assertThat(service.get("/concerts/query?page=1").is(200).array())
        .isEqualTo(
            List.of(
                Map.of(
                    "concertId", concert,
                    "concertTitle", "Tidal Strings",
                    "concertPlace", "Seoul")));
    assertThat(service.get("/concert/" + concert + "/date", mine).is(200).array())
        .isEqualTo(
            List.of(
                Map.of(
                    "scheduleId", schedule,
                    "offerId", 2L,
                    "concertTitle", "Tidal Strings",
                    "openDate", "2026-12-20T20:00:00Z",
                    "startDate", "2026-11-20T20:00:00Z",
                    "endDate", "2026-12-20T20:00:00Z",
                    "seatsLeft", 10L)));
    List<Map<String, Object>> seats =
        service.get("/concert/" + schedule + "/seat", mine).is(200).array();
    assertThat(seats).hasSize(10);
    assertThat(seats.get(9))
        .isEqualTo(
            Map.of("seatId", 10L, "seatCode", "A10", "amount", 10_000L, "seatStatus", "STAND_BY"));

    String seat = "/concerts/" + concert + "/seats/10";
    Map<String, Object> reservation = service.post(seat + "/reserve", mine).is(200).object();
    assertThat(reservation)
        .isEqualTo(
            Map.of(
                "payId", 1L,
                "userId", 7L,
                "reserveId", 1L,
                "amount", 10_000L,
                "isPay", false,
                "createAt", "2026-11-20T20:00:00Z",
                "heldUntil", "2026-11-20T20:05:00Z"));
    assertThat(seatStatus(10, mine)).isEqualTo("RESERVED");
    assertThat(reservationStatus(mine)).isEqualTo("PENDING");
    assertThat(
            service
                .post(seat + "/reserve", mine)
                .is(problem(ProblemType.ALREADY_CLAIMED))
                .number("claimId"))
        .isEqualTo(1);

    service.patch(seat + "/pay/1", mine).is(problem(ProblemType.INSUFFICIENT_BALANCE));
    assertThat(service.patch("/pay/charge?amount=25000", mine).is(200).object())
        .isEqualTo(Map.of("isCharge", true));
    assertThat(service.get("/pay/query", mine).is(200).object())
        .isEqualTo(Map.of("amount", 25_000L));
    assertThat(service.patch(seat + "/pay/1", mine).is(200).object())
        .containsEntry("reserveId", 1L)
        .containsEntry("reserveStatus", "RESERVED");
    assertThat(service.get("/pay/query", mine).is(200).number("amount")).isEqualTo(15_000);
    assertThat(service.get("/concerts/reserve/query", mine).is(200).array())
        .isEqualTo(
            List.of(
                Map.of(
                    "reserveId", 1L,
                    "concertTitle", "Tidal Strings",
                    "openDate", "2026-12-20T20:00:00Z",
                    "seatCode", "A10",
                    "amount", 10_000L,
                    "reserveStatus", "RESERVED")));

    service.get("/concert/" + concert + "/date", mine).is(problem(ProblemType.VISIT_ENDED));
    assertThat(service.get("/user/queue/token/query", mine).is(200).object())
        .containsEntry("state", "EXPIRED")
        .containsEntry("num", null);
    Reply coupon = service.post("/coupon/issue", mine).is(201);
    assertThat(coupon.object())
        .isEqualTo(
            Map.of(
                "claimId", 2L,
                "offerId", 1L,
                "userId", 7L,
                "quantity", 1L,
                "amount", 0L,
                "state", "issued",
                "createdAt", "2026-11-20T20:00:00Z"));
    assertThat(coupon.header("Location")).isEqualTo("/api/v1/claims/2");
    assertThat(
            service
                .post("/coupon/issue", mine)
                .is(problem(ProblemType.ALREADY_CLAIMED))
                .number("claimId"))
        .isEqualTo(2);
  }

  @Test
  void several_seats_are_held_together_paid_and_given_back() {
    String[] mine = with(service.ticket(7, "default"));
    String body = "{\"scheduleId\":" + schedule + ",\"seatIds\":[3,1]}";
    Reply held = service.postJson("/holds", body, mine).is(201);
    assertThat(held.object())
        .containsEntry("state", "held")
        .containsEntry("heldUntil", "2026-11-20T20:05:00Z")
        .containsEntry("concertId", concert)
        .containsEntry("scheduleId", schedule)
        .containsEntry("seatIds", List.of(3L, 1L))
        .containsEntry("amount", 20_000L);
    String claim = "/claims/" + held.number("claimId");
    assertThat(held.header("Location")).isEqualTo("/api/v1" + claim);
    assertThat(service.get("/concerts/reserve/query", mine).array().getFirst())
        .containsEntry("seatCode", "A03,A01");

    service.patch("/pay/charge?amount=20000", mine).is(200);
    assertThat(service.post(claim + "/pay", mine).is(200).object())
        .containsEntry("state", "issued");
    assertThat(
            service
                .post(claim + "/pay", mine)
                .is(problem(ProblemType.ALREADY_PAID))
                .number("claimId"))
        .isEqualTo(1);
    assertThat(service.get(claim, mine).is(200).object()).containsEntry("state", "issued");
    assertThat(service.delete(claim, mine).is(204).bytes()).isEmpty();
    service.delete(claim, mine).is(204);
    assertThat(service.get("/pay/query", mine).number("amount")).isEqualTo(20_000);
    assertThat(service.get("/claims?limit=5", mine).is(200).array())
        .singleElement()
        .satisfies(c -> assertThat(c).containsEntry("state", "cancelled"));
    assertThat(reservationStatus(mine)).isEqualTo("CANCELED");
  }

  @Test
  void a_hold_that_was_not_paid_in_time_is_gone_and_its_seat_is_free() {
    String[] mine = with(service.ticket(7, "default"));
    service.post("/concerts/" + concert + "/seats/1/reserve", mine).is(200);
    service.patch("/pay/charge?amount=10000", mine).is(200);
    service.clock.pass(Duration.ofMinutes(5));
    assertThat(
            service
                .patch("/concerts/" + concert + "/seats/1/pay/1", mine)
                .is(problem(ProblemType.HOLD_LAPSED))
                .word("at"))
        .isEqualTo("2026-11-20T20:05:00Z");
    assertThat(service.get("/pay/query", mine).number("amount")).isEqualTo(10_000);
    assertThat(seatStatus(1, mine)).isEqualTo("STAND_BY");
    assertThat(service.get("/claims/1", mine).object()).containsEntry("state", "lapsed");
  }

  @Test
  void an_offer_tells_what_is_left_and_when_it_is_open() {
    service.postJson("/offers/1/claims", "{\"userId\":5,\"quantity\":1}").is(201);
    assertThat(service.get("/offers/1").is(200).text())
        .isEqualTo(
            "{\"offerId\":1,\"name\":\"Coupon\",\"total\":1000,\"available\":999,\"held\":0,"
                + "\"issued\":1,\"state\":\"open\",\"opensAt\":\"2026-11-20T20:00:00Z\","
                + "\"closesAt\":null}");
  }

  @Test
  void a_concert_whose_sales_are_open_to_all_shows_its_dates_and_seats_without_a_ticket() {
    long open = service.concert("Low Water Quartet");
    long free = service.schedule(open, service.openSale(), 1).schedule();
    assertThat(service.get("/concert/" + open + "/date").is(200).array()).hasSize(1);
    assertThat(service.get("/concert/" + free + "/seat").is(200).array()).hasSize(10);
    service.get("/concert/" + concert + "/date").is(problem(ProblemType.TICKET_NEEDED));
    service
        .get("/concert/" + schedule + "/seat", ServiceUnderTest.as(7))
        .is(problem(ProblemType.TICKET_NEEDED));
    assertThat(service.get("/concert/" + service.concert("Undated") + "/date").is(200).array())
        .isEmpty();
  }

  @Test
  void concerts_come_ten_a_page() {
    for (int i = 0; i < 14; i++) service.concert("Concert " + i);
    assertThat(service.get("/concerts/query").array()).hasSize(10);
    assertThat(service.get("/concerts/query?page=2").array())
        .hasSize(5)
        .last()
        .satisfies(c -> assertThat(c).containsEntry("concertTitle", "Concert 13"));
    assertThat(service.get("/concerts/query?page=3").array()).isEmpty();
    assertThat(service.get("/concerts/query?page=1000000").array()).isEmpty();
  }

  @Test
  void who_waits_is_told_why_nobody_is_called_in_the_place_the_refusal_and_the_status() {
    long offer = service.coupon(service.roomSale(service.room("small", 9, 1)), 1);
    String claims = "/offers/" + offer + "/claims";
    String[] first = with(service.ticket(1, "small"));
    String[] second = with(service.ticket(2, "small"));
    assertThat(service.get("/user/queue/token/query", second).object()).doesNotContainKey("reason");
    service.postJson(claims, "{}", first).is(201);
    Reply place = service.get("/user/queue/token/query", second).is(200);
    assertThat(place.object())
        .containsEntry("state", "WAITING")
        .containsEntry("reason", "sold-out")
        .containsEntry("etaSeconds", null);
    assertThat(
            service.postJson(claims, "{}", second).is(problem(ProblemType.NOT_YOUR_TURN)).object())
        .containsEntry("reason", "sold-out");
    assertThat(service.get("/rooms/small/status").object())
        .containsEntry("state", "open")
        .containsEntry("stock", "sold-out")
        .containsEntry("reason", "sold-out");
    service.ask(new Command.Restock(offer, 2));
    service.delete("/user/queue/token", first).is(204);
    assertThat(service.get("/user/queue/token/query", second).object())
        .as("not final")
        .containsEntry("state", "ACTIVE")
        .doesNotContainKey("reason");
  }

  @Test
  void the_claims_of_a_user_come_in_pages_that_lead_to_one_another() {
    long offer =
        service.created(new Command.CreateOffer(service.openSale(), "Many", 9, 0, 1, 9, 0));
    for (int i = 0; i < 5; i++)
      service.postJson("/offers/" + offer + "/claims", "{\"userId\":7}").is(201);
    List<Object> seen = new ArrayList<>();
    String query = "?limit=2";
    while (!query.isEmpty()) {
      Reply page = service.get("/claims" + query, ServiceUnderTest.as(7)).is(200);
      page.array().forEach(claim -> seen.add(claim.get("claimId")));
      String link = page.header("Link");
      query = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
      assertThat(link).isIn("", "<" + query + ">; rel=\"next\"");
    }
    assertThat(seen).containsExactly(5L, 4L, 3L, 2L, 1L);
    Reply reservations =
        service.get("/concerts/reserve/query?limit=2", ServiceUnderTest.as(7)).is(200);
    assertThat(reservations.header("Link")).startsWith("<?before=4&limit=2>");
    service.get("/claims?before=2", ServiceUnderTest.as(8)).is(problem(ProblemType.NOT_FOUND));
    service.get("/claims?before=0", ServiceUnderTest.as(7)).is(problem(ProblemType.MALFORMED));
  }

  private String seatStatus(long seat, String[] headers) {
    return service.get("/concert/" + schedule + "/seat", headers).is(200).array().stream()
        .filter(s -> Objects.equals(s.get("seatId"), seat))
        .map(s -> String.valueOf(s.get("seatStatus")))
        .findFirst()
        .orElse("none");
  }

  private String reservationStatus(String[] headers) {
    List<Map<String, Object>> all = service.get("/concerts/reserve/query", headers).array();
    assertThat(all).hasSize(1);
    return String.valueOf(all.getFirst().get("reserveStatus"));
  }
}
