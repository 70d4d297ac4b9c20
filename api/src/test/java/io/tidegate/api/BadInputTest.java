package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static io.tidegate.testkit.ServiceUnderTest.as;
import static io.tidegate.testkit.ServiceUnderTest.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.ServiceUnderTest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What bad requests get, and that they leave nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

  private static final String ID_RANGE = "must be a whole number in [1, 9007199254740991]";

  private ServiceFixture service;
  private long concert;
  private long schedule;
  private long other;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    service.coupon(service.openSale(), 1_000);
    long sale = service.roomSale(service.room("default", 1_000, 1_000));
    concert = service.concert("Salt and Cedar");
    schedule = service.schedule(concert, sale, 1).schedule();
    other = service.schedule(concert, sale, 1).schedule();
  }

  @AfterAll
  void close() throws Exception {
    service.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{ | The body is not JSON",
        "{\"userId\":1 | The body is not JSON",
        "{\"userId\":} | The body is not JSON",
        "{userId:1} | The body is not JSON",
        "{'userId':1} | The body is not JSON",
        "{\"userId\":01} | The body is not JSON",
        "{\"userId\":+1} | The body is not JSON",
        "{\"userId\":NaN} | The body is not JSON",
        "{\"userId\":1,} | The body is not JSON",
        "{\"userId\":1}} | The body",
        "{\"userId\":1}{} | nothing after it",
        "{\"userId\":1} x | The body",
        "[] | must be a JSON object",
        "[{\"userId\":1}] | must be a JSON object",
        "7 | must be a JSON object",
        "null | must be a JSON object",
        "\"userId\" | must be a JSON object",
        "{\"userId\":\"1\"} | userId must be a whole number in [1, 9007199254740991]",
        "{\"userId\":true} | userId must be",
        "{\"userId\":null} | userId must be",
        "{\"userId\":1.0} | userId must be",
        "{\"userId\":1e2} | userId must be",
        "{\"userId\":1e309} | userId must be",
        "{\"userId\":-1} | userId must be",
        "{\"userId\":0} | userId must be",
        "{\"userId\":9007199254740992} | userId must be",
        "{\"userId\":9223372036854775807} | userId must be",
        "{\"userId\":9223372036854775808} | userId must be",
        "{\"userId\":18446744073709551617} | userId must be",
        "{\"userId\":[1]} | userId must be",
        "{\"userId\":{\"userId\":1}} | userId must be",
        "{\"userId\":1,\"userId\":1} | userId must not be there twice",
        "{\"userId\":1,\"userid\":1} | userid is not a field of this body",
        "{\"userId\":1,\"\":1} | is not a field of this body",
        "{\"userId\":1,\"quantity\":0} | quantity must be a whole number in [1, 1000000]",
        "{\"userId\":1,\"quantity\":1000001} | quantity must be",
        "{\"userId\":1,\"quantity\":\"many\"} | quantity must be",
      })
  void a_body_that_is_not_what_it_should_be_is_refused_by_name_and_bound(
      String body, String detail) {
    Reply reply = service.postJson("/offers/1/claims", body).is(problem(ProblemType.MALFORMED));
    assertThat(reply.word("detail")).contains(detail);
  }

  @Test
  void what_is_nested_deep_or_long_is_refused_before_it_costs_anything() {
    String deep = "{\"userId\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    service.postJson("/offers/1/claims", deep).is(problem(ProblemType.MALFORMED));
    String deepUnknown = "{\"x\":" + "{\"x\":".repeat(5_000);
    service.postJson("/offers/1/claims", deepUnknown).is(problem(ProblemType.MALFORMED));
    String digits = "{\"userId\":" + "1".repeat(50_000) + "}";
    service.postJson("/offers/1/claims", digits).is(problem(ProblemType.MALFORMED));
    String name = "{\"" + "x".repeat(50_000) + "\":1}";
    assertThat(
            service.postJson("/offers/1/claims", name).is(problem(ProblemType.MALFORMED)).bytes())
        .hasSizeLessThan(500);
    service
        .postJson("/offers/1/claims", "{\"userId\":1" + " ".repeat(70_000) + "}")
        .is(problem(ProblemType.BODY_TOO_LARGE));
  }

  @Test
  void bytes_that_are_no_text_are_refused() throws Exception {
    try (RawClient client = service.connect()) {
      for (String body : List.of("{\"\u00ff\":1}", "\u00fe\u00ff", "{\"userId\":1\u0000}"))
        client.ask("POST", "/api/v1/offers/1/claims", body).is(problem(ProblemType.MALFORMED));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | scheduleId is missing",
        "{\"scheduleId\":1} | seatIds is missing",
        "{\"scheduleId\":1,\"seatIds\":[]} | seatIds must be an array of 1 to 1000",
        "{\"scheduleId\":1,\"seatIds\":1} | seatIds must be",
        "{\"scheduleId\":1,\"seatIds\":[1,\"2\"]} | seatIds must be",
        "{\"scheduleId\":1,\"seatIds\":[1,[2]]} | seatIds must be",
        "{\"scheduleId\":1,\"seatIds\":[1,0]} | seatIds must be",
        "{\"scheduleId\":1,\"seatIds\":[1,1]} | seatIds name a seat twice",
        "{\"scheduleId\":1,\"seatIds\":[1,11]} | seatIds belong to different schedules",
        "{\"scheduleId\":2,\"seatIds\":[1]} | seatIds do not belong to schedule 2",
      })
  void seats_that_do_not_go_together_are_refused(String body, String detail) {
    assertThat(List.of(schedule, other)).containsExactly(1L, 2L);
    Reply reply =
        service
            .postJson("/holds", body, with(service.ticket(7, "default")))
            .is(problem(ProblemType.MALFORMED));
    assertThat(reply.word("detail")).contains(detail);
  }

  @Test
  void more_seats_than_a_request_may_name_are_refused() {
    String seats = "1" + ",1".repeat(1_000);
    service
        .postJson("/holds", "{\"scheduleId\":1,\"seatIds\":[" + seats + "]}", as(1))
        .is(problem(ProblemType.MALFORMED));
  }

  @Test
  void a_request_without_a_body_misses_its_fields_and_no_more() {
    assertThat(service.post("/holds", as(1)).is(problem(ProblemType.MALFORMED)).word("detail"))
        .isEqualTo("scheduleId is missing.");
    assertThat(service.post("/coupon/issue").is(problem(ProblemType.MALFORMED)).word("detail"))
        .startsWith("userId is missing");
    service.post("/coupon/issue", as(900)).is(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/jsonx",
        "application/problem+json",
        "multipart/form-data; boundary=x",
        "application/json; charset=euc-kr",
        "application/json; charset=utf-16",
        "application/json;charset",
        "application/json; charset=utf-8; charset=latin1"
      })
  void a_body_of_another_type_is_refused(String type) {
    service
        .postJson("/coupon/issue", "{\"userId\":1}", "Content-Type", type)
        .is(problem(ProblemType.UNSUPPORTED_TYPE));
  }

  @Test
  void a_body_of_no_type_is_refused() throws Exception {
    try (RawClient client = service.connect()) {
      client.send("POST /api/v1/coupon/issue HTTP/1.1\r\nHost: a\r\nContent-Length: 12\r\n\r\n");
      client.send("{\"userId\":1}").reply().is(problem(ProblemType.UNSUPPORTED_TYPE));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json ; v=1;CharSet=\"UTF-8\""
      })
  void json_is_json_however_it_is_spelled(String type) {
    String unknown = "{\"userId\":1,\"it\":\"was read\"}";
    service
        .postJson("/coupon/issue", unknown, "Content-Type", type)
        .is(problem(ProblemType.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/offers/0",
        "/offers/-1",
        "/offers/1.5",
        "/offers/01",
        "/offers/9007199254740992",
        "/offers/9223372036854775808",
        "/offers/one",
        "/concert/0/seat",
        "/concert/x/date",
        "/claims/99999999999999999999999"
      })
  void a_path_whose_number_is_none_is_refused_by_name_and_bound(String path) {
    assertThat(service.get(path).is(problem(ProblemType.MALFORMED)).word("detail"))
        .contains(ID_RANGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "amount=0",
        "amount=-1",
        "amount=",
        "amount=1.5",
        "amount=1e309",
        "amount=010",
        "amount=9223372036854775808",
        "amount=9007199254740992",
        "amount=x"
      })
  void a_top_up_of_no_amount_is_refused(String query) {
    assertThat(
            service
                .patch("/pay/charge?" + query, as(5))
                .is(problem(ProblemType.MALFORMED))
                .word("detail"))
        .contains("amount " + ID_RANGE);
    assertThat(service.get("/pay/query", as(5)).number("amount")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"page=0", "page=-1", "page=x", "page=1000001", "page=", "page=1.0"})
  void a_page_out_of_range_is_refused(String query) {
    assertThat(
            service
                .get("/concerts/query?" + query)
                .is(problem(ProblemType.MALFORMED))
                .word("detail"))
        .contains("page must be a whole number in [1, 1000000]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "x", "1.0", "9007199254740992", "9223372036854775808", " "})
  void a_user_that_is_none_is_refused(String user) {
    assertThat(
            service
                .get("/pay/query", "X-User-Id", user)
                .is(problem(ProblemType.MALFORMED))
                .word("detail"))
        .contains("X-User-Id " + ID_RANGE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "with space",
        "sixty-five-characters-sixty-five-characters-sixty-five-charact-65"
      })
  void a_key_that_is_none_is_refused(String key) {
    Reply reply =
        service
            .patch("/pay/charge?amount=1", "X-User-Id", "5", "Idempotency-Key", key)
            .is(problem(ProblemType.MALFORMED));
    assertThat(reply.word("detail")).contains("Idempotency-Key must be 1 to 64 visible ASCII");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /offers/999",
    "GET, /concert/999/date",
    "GET, /concert/999/seat",
    "GET, /rooms/nowhere/status",
    "GET, /rooms/999/status",
    "GET, /claims/999",
    "POST, /claims/999/pay",
    "DELETE, /claims/999",
    "POST, /concerts/1/seats/999/reserve",
    "POST, /concerts/999/seats/1/reserve",
    "PATCH, /concerts/1/seats/1/pay/999",
    "POST, /user/7/queue/token/issue?room=nowhere",
    "POST, /offers/999/claims",
    "GET, /nothing",
    "GET, /",
    "GET, /offers",
    "GET, /offers/1/"
  })
  void what_is_unknown_is_not_found(String method, String path) {
    service.send(method, ServiceUnderTest.API + path, "", as(7)).is(problem(ProblemType.NOT_FOUND));
  }

  @ParameterizedTest
  @CsvSource({
    "PUT, /holds, 'POST, OPTIONS'",
    "GET, /coupon/issue, 'POST, OPTIONS'",
    "POST, /pay/charge, 'PATCH, OPTIONS'",
    "PATCH, /claims/1, 'GET, HEAD, DELETE, OPTIONS'"
  })
  void another_method_is_told_which_there_are(String method, String path, String allow) {
    Reply reply =
        service
            .send(method, ServiceUnderTest.API + path, "", as(1))
            .is(problem(ProblemType.METHOD_NOT_ALLOWED));
    assertThat(reply.header("Allow")).isEqualTo(allow);
  }

  @Test
  void units_of_a_schedule_cannot_be_claimed_without_naming_seats() {
    String[] mine = with(service.ticket(7, "default"));
    assertThat(
            service
                .postJson("/offers/2/claims", "{}", mine)
                .is(problem(ProblemType.MALFORMED))
                .word("detail"))
        .contains("seats");
  }
}
