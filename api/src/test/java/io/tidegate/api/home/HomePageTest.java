package io.tidegate.api.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.testkit.Reply;
import io.tidegate.testkit.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The page at the address, and the pages it leads to. */
@Timeout(60)
class HomePageTest {

  private static final String BROWSER =
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
  private static final Pattern LINK = Pattern.compile(" href=\"([^\"]+)\"");
  private static final Pattern FACT = Pattern.compile("data-fact=\"(\\w+)\"");
  private static final Pattern PART =
      Pattern.compile(
          "(?s)data-from=\"([^\"]+)\" data-state=\"([^\"]+)\">(.*?)</(?:article|div>\n)");

  private ServiceFixture service;

  @BeforeEach
  void start(@TempDir Path folder) throws Exception {
    service = new ServiceFixture(folder);
    service.make(
        "/rooms",
        "{\"name\":\"line <1>\",\"people\":100,\"everySeconds\":10,\"insideMax\":500}",
        "roomId");
    service.make(
        "/sales",
        "{\"name\":\"Coupons & more\",\"opensAt\":\"2026-01-01T00:00:00Z\",\"entry\":\"open\"}",
        "saleId");
    service.make(
        "/sales",
        "{\"name\":\"봄 공연\",\"opensAt\":\"2090-01-01T00:00:00Z\",\"entry\":\"room\",\"room\":\"1\"}",
        "saleId");
    service.make("/offers", "{\"saleId\":1,\"name\":\"Coupon\",\"total\":1234}", "offerId");
  }

  @AfterEach
  void stop() throws Exception {
    service.close();
  }

  @Test
  void it_says_what_runs_what_is_sold_who_waits_and_where_everything_is() throws Exception {
    service.send("POST", "/api/v1/coupon/issue", "{\"userId\":7}");
    Wait.until(() -> page("/", "en").contains("<span data-fact=\"available\">1,233</span>"));

    String html = page("/", "en");

    assertThat(html)
        .contains("<html lang=\"en\">", "Version 1.2.3", "Takes work")
        .contains("Coupons &amp; more", "봄 공연", "line &lt;1&gt;")
        .doesNotContain("line <1>")
        .contains("<span data-fact=\"total\">1,234</span> free", "max=\"1234\" value=\"1233\"")
        .contains("datetime=\"2090-01-01T00:00:00Z\"", "<a href=\"#room-1\">");
    for (String page : new String[] {"/feed", "/api", "/problems", "/docs"})
      assertThat(html).contains("href=\"" + page + "?lang=en\"");
    for (String place : new String[] {"/openapi.json", "/metrics"})
      assertThat(html).contains("href=\"" + place + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ko-KR,ko;q=0.9,en-US;q=0.8 | ko",
        "ko | ko",
        "en-US,en;q=0.9,ko;q=0.8 | en",
        "en;q=0.5, KO;q=0.6 | ko",
        "ko;q=0, en;q=0.1 | en",
        "ko, en | ko",
        "de, fr;q=0.5 | en",
        "* | en",
        "ko;q=x, en;q=0.1 | en"
      })
  void it_is_in_the_language_that_is_asked_for(String accept, String language) throws Exception {
    assertThat(page("/", accept)).contains("<html lang=\"" + language + "\">");
    assertThat(page("/?lang=ko", accept)).contains("<html lang=\"ko\">", "대기실", "판매 중", "예정");
    assertThat(page("/?lang=en", accept)).contains("<html lang=\"en\">");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BROWSER,
        "text/html",
        "text/*",
        "TEXT/HTML;q=0.2, */*;q=0.1",
        "application/json;q=0.5, text/html;level=1;q=0.6"
      })
  void whoever_would_rather_have_a_page_gets_one(String accept) throws Exception {
    Reply reply = service.send("GET", "/", "", "Accept", accept);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Vary")).contains("Accept", "Accept-Language");
  }

  /** A switch leads to the same page in the other language, and links go on in this one. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/feed",
        "/api",
        "/docs",
        "/docs/keys.md",
        "/docs/adr/0003-packed-tables.md",
        "/problems",
        "/problems/sold-out"
      })
  void every_page_is_there_in_both_languages_and_keeps_the_one_that_was_chosen(String path)
      throws Exception {
    String with = path + (path.contains("?") ? "&lang=" : "?lang=");
    for (String language : new String[] {"en", "ko"}) {
      String other = language.equals("en") ? "ko" : "en";
      Reply reply =
          service.send("GET", with + language, "", "Accept", BROWSER, "Accept-Language", other);
      assertThat(reply.header("Content-Language")).isEqualTo(language);
      assertThat(reply.text())
          .contains("<html lang=\"" + language + "\">")
          .contains(
              "hreflang=\"" + other + "\" href=\"" + (with + other).replace("&", "&amp;") + "\"");
      for (Matcher link = LINK.matcher(reply.text()); link.find(); ) {
        String to = link.group(1);
        if (to.matches("/(feed|api|docs|problems)?([/?].*)?") && !to.endsWith("lang=" + other))
          assertThat(to).matches(".*[?;]lang=" + language + "(#.*)?");
      }
    }
  }

  @Test
  void a_browser_that_asks_wrongly_is_shown_a_page_and_a_program_a_problem() throws Exception {
    for (String wrong :
        new String[] {"/?lang=ko&lang=en", "/feed?before=x", "/docs/none.md", "/nowhere"}) {
      Reply page = service.send("GET", wrong, "", "Accept", BROWSER, "Accept-Language", "ko");
      assertThat(page.status()).as(wrong).isBetween(400, 404);
      assertThat(page.header("Content-Type")).as(wrong).isEqualTo("text/html; charset=utf-8");
      assertThat(page.header("Cache-Control")).isEqualTo("no-store");
      assertThat(page.text()).contains("<html lang=\"ko\">", "어떻게 하면 되나");
      Reply problem = service.send("GET", wrong, "", "Accept", "*/*");
      assertThat(problem.status()).isEqualTo(page.status());
      assertThat(problem.header("Content-Type")).isEqualTo("application/problem+json");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere?lang=ko",
        "/docs/none.md?lang=ko",
        "/feed?before=x&lang=ko",
        "/?lang=ko&lang=ko",
        "/api/v1/offers/none?lang=ko"
      })
  void the_page_of_a_refusal_is_in_the_language_that_was_chosen(String wrong) {
    Reply page = service.send("GET", wrong, "", "Accept", BROWSER, "Accept-Language", "en");
    assertThat(page.status()).isBetween(400, 404);
    assertThat(page.header("Content-Language")).isEqualTo("ko");
  }

  @Test
  void one_person_is_no_people() throws Exception {
    service.make(
        "/rooms", "{\"name\":\"door\",\"people\":1,\"everySeconds\":2,\"insideMax\":1}", "roomId");
    Wait.until(() -> page("/", "en").contains("Calls at most 1 person every 2 s."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json",
        "*/*",
        "",
        "text/html;q=0",
        "text/html;q=0, */*",
        "text/html;q=0.4, application/problem+json",
        "image/png"
      })
  void a_program_gets_json_as_before(String accept) throws Exception {
    Reply reply =
        accept.isEmpty()
            ? service.send("GET", "/", "")
            : service.send("GET", "/", "", "Accept", accept);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
  }

  /** So that the script finds what it looks for. */
  @Test
  void each_live_part_names_a_public_document_that_has_its_facts_and_its_state() throws Exception {
    Matcher part = PART.matcher(page("/", "en").replace("\r", ""));
    int parts = 0;
    while (part.find()) {
      String document = service.send("GET", part.group(1), "").text();
      assertThat(document).contains("\"state\":\"" + part.group(2) + "\"");
      Matcher fact = FACT.matcher(part.group(3));
      while (fact.find()) assertThat(document).contains("\"" + fact.group(1) + "\":");
      parts++;
    }
    assertThat(parts).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?lang=ko", "/api", "/docs", "/docs/http-api.md", "/docs/ko.md"})
  void a_page_loads_nothing_and_runs_only_what_its_policy_has_the_hash_of(String path)
      throws Exception {
    Reply reply = service.send("GET", path, "", "Accept", BROWSER);
    String html = reply.text();
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
    String policy = reply.header("Content-Security-Policy");
    assertThat(policy)
        .startsWith("default-src 'none'; ")
        .contains("style-src " + hash(between(html, "<style>", "</style>")))
        .contains("frame-ancestors 'none'");
    if (html.contains("<script"))
      assertThat(policy)
          .contains("script-src " + hash(between(html, "<script>", "</script>")))
          .contains("connect-src 'self'");
    else assertThat(policy).doesNotContain("script-src");
    assertThat(html)
        .startsWith("<!doctype html>")
        .contains("name=\"viewport\"", "<title>", "<h1", "<main")
        .doesNotContain(" src=", " style=", " onclick=", "javascript:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/?lang=ko", "/api", "/docs", "/docs/http-api.md", "/docs/ko.md"})
  void every_link_leads_somewhere(String path) throws Exception {
    String html = page(path, "en");
    Set<String> links = new LinkedHashSet<>();
    for (Matcher link = LINK.matcher(html); link.find(); ) links.add(link.group(1));
    assertThat(links).hasSizeGreaterThan(5);
    for (String link : links) {
      if (link.startsWith("https://")) continue;
      if (link.startsWith("#")) {
        assertThat(html).as(link).contains("id=\"" + link.substring(1) + "\"");
        continue;
      }
      String target = link.startsWith("/") ? link : "/docs/" + link;
      int anchor = target.indexOf('#');
      String there = anchor < 0 ? target : target.substring(0, anchor);
      Reply reply = service.send("GET", there, "", "Accept", BROWSER);
      assertThat(reply.status()).as(link).isEqualTo(200);
      if (anchor > 0)
        assertThat(reply.text()).as(link).contains("id=\"" + target.substring(anchor + 1) + "\"");
    }
  }

  @Test
  void the_api_page_has_every_call_and_every_shape_of_the_description() throws Exception {
    String description = service.send("GET", "/openapi.json", "").text();
    String html = page("/api", "en");
    Matcher id = Pattern.compile("\"operationId\": \"(\\w+)\"").matcher(description);
    int calls = 0;
    for (; id.find(); calls++)
      assertThat(html).containsOnlyOnce("<details id=\"" + id.group(1) + "\">");
    assertThat(calls).isGreaterThan(60);
    assertThat(html)
        .contains("integer in [1, 2^53 − 1]", "string in [1, 64] characters")
        .contains("<a href=\"/problems/sold-out?lang=en\">sold-out</a>")
        .contains("id=\"shape-NewSale\"");
  }

  @Test
  void a_document_is_markdown_for_programs_and_one_there_is_not_is_not_found() throws Exception {
    Reply markdown = service.send("GET", "/docs/guarantees.md", "");
    assertThat(markdown.header("Content-Type")).isEqualTo("text/markdown; charset=utf-8");
    assertThat(markdown.text()).startsWith("# ");
    for (String name : new String[] {"none.md", "DocsPages.class", "..%2fdocs.md"})
      assertThat(service.send("GET", "/docs/" + name, "", "Accept", BROWSER).status())
          .isEqualTo(404);
  }

  private String page(String path, String languages) throws Exception {
    Reply reply = service.send("GET", path, "", "Accept", BROWSER, "Accept-Language", languages);
    assertThat(reply.status()).isEqualTo(200);
    return reply.text();
  }

  private static String between(String text, String from, String to) {
    int begin = text.indexOf(from) + from.length();
    return text.substring(begin, text.indexOf(to, begin));
  }

  private static String hash(String text) throws Exception {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
  }
}
