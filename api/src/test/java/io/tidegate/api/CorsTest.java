package io.tidegate.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.reply.ProblemType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins: nobody by default, those listed exactly, the administration never. */
class CorsTest {

  private static final String PAGE = "https://tickets.example";
  private static final String ALLOWED = "access-control-allow-origin";

  @TempDir Path folder;

  private Site listing(String... origins) throws IOException {
    Site.Plan plan = new Site.Plan();
    plan.api = plan.api.corsOrigins(Set.of(origins));
    return new Site(folder, plan);
  }

  @Test
  void without_a_list_no_reply_says_a_word_about_origins() throws Exception {
    try (Site site = listing();
        Wire wire = site.wire()) {
      Reply get = wire.ask("GET", "/api/v1/concerts/query", "", "Origin", PAGE).is(200);
      Reply preflight = preflight(wire, "/api/v1/coupon/issue", PAGE);
      assertThat(get.headers()).doesNotContainKeys(ALLOWED, "vary");
      assertThat(preflight.headers()).doesNotContainKeys(ALLOWED, "access-control-allow-methods");
    }
  }

  @Test
  void a_listed_page_may_ask_and_read_replies_and_problems() throws Exception {
    try (Site site = listing(PAGE, "http://localhost:3000");
        Wire wire = site.wire()) {
      Reply preflight = preflight(wire, "/api/v1/coupon/issue", PAGE).is(204);
      assertThat(preflight.headers())
          .containsEntry(ALLOWED, PAGE)
          .containsEntry("access-control-allow-methods", "GET, HEAD, POST, PATCH, DELETE");
      assertThat(preflight.header("access-control-allow-headers"))
          .contains("waitingToken", "Idempotency-Key", "Content-Type");
      Reply list = wire.ask("GET", "/api/v1/concerts/query", "", "Origin", PAGE).is(200);
      assertThat(list.headers()).containsEntry(ALLOWED, PAGE).containsEntry("vary", "Origin");
      Reply problem = wire.ask("GET", "/api/v1/pay/query", "", "Origin", PAGE);
      assertThat(problem.is(ProblemType.TICKET_NEEDED).headers()).containsEntry(ALLOWED, PAGE);
      Reply later =
          wire.ask("GET", "/api/v1/pay/query", "", "Origin", PAGE, "X-User-Id", "1").is(200);
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
    try (Site site = listing(PAGE);
        Wire wire = site.wire()) {
      assertThat(preflight(wire, "/api/v1/coupon/issue", origin).headers())
          .doesNotContainKeys(ALLOWED, "access-control-allow-methods");
      assertThat(wire.ask("GET", "/api/v1/concerts/query", "", "Origin", origin).headers())
          .doesNotContainKey(ALLOWED);
    }
  }

  @Test
  void the_administration_is_for_no_page() throws Exception {
    try (Site site = listing(PAGE);
        Wire wire = site.wire()) {
      assertThat(preflight(wire, "/api/v1/admin/sales", PAGE).headers()).doesNotContainKey(ALLOWED);
    }
  }

  private static Reply preflight(Wire wire, String path, String origin) throws IOException {
    return wire.ask("OPTIONS", path, "", "Origin", origin, "Access-Control-Request-Method", "POST");
  }
}
