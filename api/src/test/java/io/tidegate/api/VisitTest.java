package io.tidegate.api;

import static io.tidegate.api.Site.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.reply.ProblemType;
import io.tidegate.core.Command;
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

  private Site site;
  private long concert;
  private long schedule;

  @BeforeEach
  void open(@TempDir Path folder) throws Exception {
    site = new Site(folder);
    site.coupon(site.openSale(), 1_000);
    long room = site.room("default", 1_000, 24_000);
    concert = site.concert("Tidal Strings");
    schedule = site.schedule(concert, site.roomSale(room), 1).schedule();
  }

  @AfterEach
  void close() throws Exception {
    site.close();
  }

  @Test
  void a_visitor_lines_up_looks_reserves_tops_up_pays_and_takes_a_coupon() {
    Reply issued = site.post("/user/7/queue/token/issue").is(200);
    assertThat(issued.object())
        .containsOnlyKeys("waitingToken", "number", "ahead", "etaSeconds", "state")
        .containsEntry("number", 1L)
        .containsEntry("ahead", 0L)
        .containsEntry("etaSeconds", 0L)
        .containsEntry("state", "ACTIVE");
    assertThat(issued.header("Cache-Control")).isEqualTo("no-store");
    String[] mine = with(issued.word("waitingToken"));

    assertThat(site.get("/user/queue/token/query", mine).is(200).object())
        .isEqualTo(
            Map.of(
                "num", 0L, "state", "ACTIVE", "ahead", 0L, "etaSeconds", 0L, "askAgainInMs", 0L));
    assertThat(site.get("/concerts/query?page=1").is(200).array())
        .isEqualTo(
            List.of(
                Map.of(
                    "concertId", concert,
                    "concertTitle", "Tidal Strings",
                    "concertPlace", "Seoul")));
    assertThat(site.get("/concert/" + concert + "/date", mine).is(200).array())
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
        site.get("/concert/" + schedule + "/seat", mine).is(200).array();
    assertThat(seats).hasSize(10);
    assertThat(seats.get(9))
        .isEqualTo(
            Map.of("seatId", 10L, "seatCode", "A10", "amount", 10_000L, "seatStatus", "STAND_BY"));

    String seat = "/concerts/" + concert + "/seats/10";
    Map<String, Object> reservation = site.post(seat + "/reserve", mine).is(200).object();
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
    assertThat(site.post(seat + "/reserve", mine).is(ProblemType.ALREADY_CLAIMED).number("claimId"))
        .isEqualTo(1);

    site.patch(seat + "/pay/1", mine).is(ProblemType.INSUFFICIENT_BALANCE);
    assertThat(site.patch("/pay/charge?amount=25000", mine).is(200).object())
        .isEqualTo(Map.of("isCharge", true));
    assertThat(site.get("/pay/query", mine).is(200).object()).isEqualTo(Map.of("amount", 25_000L));
    assertThat(site.patch(seat + "/pay/1", mine).is(200).object())
        .containsEntry("reserveId", 1L)
        .containsEntry("reserveStatus", "RESERVED");
    assertThat(site.get("/pay/query", mine).is(200).number("amount")).isEqualTo(15_000);
    assertThat(site.get("/concerts/reserve/query", mine).is(200).array())
        .isEqualTo(
            List.of(
                Map.of(
                    "reserveId", 1L,
                    "concertTitle", "Tidal Strings",
                    "openDate", "2026-12-20T20:00:00Z",
                    "seatCode", "A10",
                    "amount", 10_000L,
                    "reserveStatus", "RESERVED")));

    site.get("/concert/" + concert + "/date", mine).is(ProblemType.VISIT_ENDED);
    assertThat(site.get("/user/queue/token/query", mine).is(200).object())
        .containsEntry("state", "EXPIRED")
        .containsEntry("num", "null");
    Reply coupon = site.post("/coupon/issue", mine).is(201);
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
    assertThat(site.post("/coupon/issue", mine).is(ProblemType.ALREADY_CLAIMED).number("claimId"))
        .isEqualTo(2);
  }

  @Test
  void several_seats_are_held_together_paid_and_given_back() {
    String[] mine = with(site.ticket(7, "default"));
    String body = "{\"scheduleId\":" + schedule + ",\"seatIds\":[3,1]}";
    Reply held = site.postJson("/holds", body, mine).is(201);
    assertThat(held.object())
        .containsEntry("state", "held")
        .containsEntry("heldUntil", "2026-11-20T20:05:00Z")
        .containsEntry("concertId", concert)
        .containsEntry("scheduleId", schedule)
        .containsEntry("seatIds", List.of(3L, 1L))
        .containsEntry("amount", 20_000L);
    String claim = "/claims/" + held.number("claimId");
    assertThat(held.header("Location")).isEqualTo("/api/v1" + claim);
    assertThat(site.get("/concerts/reserve/query", mine).array().getFirst())
        .containsEntry("seatCode", "A03,A01");

    site.patch("/pay/charge?amount=20000", mine).is(200);
    assertThat(site.post(claim + "/pay", mine).is(200).object()).containsEntry("state", "issued");
    assertThat(site.post(claim + "/pay", mine).is(ProblemType.ALREADY_PAID).number("claimId"))
        .isEqualTo(1);
    assertThat(site.get(claim, mine).is(200).object()).containsEntry("state", "issued");
    assertThat(site.delete(claim, mine).is(204).bytes()).isEmpty();
    site.delete(claim, mine).is(204);
    assertThat(site.get("/pay/query", mine).number("amount")).isEqualTo(20_000);
    assertThat(site.get("/claims?limit=5", mine).is(200).array())
        .singleElement()
        .satisfies(c -> assertThat(c).containsEntry("state", "cancelled"));
    assertThat(reservationStatus(mine)).isEqualTo("CANCELED");
  }

  @Test
  void a_hold_that_was_not_paid_in_time_is_gone_and_its_seat_is_free() {
    String[] mine = with(site.ticket(7, "default"));
    site.post("/concerts/" + concert + "/seats/1/reserve", mine).is(200);
    site.patch("/pay/charge?amount=10000", mine).is(200);
    site.clock.advance(Duration.ofMinutes(5));
    assertThat(
            site.patch("/concerts/" + concert + "/seats/1/pay/1", mine)
                .is(ProblemType.HOLD_LAPSED)
                .word("at"))
        .isEqualTo("2026-11-20T20:05:00Z");
    assertThat(site.get("/pay/query", mine).number("amount")).isEqualTo(10_000);
    assertThat(seatStatus(1, mine)).isEqualTo("STAND_BY");
    assertThat(site.get("/claims/1", mine).object()).containsEntry("state", "lapsed");
  }

  @Test
  void an_offer_tells_what_is_left_and_when_it_is_open() {
    site.postJson("/offers/1/claims", "{\"userId\":5,\"quantity\":1}").is(201);
    assertThat(site.get("/offers/1").is(200).object())
        .isEqualTo(
            Map.of(
                "offerId", 1L,
                "name", "Coupon",
                "total", 1_000L,
                "available", 999L,
                "held", 0L,
                "issued", 1L,
                "state", "open",
                "opensAt", "2026-11-20T20:00:00Z",
                "closesAt", "null"));
  }

  @Test
  void a_concert_whose_sales_are_open_to_all_shows_its_dates_and_seats_without_a_ticket() {
    long open = site.concert("Low Water Quartet");
    long free = site.schedule(open, site.openSale(), 1).schedule();
    assertThat(site.get("/concert/" + open + "/date").is(200).array()).hasSize(1);
    assertThat(site.get("/concert/" + free + "/seat").is(200).array()).hasSize(10);
    site.get("/concert/" + concert + "/date").is(ProblemType.TICKET_NEEDED);
    site.get("/concert/" + schedule + "/seat", Site.as(7)).is(ProblemType.TICKET_NEEDED);
    assertThat(site.get("/concert/" + site.concert("Undated") + "/date").is(200).array()).isEmpty();
  }

  @Test
  void concerts_come_ten_a_page() {
    for (int i = 0; i < 14; i++) site.concert("Concert " + i);
    assertThat(site.get("/concerts/query").array()).hasSize(10);
    assertThat(site.get("/concerts/query?page=2").array())
        .hasSize(5)
        .last()
        .satisfies(c -> assertThat(c).containsEntry("concertTitle", "Concert 13"));
    assertThat(site.get("/concerts/query?page=3").array()).isEmpty();
    assertThat(site.get("/concerts/query?page=1000000").array()).isEmpty();
  }

  @Test
  void who_waits_is_told_why_nobody_is_called_in_the_place_the_refusal_and_the_status() {
    long offer = site.coupon(site.roomSale(site.room("small", 9, 1)), 1);
    String claims = "/offers/" + offer + "/claims";
    String[] first = with(site.ticket(1, "small"));
    String[] second = with(site.ticket(2, "small"));
    assertThat(site.get("/user/queue/token/query", second).object()).doesNotContainKey("reason");
    site.postJson(claims, "{}", first).is(201);
    Reply place = site.get("/user/queue/token/query", second).is(200);
    assertThat(place.object())
        .containsEntry("state", "WAITING")
        .containsEntry("reason", "sold-out")
        .containsEntry("etaSeconds", "null");
    assertThat(site.postJson(claims, "{}", second).is(ProblemType.NOT_YOUR_TURN).object())
        .containsEntry("reason", "sold-out");
    assertThat(site.get("/rooms/small/status").object())
        .containsEntry("state", "open")
        .containsEntry("stock", "sold-out")
        .containsEntry("reason", "sold-out");
    site.ask(new Command.Restock(offer, 2));
    site.delete("/user/queue/token", first).is(204);
    assertThat(site.get("/user/queue/token/query", second).object())
        .as("not final")
        .containsEntry("state", "ACTIVE")
        .doesNotContainKey("reason");
  }

  @Test
  void the_claims_of_a_user_come_in_pages_that_lead_to_one_another() {
    long offer = site.created(new Command.CreateOffer(site.openSale(), "Many", 9, 0, 1, 9, 0));
    for (int i = 0; i < 5; i++)
      site.postJson("/offers/" + offer + "/claims", "{\"userId\":7}").is(201);
    List<Object> seen = new ArrayList<>();
    String query = "?limit=2";
    while (!query.isEmpty()) {
      Reply page = site.get("/claims" + query, Site.as(7)).is(200);
      page.array().forEach(claim -> seen.add(claim.get("claimId")));
      String link = page.header("Link");
      query = link.isEmpty() ? "" : link.substring(1, link.indexOf('>'));
      assertThat(link).isIn("", "<" + query + ">; rel=\"next\"");
    }
    assertThat(seen).containsExactly(5L, 4L, 3L, 2L, 1L);
    Reply reservations = site.get("/concerts/reserve/query?limit=2", Site.as(7)).is(200);
    assertThat(reservations.header("Link")).startsWith("<?before=4&limit=2>");
    site.get("/claims?before=2", Site.as(8)).is(ProblemType.NOT_FOUND);
    site.get("/claims?before=0", Site.as(7)).is(ProblemType.MALFORMED);
  }

  private String seatStatus(long seat, String[] headers) {
    return site.get("/concert/" + schedule + "/seat", headers).is(200).array().stream()
        .filter(s -> Objects.equals(s.get("seatId"), seat))
        .map(s -> String.valueOf(s.get("seatStatus")))
        .findFirst()
        .orElse("none");
  }

  private String reservationStatus(String[] headers) {
    List<Map<String, Object>> all = site.get("/concerts/reserve/query", headers).array();
    assertThat(all).hasSize(1);
    return String.valueOf(all.getFirst().get("reserveStatus"));
  }
}
