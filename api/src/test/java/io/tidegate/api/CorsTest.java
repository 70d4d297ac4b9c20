package io.tidegate.api;

import static io.tidegate.api.fixture.ServiceFixture.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.call.Access;
import io.tidegate.api.call.Operation;
import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins: nobody by default, those listed exactly, the administration never. */
class CorsTest {

  private static final String PAGE = "https://tickets.example";
  private static final String ALLOWED = "access-control-allow-origin";

  @TempDir Path folder;

  private ServiceFixture listing(String... origins) throws IOException {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.api = plan.api.corsOrigins(Set.of(origins));
    return new ServiceFixture(folder, plan);
  }

  @Test
  void without_a_list_no_reply_says_a_word_about_origins() throws Exception {
    try (ServiceFixture service = listing();
        RawClient client = service.connect()) {
      Reply get = client.ask("GET", "/api/v1/concerts/query", "", "Origin", PAGE).is(200);
      Reply preflight = preflight(client, "/api/v1/coupon/issue", PAGE);
      assertThat(get.headers()).doesNotContainKeys(ALLOWED, "vary");
      assertThat(preflight.headers()).doesNotContainKeys(ALLOWED, "access-control-allow-methods");
    }
  }

  @Test
  void a_listed_page_may_ask_and_read_replies_and_problems() throws Exception {
    try (ServiceFixture service = listing(PAGE, "http://localhost:3000");
        RawClient client = service.connect()) {
      Reply preflight = preflight(client, "/api/v1/coupon/issue", PAGE).is(204);
      assertThat(preflight.headers())
          .containsEntry(ALLOWED, PAGE)
          .containsEntry("access-control-allow-methods", "GET, HEAD, POST, PATCH, DELETE");
      assertThat(preflight.header("access-control-allow-headers"))
          .contains("waitingToken", "Idempotency-Key", "Content-Type");
      Reply list = client.ask("GET", "/api/v1/concerts/query", "", "Origin", PAGE).is(200);
      assertThat(list.headers()).containsEntry(ALLOWED, PAGE).containsEntry("vary", "Origin");
      Reply problem = client.ask("GET", "/api/v1/pay/query", "", "Origin", PAGE);
      assertThat(problem.is(problem(ProblemType.TICKET_NEEDED)).headers())
          .containsEntry(ALLOWED, PAGE);
      Reply later =
          client.ask("GET", "/api/v1/pay/query", "", "Origin", PAGE, "X-User-Id", "1").is(200);
      assertThat(later.headers()).containsEntry(ALLOWED, PAGE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://tickets.example.evil.example",
        "https://eviltickets.example",
        "http://tickets.example",
        "https://tickets.example:444",
        "https://tickets.example/",
        "null",
        "*"
      })
  void a_page_that_is_not_listed_exactly_may_not(String origin) throws Exception {
    try (ServiceFixture service = listing(PAGE);
        RawClient client = service.connect()) {
      assertThat(preflight(client, "/api/v1/coupon/issue", origin).headers())
          .doesNotContainKeys(ALLOWED, "access-control-allow-methods");
      assertThat(client.ask("GET", "/api/v1/concerts/query", "", "Origin", origin).headers())
          .doesNotContainKey(ALLOWED);
    }
  }

  @Test
  void the_administration_is_for_no_page() throws Exception {
    try (ServiceFixture service = listing(PAGE);
        RawClient client = service.connect()) {
      assertThat(preflight(client, "/api/v1/admin/sales", PAGE).headers())
          .doesNotContainKey(ALLOWED);
    }
  }

  /** The request, and the status that it is refused with before any call is found. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | GET /api/v1/claims?x=% HTTP/1.1",
        "400 | GET api/v1/claims HTTP/1.1",
        "400 | GET /api/v1/claims/none HTTP/1.1",
        "400 | GET /api/v1/claims?limit=1&limit=2 HTTP/1.1",
        "400 | GET /api/v1/claims HTTP/1.1{n}X-User-Id: 1{n}X-User-Id: 1",
        "400 | GET /api/v1/claims HTTP/1.1{n}Bad Name: 1",
        "404 | GET /api/v1/nothing HTTP/1.1",
        "405 | PUT /api/v1/claims HTTP/1.1",
        "413 | POST /api/v1/holds HTTP/1.1{n}Content-Length: 99999999",
        "414 | GET /api/v1/claims?{x} HTTP/1.1",
        "417 | POST /api/v1/holds HTTP/1.1{n}Expect: miracles",
        "431 | GET /api/v1/claims HTTP/1.1{n}X-Much: {x}{x}",
        "500 | GET /fault HTTP/1.1",
        "501 | BREW /api/v1/claims HTTP/1.1",
        "505 | GET /api/v1/claims HTTP/2.0"
      })
  void a_listed_page_may_read_why_its_request_never_became_a_call(int status, String request)
      throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.api = plan.api.corsOrigins(Set.of(PAGE));
    plan.others =
        List.of(
            Operation.get("fault", "/fault", Access.ANYBODY)
                .by(_ -> {
                  throw new IllegalStateException();
                }));
    String[] lines = request.replace("{x}", "x".repeat(4_500)).split("\\{n}", 2);
    String rest = lines.length > 1 ? lines[1] + "\r\n" : "";
    for (String order :
        List.of(
            "%1$s\r\nHost: a\r\nOrigin: %2$s\r\n%3$s\r\n",
            "%1$s\r\n%3$sHost: a\r\nOrigin: %2$s\r\n\r\n")) {
      try (ServiceFixture service =
              new ServiceFixture(folder.resolve(Integer.toString(order.indexOf("Host"))), plan);
          RawClient client = service.connect()) {
        client.send(String.format(order, lines[0], PAGE, rest));
        Reply reply = client.reply().is(status);
        assertThat(reply.header(ALLOWED)).isIn(PAGE, "*");
        assertThat(reply.header("access-control-expose-headers")).contains("Retry-After", "Link");
      }
    }
  }

  @Test
  void another_page_may_not_read_a_refusal_where_it_is_known_who_asks() throws Exception {
    try (ServiceFixture service = listing(PAGE);
        RawClient client = service.connect()) {
      Reply refused = client.ask("PUT", "/api/v1/claims", "", "Origin", "https://evil.example");
      assertThat(refused.is(405).headers()).doesNotContainKey(ALLOWED);
      Reply admin = client.ask("PUT", "/api/v1/admin/none", "", "Origin", PAGE);
      assertThat(admin.is(404).headers()).doesNotContainKey(ALLOWED);
    }
  }

  private static Reply preflight(RawClient client, String path, String origin) throws IOException {
    return client.ask(
        "OPTIONS", path, "", "Origin", origin, "Access-Control-Request-Method", "POST");
  }
}
