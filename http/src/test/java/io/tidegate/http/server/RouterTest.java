package io.tidegate.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RouterTest {

  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    Router router =
        Router.builder()
            .get("/concerts/query", exchange -> say(exchange, ""))
            .get("/concerts/{concertId}", exchange -> say(exchange, exchange.number("concertId")))
            .post(
                "/concerts/{concertId}/seats/{seatId}/reserve",
                exchange ->
                    say(exchange, exchange.number("concertId") + "/" + exchange.number("seatId")))
            .patch(
                "/concerts/{concertId}/seats/{seatId}/pay/{payId}",
                exchange -> say(exchange, exchange.number("payId")))
            .get("/concerts/reserve/query", exchange -> say(exchange, ""))
            .get("/rooms/{room:text}/status", exchange -> say(exchange, exchange.text("room")))
            .get("/rooms/{id}", exchange -> say(exchange, exchange.number("id")))
            .get("/rooms/{room:text}", exchange -> say(exchange, exchange.text("room")))
            .delete("/token", exchange -> say(exchange, ""))
            .get("/token", exchange -> say(exchange, ""))
            .get(
                "/list",
                exchange -> say(exchange, String.valueOf(exchange.query("page"))),
                "page",
                "limit")
            .patch(
                "/money",
                exchange -> say(exchange, String.valueOf(exchange.query("amount"))),
                "amount")
            .patch(
                "/labels",
                exchange -> say(exchange, exchange.queries().toString()),
                Router.ANY_QUERY)
            .post(
                "/bug",
                exchange -> say(exchange, String.valueOf(exchange.query("other"))),
                "amount")
            .build();
    server = HttpServer.start(TestServer.CONFIG, router, ServerObserver.NONE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static void say(Exchange exchange, Object value) {
    exchange.reply(TestServer.text(200, exchange.route() + " " + value));
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /concerts/query, '/concerts/query '",
    "PATCH, /labels?b=2&a=%EA%B0%80+1&c, '/labels {b=2, a=가 1, c=}'",
    "GET, /concerts/7, /concerts/{concertId} 7",
    "GET, /concerts/9007199254740991, /concerts/{concertId} 9007199254740991",
    "POST, /concerts/1/seats/22/reserve, /concerts/{concertId}/seats/{seatId}/reserve 1/22",
    "PATCH, /concerts/1/seats/2/pay/3, /concerts/{concertId}/seats/{seatId}/pay/{payId} 3",
    "GET, /concerts/reserve/query, '/concerts/reserve/query '",
    "GET, /rooms/default/status, /rooms/{room:text}/status default",
    "GET, /rooms/J%C3%BCrg/status, /rooms/{room:text}/status Jürg",
    "GET, /rooms/12/status, /rooms/{room:text}/status 12",
    "GET, /rooms/12, /rooms/{id} 12",
    "GET, /rooms/x12, /rooms/{room:text} x12",
    "GET, /c%6Fncerts/%37?x=/, /concerts/{concertId} 7",
    "DELETE, /token, '/token '",
    "GET, /rooms/a%2Fb, /rooms/{room:text} a/b",
    "GET, /rooms/a%2fb%5Cc%252F/status, '/rooms/{room:text}/status a/b\\c%2F'",
    "GET, /rooms/%2F%2e%2e%2F, /rooms/{room:text} /../",
    "GET, /list?page=2&limit=3&other=4&another=5, /list 2",
    "GET, /list?p%61ge=%32, /list 2",
    "GET, /list?limit=3, /list null",
    "PATCH, /money?amount=2, /money 2",
    "PATCH, /money?&amount=2&, /money 2",
  })
  void the_route_that_fits_best_is_taken(String method, String target, String answer)
      throws Exception {
    Reply reply = ask(method, target);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text()).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource({
    "/",
    "/concert",
    "/concertsx/1",
    "/concerts/",
    "/concerts//",
    "/concerts/1/",
    "/concerts/1/seats",
    "/concerts/1/seats/2/reserve/x",
    "/token/",
    "//token",
    "/rooms//status",
    "/Token",
    "/a/../token",
    "/rooms%2Fx12",
    "/rooms%5Cx12",
    "/%2Ftoken",
    "/./token"
  })
  void a_path_of_no_shape_is_404(String path) throws Exception {
    Reply reply = ask("GET", path);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.text()).contains("/problems/not-found");
  }

  @ParameterizedTest
  @CsvSource({
    "0",
    "-1",
    "+1",
    "01",
    "1.0",
    "1e309",
    "9007199254740992",
    "9223372036854775808",
    "99999999999999999999",
    "x",
    "%31x"
  })
  void a_number_out_of_range_is_400_and_names_the_parameter(String number) throws Exception {
    Reply reply = ask("POST", "/concerts/1/seats/" + number + "/reserve");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text())
        .contains("/problems/malformed", "seatId must be a whole number in [1, 9007199254740991]");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /list?page=1&page=2, page must be there once",
    "GET, /list?page=1&limit=1&p%61ge=1, page must be there once",
    "GET, /list?other=1&page=2&oth%65r=2, \\\"other\\\" must be there once",
    "GET, /token?&x&&x=, \\\"x\\\" must be there once",
    "PATCH, /money?amount=1000&amount=50000, amount must be there once",
    "PATCH, /labels?a=1&b=2&a=3, \\\"a\\\" must be there once",
    "PATCH, /money?amount=1&amout=2, \\\"amout\\\" is not a parameter of this query; it may have: amount",
    "PATCH, /money?=1, it may have: amount",
    "DELETE, /token?force=1, it may have: none"
  })
  void a_query_that_can_be_understood_in_two_ways_is_400_and_says_which(
      String method, String target, String detail) throws Exception {
    Reply reply = ask(method, target);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text()).contains("/problems/malformed", detail);
  }

  @Test
  void no_handler_reads_a_parameter_that_its_route_does_not_declare() throws Exception {
    assertThat(ask("POST", "/bug?amount=1").status()).isEqualTo(500);
  }

  @Test
  void another_method_is_405_with_those_allowed() throws Exception {
    Reply reply = ask("PUT", "/token");
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("GET, HEAD, DELETE, OPTIONS");
    assertThat(ask("HEAD", "/concerts/1/seats/2/reserve").header("allow"))
        .isEqualTo("POST, OPTIONS");
  }

  @Test
  void options_tells_what_is_allowed() throws Exception {
    assertThat(ask("OPTIONS", "/token").header("allow")).isEqualTo("GET, HEAD, DELETE, OPTIONS");
    assertThat(ask("OPTIONS", "/token").status()).isEqualTo(204);
    assertThat(ask("OPTIONS", "*").status()).isEqualTo(204);
    assertThat(ask("OPTIONS", "/nowhere").status()).isEqualTo(404);
  }

  @Test
  void head_goes_to_the_handler_of_get() throws Exception {
    Reply reply = ask("HEAD", "/concerts/7");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-length")).isEqualTo("" + "/concerts/{concertId} 7".length());
  }

  @Test
  void a_route_is_added_once_and_well_formed() {
    Router.Builder builder = Router.builder().get("/a/{b}", exchange -> {});
    assertThatThrownBy(() -> builder.get("/a/{c}", exchange -> {}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.get("a", exchange -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Reply ask(String method, String target) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      client.send(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
      return client.reply(!method.equals("HEAD"));
    }
  }
}
