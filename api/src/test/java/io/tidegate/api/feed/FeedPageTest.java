package io.tidegate.api.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tidegate.api.fixture.ServiceFixture;
import io.tidegate.core.Event;
import io.tidegate.core.Event.Posted;
import io.tidegate.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The feed as people read it, and how posts are made: what is in one is only ever text. */
@Timeout(60)
class FeedPageTest {

  private static final Pattern MARKUP = Pattern.compile("<(/?)([a-z0-9]+)((?: [^<>]*)?)>");
  private static final List<String> TAGS =
      List.of(
          "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "main",
          "article", "span", "b", "bdi", "time", "nav", "a");

  @TempDir Path folder;

  private ServiceFixture service(Event... before) throws Exception {
    ServiceFixture.Plan plan = new ServiceFixture.Plan();
    plan.before = List.of(before);
    return new ServiceFixture(folder, plan);
  }

  private static Posted post(int id, String author, String title, String text) {
    return new Posted(id, 1, author, title, text);
  }

  private static String page(ServiceFixture service, String query) {
    Reply reply = service.send("GET", "/feed" + query, "");
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.mediaType()).isEqualTo("text/html");
    return reply.text();
  }

  @Test
  void a_page_that_the_reader_has_varies_as_the_whole_one_does() throws Exception {
    try (ServiceFixture service = service(post(1, "a", "b", "c"))) {
      Reply whole = service.send("GET", "/feed", "", "Accept-Language", "ko").is(200);
      String tag = whole.header("ETag");
      Reply known =
          service.send("GET", "/feed", "", "Accept-Language", "ko", "If-None-Match", tag).is(304);
      // It comes with Vary: Accept-Language, of which a reply here may show another one first.
      assertThat(known.header("Content-Language")).isEqualTo("ko");
    }
  }

  @Test
  void nothing_in_a_post_becomes_markup() throws Exception {
    String evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&lt;b&gt;</p>";
    try (ServiceFixture service = service(post(1, evil.substring(0, 40), evil, evil))) {
      String html = page(service, "");
      Matcher tag = MARKUP.matcher(html);
      while (tag.find()) {
        assertThat(TAGS).contains(tag.group(2));
        assertThat(tag.group(3)).doesNotContain("onerror").doesNotContain("src=");
      }
      assertThat(html).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;&lt;img");
      assertThat(html).contains("&amp;lt;b&amp;gt;&lt;/p&gt;");
      assertThat(html).doesNotContain("<script").doesNotContain("<img");
    }
  }

  @Test
  void the_page_lets_nothing_run_or_load_but_its_own_style() throws Exception {
    try (ServiceFixture service = service(post(1, "a", "t", "x"))) {
      Reply reply = service.send("GET", "/feed", "");
      String style = reply.text().replaceFirst("(?s).*<style>(.*)</style>.*", "$1");
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
      assertThat(reply.header("Content-Security-Policy"))
          .startsWith("default-src 'none'; ")
          .contains("style-src 'sha256-" + Base64.getEncoder().encodeToString(hash) + "'")
          .contains("frame-ancestors 'none'")
          .contains("form-action 'none'");
      assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(reply.header("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(reply.text()).doesNotContain(" style=").doesNotContain("javascript:");
    }
  }

  @Test
  void each_post_says_its_language_where_its_letters_tell() throws Exception {
    try (ServiceFixture service =
        service(
            post(1, "a", "Doors open", "at seven, by the pier"),
            post(2, "a", "오늘 저녁", "문은 일곱 시에 엽니다. Gate 3"),
            post(3, "a", "今夜", "七時に開場します"),
            post(4, "a", "123", "…!"))) {
      String html = page(service, "");
      assertThat(html).contains("<article id=\"p1\" lang=\"en\">");
      assertThat(html).contains("<article id=\"p2\" lang=\"ko\">");
      assertThat(html).contains("<article id=\"p3\">").contains("<article id=\"p4\">");
    }
  }

  @Test
  void emoji_and_right_to_left_text_stay_whole_and_to_themselves() throws Exception {
    try (ServiceFixture service =
        service(post(1, "🎫 표", "שלום \u202eabc", "👩‍🚀 مرحبا\nline two"))) {
      String html = page(service, "");
      assertThat(html).contains("<span class=\"mark m").contains("aria-hidden=\"true\">🎫</span>");
      assertThat(html).contains("<bdi>🎫 표</bdi>");
      assertThat(html).contains("<h2 dir=\"auto\">שלום \u202eabc</h2>");
      assertThat(html).contains("<p class=\"text\" dir=\"auto\">👩‍🚀 مرحبا\nline two</p>");
    }
  }

  @Test
  void the_links_lead_through_every_post_once() throws Exception {
    Event[] many =
        IntStream.rangeClosed(1, 55)
            .mapToObj(i -> post(i, "a", "title " + i, "text"))
            .toArray(Event[]::new);
    try (ServiceFixture service = service(many)) {
      List<Integer> seen = new ArrayList<>();
      String query = "";
      for (int pages = 1; pages <= 3; pages++) {
        String html = page(service, query);
        Matcher id = Pattern.compile("<article id=\"p(\\d+)\"").matcher(html);
        while (id.find()) seen.add(Integer.valueOf(id.group(1)));
        Matcher next =
            Pattern.compile("rel=\"next\" href=\"/feed(\\?before=\\d+)&amp;lang=en\"")
                .matcher(html);
        assertThat(next.find()).isEqualTo(pages < 3);
        assertThat(html.contains("<a href=\"/feed?lang=en\">")).isEqualTo(pages > 1);
        String here = query.isEmpty() ? "?" : query + "&amp;";
        assertThat(html).contains("hreflang=\"ko\" href=\"/feed" + here + "lang=ko\"");
        if (pages < 3) query = next.group(1);
      }
      assertThat(seen).isEqualTo(IntStream.rangeClosed(1, 55).map(i -> 56 - i).boxed().toList());
    }
  }

  @Test
  void an_empty_feed_says_so() throws Exception {
    try (ServiceFixture service = service()) {
      assertThat(page(service, ""))
          .contains("Nothing has been posted here.")
          .doesNotContain("Older");
      assertThat(page(service, "?lang=ko")).contains("아직 올라온 글이 없습니다.");
    }
  }

  // ---- making posts

  private static Reply make(ServiceFixture service, String body) {
    return service.send(
        "POST", "/api/v1/posts", body, "Authorization", "Bearer " + service.adminKey());
  }

  private static String body(String author, String title, String text) {
    return "{\"author\":\"" + author + "\",\"title\":\"" + title + "\",\"text\":\"" + text + "\"}";
  }

  @Test
  void who_shows_the_admin_key_posts_and_is_told_where() throws Exception {
    try (ServiceFixture service = service()) {
      Reply made = make(service, body("Office", "Tonight", "Line one\\nline two 🎫"));
      assertThat(made.status()).isEqualTo(201);
      assertThat(made.text()).isEqualTo("{\"postId\":1}");
      assertThat(made.header("Location")).isEqualTo("/api/v1/posts/1");
      Reply read = service.send("GET", made.header("Location"), "");
      assertThat(read.get("text")).isEqualTo("Line one\nline two 🎫");
      assertThat(page(service, "")).contains("Line one\nline two 🎫");
    }
  }

  @Test
  void nobody_else_posts() throws Exception {
    try (ServiceFixture service = service()) {
      String body = body("a", "t", "x");
      assertThat(service.send("POST", "/api/v1/posts", body).status()).isEqualTo(401);
      assertThat(
              service
                  .send("POST", "/api/v1/posts", body, "Authorization", "Bearer nonsense")
                  .status())
          .isEqualTo(401);
      assertThat(page(service, "")).contains("Nothing has been posted here.");
    }
  }

  @Test
  void a_post_keeps_within_its_bounds() throws Exception {
    try (ServiceFixture service = service()) {
      String longest = body("a".repeat(40), "t".repeat(120), "x".repeat(2_000));
      assertThat(make(service, longest).status()).isEqualTo(201);
      assertThat(make(service, body("a", "t", "가".repeat(1_365))).status()).isEqualTo(201);
      for (String wrong :
          List.of(
              "{}",
              "{\"author\":\"a\",\"title\":\"t\"}",
              body("a".repeat(41), "t", "x"),
              body("a", "t".repeat(121), "x"),
              body("a", "t", "x".repeat(2_001)),
              body(" ", "t", "x"),
              body("a", "t", " \\n "),
              body("a\\nb", "t", "x"),
              body("a", "t\\nu", "x"),
              body("a", "t", "x\\u0000y"),
              body("a", "t", "x\\ty"),
              body("a", "t", "half \\ud83c"),
              body("a", "half \\udfab t", "x"),
              "{\"author\":\"a\",\"title\":\"t\",\"text\":\"x\",\"id\":1}",
              "[]")) {
        Reply refused = make(service, wrong);
        assertThat(refused.status()).as(wrong).isEqualTo(400);
        assertThat(refused.get("type")).as(wrong).isEqualTo("/problems/malformed");
      }
      Reply tooLong = make(service, body("a", "t", "가".repeat(1_366)));
      assertThat(tooLong.status()).isBetween(400, 422);
      assertThat(tooLong.text()).contains("4096 bytes");
      assertThat(service.send("GET", "/api/v1/posts/3", "").status()).isEqualTo(404);
    }
  }
}
