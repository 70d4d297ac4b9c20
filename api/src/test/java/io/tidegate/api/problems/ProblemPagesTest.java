package io.tidegate.api.problems;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.call.Operation;
import io.tidegate.api.reply.ProblemType;
import io.tidegate.http.page.Html;
import io.tidegate.http.server.HttpConfig;
import io.tidegate.http.server.HttpServer;
import io.tidegate.http.server.Router;
import io.tidegate.http.server.ServerObserver;
import io.tidegate.testkit.RawClient;
import io.tidegate.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class ProblemPagesTest {

  private static final String BROWSER = "text/html,application/xhtml+xml,application/json;q=0.9";

  private static final Pattern LINK = Pattern.compile("href=\"([^\"]+)\"");

  private static HttpServer server;

  @BeforeAll
  static void start() throws Exception {
    Router.Builder routes = Router.builder();
    for (Operation each : new ProblemPages().operations())
      routes.get(each.path(), each, each.queries().toArray(String[]::new));
    HttpConfig config = HttpConfig.DEFAULT.at("127.0.0.1", 0).loops(1);
    server = HttpServer.start(config, routes.build(), ServerObserver.NONE);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource
  void the_type_of_a_problem_leads_to_its_own_page(ProblemType type) throws Exception {
    Reply reply = get("/problems/" + type.id() + "?lang=en", BROWSER);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.text())
        .contains("<title>" + Html.escape(type.title()) + "</title>")
        .contains("status " + type.status())
        .contains(Html.escape(type.meaning()))
        .contains(Html.escape(type.remedy()))
        .contains(Html.escape("\"type\":\"/problems/" + type.id() + "\""));
    assertLoadsNothing(reply);
    for (Matcher link = LINK.matcher(reply.text()); link.find(); )
      if (link.group(1).startsWith("/problems"))
        assertThat(get(link.group(1), BROWSER).status()).as(link.group(1)).isEqualTo(200);
  }

  @ParameterizedTest
  @EnumSource
  void each_type_has_a_page_in_korean_too(ProblemType type) throws Exception {
    Reply reply = get("/problems/" + type.id() + "?lang=ko", BROWSER);
    assertThat(reply.header("Content-Language")).isEqualTo("ko");
    assertThat(reply.text())
        .contains("<html lang=\"ko\">", "상태 " + type.status(), "무슨 뜻인가")
        .doesNotContain(Html.escape(type.meaning()), Html.escape(type.remedy()));
  }

  @Test
  void the_list_leads_to_every_page() throws Exception {
    Reply reply = get("/problems", BROWSER);
    for (ProblemType type : ProblemType.values())
      assertThat(reply.text()).containsOnlyOnce("<a href=\"/problems/" + type.id() + "?lang=en\">");
    assertLoadsNothing(reply);
  }

  private static void assertLoadsNothing(Reply reply) throws Exception {
    String html = reply.text();
    assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(html).startsWith("<!doctype html>").contains("name=\"viewport\"");
    assertThat(html).doesNotContain("<script").doesNotContain("src=").doesNotContain("style=");
    String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
    assertThat(reply.header("Content-Security-Policy"))
        .startsWith("default-src 'none'; ")
        .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
  }

  @Test
  void what_could_be_markup_is_escaped() {
    assertThat(Html.escape("<a b='c' d=\"e\">&amp;"))
        .isEqualTo("&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;amp;");
  }

  @Test
  void a_program_that_asks_for_json_gets_json() throws Exception {
    for (String accept : List.of("application/json", "application/problem+json")) {
      Reply one = get("/problems/sold-out", accept);
      assertThat(one.status()).isEqualTo(200);
      assertThat(one.object())
          .containsEntry("type", "/problems/sold-out")
          .containsEntry("status", 409L)
          .containsEntry("title", ProblemType.SOLD_OUT.title())
          .containsEntry("meaning", ProblemType.SOLD_OUT.meaning())
          .containsEntry("remedy", ProblemType.SOLD_OUT.remedy());
      List<String> types =
          get("/problems", accept).array().stream()
              .map(each -> String.valueOf(each.get("type")))
              .toList();
      assertThat(types)
          .containsExactlyElementsOf(
              Arrays.stream(ProblemType.values()).map(t -> "/problems/" + t.id()).toList());
    }
  }

  @Test
  void a_type_there_is_not_is_not_found() throws Exception {
    assertThat(get("/problems/made-up", BROWSER).status()).isEqualTo(404);
    assertThat(get("/problems/made-up", "application/json").status()).isEqualTo(404);
  }

  private static Reply get(String path, String accept) throws Exception {
    try (RawClient client = new RawClient(server.port())) {
      return client.ask("GET", path, "", "Accept", accept);
    }
  }
}
